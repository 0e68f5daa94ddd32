"""Steps in any order: how many different ones fall into a window that begins with one of them."""

import numpy as np

from regard.metrics.curves.funnel_chains import Chains, Flags, Ints, last_of_each, no_chains
from regard.metrics.curves.funnel_moments import Moments

_NEVER = np.iinfo(np.int64).max


def any_chains(moments: Moments, since: int, until: int) -> Chains:
    """Return for each unit the window with the most different steps, each at its first occurrence there."""
    steps = moments.rules.steps
    of_steps = (moments.fits & ((1 << steps) - 1)) != 0
    anchors = np.flatnonzero(of_steps & (moments.time >= since) & (moments.time < until))
    if not len(anchors):
        return no_chains(steps)
    level = np.zeros(len(anchors), np.int64)
    for step in range(1, steps + 1):
        level += _occurrence(moments, anchors, step)[1]
    anchors, level = _best(moments, anchors, level)
    events = np.full((len(anchors), steps), _NEVER, np.int64)
    for step in range(1, steps + 1):
        at, occurs = _occurrence(moments, anchors, step)
        first = _first_event(moments, at[occurs], step)
        events[occurs, step - 1] = first
    events.sort(axis=1)
    done = np.arange(steps) < level[:, None]
    events = np.where(done, events, -1)
    times = np.where(done, moments.log.time[events], 0)
    return Chains(moments.unit[anchors], level, times, events, np.ones(len(anchors), np.bool_))


def _occurrence(moments: Moments, anchors: Ints, step: int) -> tuple[Ints, Flags]:
    """Return the first moment of a step in the window that each anchor opens, and whether there is one."""
    places = moments.of(step - 1)
    if not len(places):
        return anchors, np.zeros(len(anchors), np.bool_)
    index = np.searchsorted(places, anchors)
    at = places[np.minimum(index, len(places) - 1)]
    occurs = (index < len(places)) & (moments.unit[at] == moments.unit[anchors])
    occurs &= moments.time[at] - moments.time[anchors] <= moments.rules.window
    return at, occurs


def _best(moments: Moments, anchors: Ints, level: Ints) -> tuple[Ints, Ints]:
    """Return the anchor with the most steps of each unit, of several the latest, and how many steps."""
    last = last_of_each(moments.unit[anchors])
    firsts = np.append(0, last[:-1] + 1)
    most = np.maximum.reduceat(level, firsts)
    rank = np.where(level == np.repeat(most, np.diff(np.append(firsts, len(anchors)))), np.arange(len(anchors)), -1)
    chosen = np.maximum.reduceat(rank, firsts)
    return anchors[chosen], most


def _first_event(moments: Moments, at: Ints, step: int) -> Ints:
    """Return the first event of each moment that fits a step."""
    if moments.is_plain:
        return at
    places = np.flatnonzero((moments.log.fits >> (step - 1)) & 1 == 1)
    return places[np.searchsorted(places, moments.first[at])]
