"""Funnels that ask for nothing but their steps, in their order within one window: the same chains, faster.

Where no event fits two steps, events of one instant stand in each other's way nowhere, and a chain is told by times
alone. Times get the number of their unit above them: one comparison of two such keys then tells both whether they are
of one unit and how far they lie apart. Events are walked in chunks that fit a processor's cache, several at a time.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from regard.metrics.curves.funnel import Funnel
from regard.metrics.curves.funnel_chains import Ints, Log, dense, last_of_each
from regard.metrics.curves.funnel_rules import Rules
from regard.metrics.curves.funnel_tally import Reached, only_clean, tally

_BITS = 61
"""How many bits of a key are used."""

MOST_BITS = 15
"""How many steps such a funnel has at most: each is a bit of a number of 16."""

_MOST_EVENTS = 1 << 17
"""How many events a chunk has, but for those of its last unit."""


_SPARSE = 4
"""How many numbers of units there may be for each event: for every one there is a place."""


@dataclass(frozen=True)
class Packed:
    """Events in any order, which are read soonest by unit and time; one entry of each array per event."""

    unit: npt.NDArray[np.integer]
    """Any whole numbers."""

    time: Ints
    """Microseconds since 1970."""

    code: npt.NDArray[np.integer]
    """What happened, as a place in `bits`."""

    bits: npt.NDArray[np.uint16]
    """For each code one bit for each step that its events fit."""


@dataclass(frozen=True)
class _Keys:
    """The events of a chunk as keys: the number of the unit, and from the bit `shift` down the time."""

    steps: tuple[Ints, ...]
    """The rising keys of the events of each step."""

    units: int
    shift: int
    low: int
    """The first time of all units, which stands as 0."""

    high: int
    """The last time of all units."""

    def inside(self, step: int, since: int, until: int) -> Ints:
        """Return the keys of a step at `since` or later and not after `until`."""
        keys = self.steps[step - 1]
        if since <= self.low and until >= self.high:
            return keys
        time = self.times(keys)
        return keys[np.flatnonzero((time >= since) & (time <= until))]

    def times(self, keys: Ints) -> Ints:
        """Return the times of keys in microseconds since 1970."""
        return (keys & ((1 << self.shift) - 1)) + self.low


def plain_steps(log: Packed, rules: Rules, spans: Sequence[tuple[int, int]], now: int) -> list[list[list[Reached]]]:
    """Return for each part of the units, and each span of time, what became of each step of its best attempts.

    An attempt belongs to the span [since, until) in which it begins; `now` is the clock of the question. All times are
    in microseconds since 1970. The rules have neither limits between steps nor exclusions, and order their steps.
    """
    if not len(log.unit):
        return []
    log = _by_unit(log)
    low, high = int(log.time.min()), int(log.time.max())
    shift = (2 * (high - low) + 1).bit_length()
    firsts = np.arange(0, len(log.unit), max(min(_MOST_EVENTS, 1 << (_BITS - shift)), 1))
    cuts = np.unique(np.searchsorted(log.unit, log.unit[firsts])).tolist()
    parts = [slice(*ends) for ends in zip(cuts, [*cuts[1:], len(log.unit)], strict=True)]
    walk = partial(_of_part, log, rules=rules, spans=spans, now=now, scale=(low, high, shift))
    if len(parts) == 1:
        return [walk(parts[0])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(walk, parts))


def _by_unit(log: Packed) -> Packed:
    """Return events so that those of a unit follow each other."""
    if (log.unit[1:] >= log.unit[:-1]).all():
        return log
    order = np.argsort(log.unit, kind="stable")
    return Packed(log.unit[order], log.time[order], log.code[order], log.bits)


def _of_part(
    log: Packed, part: slice, *, rules: Rules, spans: Sequence[tuple[int, int]], now: int, scale: tuple[int, int, int]
) -> list[list[Reached]]:
    """Return what became of each step of the units of a part, for each span."""
    low, high, shift = scale
    unit, fits = _near(log.unit[part], 1 << (_BITS - shift)), log.bits.take(log.code[part])
    keys = unit << shift
    keys += log.time[part]
    keys -= low
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys, kind="stable")
        keys, fits = keys[order], fits[order]
    if (fits & (fits - 1)).any():
        time = (keys & ((1 << shift) - 1)) + low
        funnel = Funnel(Log(dense(unit), time, fits.astype(np.int64)), rules)
        return [tally(only_clean(funnel.attempts(*span))[0], rules, now) for span in spans]
    of_steps = tuple(keys[np.flatnonzero(fits == 1 << step)] for step in range(rules.steps))
    known = _Keys(of_steps, int(unit[-1]) + 1, shift, low, high)
    return [_of_span(known, rules, *span, now) for span in spans]


def _near(units: npt.NDArray[np.integer], most: int) -> Ints:
    """Return sorted units as numbers from 0 on: told from the first, or dense where these reach `most` or are few."""
    if int(units[-1]) - int(units[0]) < min(most, _SPARSE * len(units)):
        told: Ints = (units - units[0]).astype(np.int64)
        return told
    return dense(units)


def _of_span(keys: _Keys, rules: Rules, since: int, until: int, now: int) -> list[Reached]:
    """Return what became of each step of the best attempts that begin in a span."""
    # No two events lie further apart than half of what the bits of the time can hold: a longer window is no wider.
    window = min(rules.window, (1 << (keys.shift - 1)) - 1)
    opening = keys.inside(1, since, until - 1)
    steps = [opening, *(keys.inside(step, since, until - 1 + window) for step in range(2, rules.steps + 1))]
    level, start = _latest_starts(steps, keys, window)
    reached = [Reached(int((level > 0).sum()), 0, ())]
    is_open = now - keys.times(start) <= rules.window
    at = start
    for step in range(2, rules.steps + 1):
        waiting = int(((level == step - 1) & is_open).sum())
        went_on = np.flatnonzero(level >= step)
        level, at, is_open = level[went_on], at[went_on], is_open[went_on]
        done = steps[step - 1][np.searchsorted(steps[step - 1], at)]
        reached.append(Reached(len(done), waiting, (done - at,)))
        at = done
    return reached


def _latest_starts(steps: Sequence[Ints], keys: _Keys, window: int) -> tuple[Ints, Ints]:
    """Return for each unit the most steps that it reaches and the key of the latest event from which, 0 for none.

    The latest chain up to an event goes through the last event before it at which the step before can be done: chains
    that end later never begin earlier.
    """
    level, start = np.zeros(keys.units, np.int64), np.zeros(keys.units, np.int64)
    at = begun = steps[0]
    for step, now in enumerate(steps, 1):
        if step > 1 and len(at):
            index = np.searchsorted(at, now, side="right") - 1
            first = begun[np.maximum(index, 0)]
            fits = np.flatnonzero((index >= 0) & (now - first <= window))
            at, begun = now[fits], first[fits]
        units = begun >> keys.shift
        last = last_of_each(units)
        level[units[last]], start[units[last]] = step, begun[last]
    return level, start
