"""Moments: the events that a unit did at one instant, and which steps they can serve together.

An event serves one step of a chain only. Where a chain does several steps in one instant, they are a run of steps, and
the run needs as many different events. `lowest` says how far back a run that ends with a step may begin.
"""

import numpy as np

from regard.metrics.curves.funnel_chains import Flags, Ints, Log
from regard.metrics.curves.funnel_rules import Rules

_ALONE, _FREE = 0, 1
"""At most one event with steps; several, each with one step at most. From 2 on: patterns of events that share steps."""


class Moments:
    """The instants of a log, in its order: `unit`, `time`, `fits` (of all its events), `first` (its first event)."""

    def __init__(self, log: Log, rules: Rules) -> None:
        """Put the events of each instant together."""
        self.rules = rules
        self.log = log
        begins = np.ones(len(log.unit), np.bool_)
        begins[1:] = (log.unit[1:] != log.unit[:-1]) | (log.time[1:] != log.time[:-1])
        self.first = np.flatnonzero(begins)
        self.is_plain = len(self.first) == len(log.unit)
        self.unit: Ints = log.unit if self.is_plain else log.unit[self.first]
        self.time: Ints = log.time if self.is_plain else log.time[self.first]
        self.fits: Ints = log.fits if self.is_plain else np.bitwise_or.reduceat(log.fits, self.first)
        self._patterns: dict[tuple[int, ...], int] = {}
        self._kinds = None if self.is_plain else self._kinds_of_moments()
        self._places: dict[int, Ints] = {}

    def of(self, bit: int) -> Ints:
        """Return the moments with an event that has a bit."""
        if bit not in self._places:
            self._places[bit] = np.flatnonzero(self.fits & (1 << bit))
        return self._places[bit]

    def events(self, moment: int) -> range:
        """Return the events of a moment."""
        following = moment + 1 < len(self.first)
        return range(int(self.first[moment]), int(self.first[moment + 1]) if following else len(self.log.unit))

    def is_shared(self, at: Ints) -> Flags:
        """Return for each moment whether several of its events compete for steps."""
        if self._kinds is None:
            return np.zeros(len(at), np.bool_)
        return self._kinds[at] > _FREE

    def lowest(self, at: Ints, step: int) -> Ints:
        """Return for moments that fit a step the lowest step of a run up to it that different events can serve."""
        low = np.full(len(at), step, np.int64)
        if self._kinds is None:
            return low
        kinds = self._kinds[at]
        rows = np.flatnonzero(kinds == _FREE)
        for before in range(step - 1, 0, -1):
            rows = rows[(self.fits[at[rows]] >> (before - 1)) & 1 == 1]
            low[rows] = before
        shared = np.flatnonzero(kinds > _FREE)
        if len(shared):
            lowest = [lowest_steps(pattern, self.rules.steps)[step - 1] for pattern in self._patterns]
            low[shared] = np.array(lowest, np.int64)[kinds[shared] - _FREE - 1]
        return low

    def first_from(self, low: Ints, high: Ints, instant: Ints) -> Ints:
        """Return the first moment from `low` on that is not before an instant, `high` where there is none below it."""
        low, high = low.copy(), high.copy()
        while (searching := low < high).any():
            middle = np.minimum((low + high) // 2, len(self.time) - 1)
            is_before = self.time[middle] < instant
            low = np.where(searching & is_before, middle + 1, low)
            high = np.where(searching & ~is_before, middle, high)
        return low

    def last_upto(self, at: Ints, instant: Ints) -> Ints:
        """Return the last moment of the same unit that is not after an instant at or after the given moments."""
        ends = np.searchsorted(self.unit, self.unit[at], side="right")
        return self.first_from(at, ends, instant + 1) - 1

    def latest_before(self, bit: int, at: Ints) -> Ints:
        """Return the latest moment of the same unit strictly before each that has a bit, -1 where there is none."""
        places = self.of(bit)
        if not len(places):
            return np.full(len(at), -1, np.int64)
        index = np.searchsorted(places, at) - 1
        found = places[np.maximum(index, 0)]
        return np.where((index >= 0) & (self.unit[found] == self.unit[at]), found, -1)

    def _kinds_of_moments(self) -> Ints:
        """Return the kind of each moment, and note the patterns of those in which events compete for steps."""
        fits = self.log.fits & ((1 << self.rules.steps) - 1)
        steps = np.bitwise_count(fits)
        several = np.add.reduceat((steps > 0).astype(np.int64), self.first) > 1
        kinds = np.where(several, _FREE, _ALONE).astype(np.int64)
        for moment in np.flatnonzero(several & (np.maximum.reduceat(steps, self.first) > 1)).tolist():
            events = self.events(moment)
            pattern = tuple(sorted(int(mask) for mask in fits[events.start : events.stop] if mask))
            kinds[moment] = self._patterns.setdefault(pattern, len(self._patterns)) + _FREE + 1
        return kinds


_KNOWN: dict[tuple[tuple[int, ...], int], list[int]] = {}
_MOST_KNOWN = 100_000


def lowest_steps(pattern: tuple[int, ...], steps: int) -> list[int]:
    """Return for each step the lowest step of a run up to it that different events of one instant can serve.

    `pattern` has the steps of each event as bits. A step that no event fits is told as one above itself.
    """
    if (pattern, steps) not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[pattern, steps] = [_lowest(pattern, step) for step in range(1, steps + 1)]
    return _KNOWN[pattern, steps]


def _lowest(pattern: tuple[int, ...], step: int) -> int:
    """Return the lowest step of a run that ends with a step."""
    serving: dict[int, int] = {}
    low = step
    while low >= 1 and assign(pattern, low, serving, set()):
        low -= 1
    return low + 1


def assign(pattern: tuple[int, ...], step: int, serving: dict[int, int], tried: set[int]) -> bool:
    """Give a step an event of its own, moving those already served where that helps; return whether it could.

    `serving` is from event to the step that it serves (Kuhn 1955, by augmenting paths).
    """
    for event, mask in enumerate(pattern):
        if event in tried or not (mask >> (step - 1)) & 1:
            continue
        tried.add(event)
        if event not in serving or assign(pattern, serving[event], serving, tried):
            serving[event] = step
            return True
    return False
