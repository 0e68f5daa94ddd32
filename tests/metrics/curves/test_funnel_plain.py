from collections.abc import Callable
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.metrics.curves import funnel_plain
from regard.metrics.curves.funnel_plain import Packed, plain_steps
from regard.metrics.curves.funnel_rules import FOREVER, Rules
from regard.metrics.curves.funnel_tally import put_together
from tests.metrics.curves.naive_funnel import Best, Happened, best_attempt

FAR = 2**50
"""Microseconds: 36 years."""

Event = tuple[int, int]
"""When, and the steps that it fits as bits."""

Shuffled = Callable[[list[tuple[int, int, int]]], list[tuple[int, int, int]]]


@st.composite
def logs(draw: st.DrawFn, steps: int) -> list[list[Event]]:
    """Return units with events in few instants; an event may fit no step, and in some logs several."""
    alone = st.integers(0, steps).map(lambda step: (1 << step) >> 1)
    fits = draw(st.sampled_from([alone, alone, st.integers(0, (1 << steps) - 1)]))
    scale = draw(st.sampled_from([1, 1_000_000, FAR // 12]))
    times = st.integers(0, draw(st.sampled_from([2, 12]))).map(lambda time: time * scale)
    units = draw(st.lists(st.lists(st.tuples(times, fits), min_size=1, max_size=7), min_size=1, max_size=6))
    return [sorted(unit) for unit in units]


def packed(units: list[list[Event]], order: Shuffled = list) -> Packed:
    """Return the log of units, which have numbers near and far, with its events in some order."""
    rows = [(unit**5 + 3, time, fits) for unit, events in enumerate(units) for time, fits in events]
    unit, time, fits = np.array(order(rows), np.int64).reshape(-1, 3).T.copy()
    return Packed(unit.astype(np.int32), time, fits, np.arange(1 << 4, dtype=np.uint16))


def naive(units: list[list[Event]], rules: Rules, span: tuple[int, int], now: int) -> list[tuple[int, int, list[int]]]:
    """Return for each step who did it, who still may, and the times that it took, from every chain tried."""
    best: list[Best] = []
    for events in units:
        happened = [
            Happened(time, frozenset(step for step in range(1, rules.steps + 1) if fits >> (step - 1) & 1))
            for time, fits in events
        ]
        found = best_attempt(happened, rules, *span)
        best += [found] if found else []
    told = []
    for step in range(1, rules.steps + 1):
        done = [one.times for one in best if len(one.times) >= step]
        waiting = [one for one in best if len(one.times) == step - 1 and now - one.times[0] <= rules.window]
        taken = sorted(times[step - 1] - times[step - 2] for times in done) if step > 1 else []
        told.append((len(done), len(waiting) if step > 1 else 0, taken))
    return told


@settings(max_examples=150)
@given(data=st.data(), steps=st.integers(2, 4), chunk=st.sampled_from([1, 2, 5, 1 << 17]))
def test_plain_funnels_agree_with_every_chain_tried(data: st.DataObject, steps: int, chunk: int) -> None:
    """The counts and times of every step and span are those of all chains tried, however events lie and are cut up."""
    units = data.draw(logs(steps))
    last = max(time for events in units for time, _ in events)
    moments = st.integers(0, last + 1)
    rules = Rules(steps, "ordered", data.draw(st.one_of(st.just(FOREVER), moments)))
    cut = data.draw(moments)
    spans = [(0, last + 1), (0, cut), (cut, last + 1)]
    now = data.draw(st.one_of(moments, st.just(2 * last)))
    order = data.draw(st.sampled_from([list, lambda rows: data.draw(st.permutations(rows))]))
    with patch.object(funnel_plain, "_MOST_EVENTS", chunk):
        parts = plain_steps(packed(units, order), rules, spans, now)
    for place, span in enumerate(spans):
        wanted = naive(units, rules, span, now)
        steps_found = [part[place] for part in parts]
        for step, (people, waiting, taken) in enumerate(wanted):
            found = [one[step] for one in steps_found]
            assert sum(one.people for one in found) == people
            assert sum(one.in_progress for one in found) == waiting
            assert sorted(int(time) for one in found for times in one.taken for time in times) == taken


def test_nobody() -> None:
    """No events make no parts; parts put together give times in seconds, in the middle and on average."""
    nothing = np.zeros(0, np.int64)
    assert plain_steps(Packed(nothing, nothing, nothing, nothing.astype(np.uint16)), Rules(2), [(0, 9)], 9) == []
    log = packed([[(0, 1), (1_000_000, 2)], [(0, 1), (4_000_000, 2)], [(0, 1), (4_000_000, 2)]])
    first, second = put_together([part[0] for part in plain_steps(log, Rules(2), [(0, 9_000_000)], 9_000_000)])
    assert (first.people, first.median_seconds, second.people) == (3, None, 3)
    assert (second.median_seconds, second.mean_seconds) == (4.0, 3.0)
