"""The level that each unit reaches, and the latest event from which it can be reached.

Chains of one length are closed under taking, step by step, the later of two: order, window and limits between steps
only ever ask that one event is not too far before another. So for each event there is one chain that is the latest in
every step at once, it grows later from event to event, and to go on from the latest one is always enough.
"""

import numpy as np

from regard.metrics.curves.funnel_chains import Ints, last_of_each
from regard.metrics.curves.funnel_moments import Moments

Reached = tuple[Ints, Ints]
"""Moments at which a step can be done, and the moment at which the latest chain up to there began."""


def latest_starts(moments: Moments, opening: Ints) -> tuple[Ints, Ints]:
    """Return for each unit the most steps that it reaches and the latest moment from which, 0 and -1 for none.

    `opening` are the moments at which a chain may begin.
    """
    units = int(moments.unit[-1]) + 1 if len(moments.unit) else 0
    level, start = np.zeros(units, np.int64), np.full(units, -1, np.int64)
    reached: list[Reached] = [(opening, opening)]
    for step in range(1, moments.rules.steps + 1):
        if step > 1:
            reached.append(_advance(moments, reached, step))
        at, begun = reached[-1]
        if not len(at):
            break
        last = last_of_each(moments.unit[at])
        owners = moments.unit[at[last]]
        level[owners], start[owners] = step, begun[last]
    return level, start


def _advance(moments: Moments, reached: list[Reached], step: int) -> Reached:
    """Return where a step can be done; in one instant the longest run of steps is the latest chain."""
    at = moments.of(step - 1)
    begun = np.full(len(at), -1, np.int64)
    if moments.is_plain:
        begun = _joined(moments, reached, at, step)
    else:
        lowest = moments.lowest(at, step)
        for first in range(int(lowest.min()) if len(at) else step, step + 1):
            rows = np.flatnonzero((begun < 0) & (lowest <= first))
            begun[rows] = _joined(moments, reached, at[rows], first)
    valid = begun >= 0
    return at[valid], begun[valid]


def _joined(moments: Moments, reached: list[Reached], at: Ints, first: int) -> Ints:
    """Return where the latest chains began that reach moments by the step `first`, -1 where there is none."""
    if first == 1:
        opening = reached[0][0]
        index = np.minimum(np.searchsorted(opening, at), max(len(opening) - 1, 0))
        return np.where(opening[index] == at, at, -1) if len(opening) else np.full(len(at), -1, np.int64)
    places, begun = reached[first - 2]
    if not len(places):
        return np.full(len(at), -1, np.int64)
    index = np.searchsorted(places, at) - 1
    exists = index >= 0
    index = np.maximum(index, 0)
    before, start = places[index], begun[index]
    now = moments.time[at]
    fits = exists & (moments.unit[before] == moments.unit[at])
    fits &= now - moments.time[start] <= moments.rules.window
    if moments.rules.within:
        fits &= now - moments.time[before] <= moments.rules.limit(first)
    return np.where(fits, start, -1)
