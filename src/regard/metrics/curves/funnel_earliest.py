"""The earliest chain from a given start: every step as soon as the rules allow.

Chains are also closed under taking the earlier of two, so there is one that is the earliest in every step. It is found
by raising the steps, from the earliest that anything could be, until no rule is broken.
"""

from dataclasses import dataclass

import numpy as np

from regard.metrics.curves.funnel_chains import Flags, Ints
from regard.metrics.curves.funnel_moments import Moments


@dataclass
class _Search:
    """Chains of one length being raised: the step that each has reached, and what it must not be before."""

    moments: Moments
    at: Ints
    """Shape (starts, level): the moment of each step."""

    least: Ints
    """Shape (starts, level): the moment from which on each step may lie."""

    possible: Flags
    """Whether there can still be such a chain."""


def earliest_chains(moments: Moments, starts: Ints, level: int, *, clean: bool) -> tuple[Ints, Flags]:
    """Return the moments of the earliest chains, shape (starts, level), and whether there is one from each start.

    `clean` asks for chains that no exclusion spoils; where a later step of an exclusion is not reached, its events may
    not follow within the window.
    """
    at = np.repeat(starts[:, None], level, axis=1)
    search = _Search(moments, at, at.copy(), np.ones(len(starts), np.bool_))
    if clean:
        _keep_open_ends_clean(search)
    rows = np.flatnonzero(search.possible)
    while len(rows):
        _raise_in_order(search, rows)
        rows = rows[search.possible[rows]]
        broken = _mend_limits(search, rows)
        if clean:
            broken |= _mend_exclusions(search, rows)
        rows = rows[broken & search.possible[rows]]
    return search.at, search.possible


def spoiled(moments: Moments, at: Ints) -> Flags:
    """Return which chains of one length, shape (chains, level), an exclusion spoils."""
    level = at.shape[1]
    found = np.zeros(len(at), np.bool_)
    for index, (after, before) in enumerate(moments.rules.exclusions):
        bit = moments.rules.excluded_bit(index)
        if level >= before:
            found |= moments.latest_before(bit, at[:, before - 1]) > at[:, after - 1]
        elif level >= after:
            found |= _latest_in_window(moments, bit, at[:, 0]) > at[:, after - 1]
    return found


def _latest_in_window(moments: Moments, bit: int, starts: Ints) -> Ints:
    """Return the latest moment with a bit inside the window that each start opens, -1 where there is none."""
    last = moments.last_upto(starts, moments.time[starts] + moments.rules.window)
    found = moments.latest_before(bit, last)
    return np.where((moments.fits[last] >> bit) & 1 == 1, last, found)


def _keep_open_ends_clean(search: _Search) -> None:
    """Put the last step before an excluded event's open end after the last such event of the window."""
    level = search.at.shape[1]
    for index, (after, before) in enumerate(search.moments.rules.exclusions):
        if after <= level < before:
            bit = search.moments.rules.excluded_bit(index)
            latest = _latest_in_window(search.moments, bit, search.at[:, 0])
            _raise(search, np.arange(len(search.at)), after, latest)


def _raise(search: _Search, rows: Ints, step: int, least: Ints) -> Flags:
    """Let a step not lie before given moments, which the first step cannot follow; return where that changes it."""
    changes: Flags = least > search.at[rows, step - 1]
    if step == 1:
        search.possible[rows[changes]] = False
    else:
        search.least[rows, step - 1] = np.maximum(search.least[rows, step - 1], least)
    return changes


def _raise_in_order(search: _Search, rows: Ints) -> None:
    """Give each step the first moment that is not before the step before it; several in one need several events."""
    moments, at = search.moments, search.at
    run = np.ones(len(rows), np.int64)
    start = at[rows, 0]
    for step in range(2, at.shape[1] + 1):
        before = at[rows, step - 2]
        found, exists = _next(moments, step, np.maximum(before, search.least[rows, step - 1]))
        together = np.flatnonzero(exists & (found == before))
        crowded = together[run[together] < moments.lowest(found[together], step)]
        found[crowded], exists[crowded] = _next(moments, step, before[crowded] + 1)
        run = np.where(found == before, run, step)
        exists &= moments.unit[found] == moments.unit[start]
        exists &= moments.time[found] - moments.time[start] <= moments.rules.window
        search.possible[rows] &= exists
        at[rows, step - 1] = np.where(exists, found, before)


def _next(moments: Moments, step: int, least: Ints) -> tuple[Ints, Flags]:
    """Return the first moment from given ones on that fits a step, and whether there is one."""
    places = moments.of(step - 1)
    if not len(places):
        return least.copy(), np.zeros(len(least), np.bool_)
    index = np.searchsorted(places, least)
    exists = index < len(places)
    return places[np.minimum(index, len(places) - 1)], exists


def _mend_limits(search: _Search, rows: Ints) -> Flags:
    """Raise steps that lie too long before the next one; return which chains that changes."""
    broken = np.zeros(len(rows), np.bool_)
    rules, at, time = search.moments.rules, search.at, search.moments.time
    for step in range(at.shape[1], 1, -1) if rules.within else ():
        before, now = at[rows, step - 2], at[rows, step - 1]
        late = np.flatnonzero(time[now] - time[before] > rules.limit(step))
        least = search.moments.first_from(before[late], now[late], time[now[late]] - rules.limit(step))
        broken[late] |= _raise(search, rows[late], step - 1, least)
    return broken


def _mend_exclusions(search: _Search, rows: Ints) -> Flags:
    """Raise steps that an excluded event follows too soon; return which chains that changes."""
    broken = np.zeros(len(rows), np.bool_)
    for index, (after, before) in enumerate(search.moments.rules.exclusions):
        if before <= search.at.shape[1]:
            bit = search.moments.rules.excluded_bit(index)
            latest = search.moments.latest_before(bit, search.at[rows, before - 1])
            broken |= _raise(search, rows, after, latest)
    return broken
