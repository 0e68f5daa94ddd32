from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.metrics.curves.funnel import Funnel
from regard.metrics.curves.funnel_chains import Chains, Log
from regard.metrics.curves.funnel_rules import FOREVER, Rules
from tests.metrics.curves.naive_funnel import Best, Happened, best_attempt

MANY = settings(max_examples=(settings.default.max_examples if settings.default else 25) * 6)
Units = list[list[Happened]]


def written(units: Units, steps: int) -> Log:
    """Return the log of units, each with its events in their order."""
    rows = [
        (
            unit,
            event.time,
            sum(1 << (step - 1) for step in event.steps) + sum(1 << (steps + index - 1) for index in event.excluded),
        )
        for unit, events in enumerate(units)
        for event in events
    ]
    columns = np.array(rows, np.int64).reshape(-1, 3)
    return Log(*columns.T.copy())


def told(chains: Chains) -> dict[int, Best]:
    """Return the best attempt of each unit that made one."""
    return {
        int(unit): Best(tuple(int(time) for time in times[:level]))
        for unit, level, times in zip(chains.unit, chains.level, chains.times, strict=True)
    }


@st.composite
def logs(draw: st.DrawFn, steps: int, exclusions: int) -> Units:
    """Return a few units with events at few distinct times; many fit several steps, or none, or an exclusion."""
    events = st.builds(
        Happened,
        st.integers(0, draw(st.sampled_from([2, 6, 12]))),
        st.one_of(
            st.integers(1, steps).map(lambda step: frozenset([step])),
            st.frozensets(st.integers(1, steps), min_size=0, max_size=steps),
        ),
        st.frozensets(st.integers(1, exclusions), max_size=1) if exclusions else st.just(frozenset()),
    )
    units = draw(st.lists(st.lists(events, min_size=1, max_size=7), min_size=1, max_size=4))
    return [sorted(unit, key=lambda event: event.time) for unit in units]


@st.composite
def rules_of(draw: st.DrawFn, order: str) -> Rules:
    """Return rules with any of the options that the order takes."""
    steps = draw(st.integers(2, 4))
    window = draw(st.sampled_from([0, 1, 3, 5, FOREVER]))
    rules = Rules(steps, order, window)  # type: ignore[arg-type]
    if order != "any" and draw(st.booleans()):
        limits = [draw(st.sampled_from([0, 1, 2, 4, FOREVER])) for _ in range(steps - 1)]
        rules = replace(rules, within=(FOREVER, *limits))
    if order == "ordered":
        pairs = [(after, before) for after in range(1, steps) for before in range(after + 1, steps + 1)]
        rules = replace(rules, exclusions=tuple(draw(st.lists(st.sampled_from(pairs), max_size=2))))
    return rules


@MANY
@given(data=st.data(), order=st.sampled_from(["ordered", "ordered", "ordered", "strict", "any"]))
def test_funnels_agree_with_every_chain_tried(data: st.DataObject, order: str) -> None:
    """The best attempt of each unit is the best of all chains that there are, and its steps are done by such events."""
    rules = data.draw(rules_of(order))
    units = data.draw(logs(rules.steps, len(rules.exclusions)))
    since, until = data.draw(st.sampled_from([(0, 99), (2, 5), (0, 1)]))
    log = written(units, rules.steps)
    chains = Funnel(log, rules).attempts(since, until)
    tried = {unit: best_attempt(events, rules, since, until) for unit, events in enumerate(units)}
    assert told(chains) == {unit: best for unit, best in tried.items() if best is not None}
    check_events(chains, log, rules)


def check_events(chains: Chains, log: Log, rules: Rules) -> None:
    """Hold that the events of each chain are those of its unit, fit its steps, happened then, and serve one step."""
    for unit, level, times, events in zip(chains.unit, chains.level, chains.times, chains.events, strict=True):
        assert (events[level:] == -1).all()
        done = events[:level]
        assert (log.unit[done] == unit).all()
        assert log.time[done].tolist() == times[:level].tolist()
        if rules.order == "any":
            assert done.tolist() == sorted(done.tolist())
            assert (log.fits[done] != 0).all()
            continue
        assert len(set(done.tolist())) == level
        assert all((int(log.fits[event]) >> step) & 1 for step, event in enumerate(done))


def test_nothing_and_nobody() -> None:
    """No events make no attempts, in whatever order, and neither do events outside the period."""
    for order in ("ordered", "strict", "any"):
        rules = Rules(2, order)
        empty = Log(*(np.zeros(0, np.int64) for _ in range(3)))
        assert told(Funnel(empty, rules).attempts(0, 9)) == {}
        one = written([[Happened(5, frozenset([1]))]], 2)
        assert told(Funnel(one, rules).attempts(0, 5)) == {}
        assert told(Funnel(one, rules).attempts(5, 6)) == {0: Best((5,))}


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_thirty_steps_that_all_fit(order: str) -> None:
    """Thirty steps that every event fits, on 200 events of one instant and 2,000 at times of their own: no blow-up."""
    rules = Rules(30, order)  # type: ignore[arg-type]
    whole = (1 << 30) - 1
    unit = np.repeat(np.array([0, 1]), [200, 2_000])
    time = np.concatenate([np.zeros(200, np.int64), np.arange(2_000)])
    chains = Funnel(Log(unit, time, np.full(2_200, whole)), rules).attempts(0, 10_000)
    assert chains.level.tolist() == [30, 30]
    assert chains.times[0].tolist() == [0] * 30
    assert chains.times[1, 0] == {"ordered": 1_970, "strict": 1_970, "any": 1_999}[order]
