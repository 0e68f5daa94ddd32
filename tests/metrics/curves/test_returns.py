"""Who came back when: from sorted keys, against counting person by person."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.metrics.compile.curves.numbered import PLACE_BITS, SIDE_BITS
from regard.metrics.curves import returns

FIRST, COHORTS = 700_000, 6
BEFORE, WITHIN, AFTER = 0, 1, 2
"""The sides of the period on which a day may lie."""


@dataclass(frozen=True)
class Log:
    """The days of some people, each as the number of its bucket and the side of the period it lies on."""

    people: dict[int, list[tuple[int, int]]]

    def keys(self) -> returns.Ints:
        """Return the keys of the days, in no order."""
        told = [
            ((person << PLACE_BITS | FIRST + place) << SIDE_BITS) | side
            for person, days in self.people.items()
            for place, side in days
        ]
        return np.array(sorted(told, key=lambda key: hash((key, "shuffled"))), np.int64)

    def joined(self, person: int) -> set[int]:
        """Return the cohorts that a person joined: buckets with a day within the period."""
        return {place for place, side in self.people[person] if side == WITHIN}

    def came(self, person: int) -> set[int]:
        """Return the buckets that a person was active in."""
        return {place for place, _ in self.people[person]}


def _side(place: int, *, is_cut_off: bool) -> int:
    """Return on which side a day lies: the first and the last bucket of the period are cut by it."""
    if place < 0 or (place == 0 and is_cut_off):
        return BEFORE
    return AFTER if place >= COHORTS or (place == COHORTS - 1 and is_cut_off) else WITHIN


@st.composite
def logs(draw: st.DrawFn, earliest: int) -> Log:
    """Return the days of up to eight people, from a bucket on to three after the period."""
    people = {}
    for person in range(draw(st.integers(0, 8))):
        day = st.tuples(st.integers(earliest, COHORTS + 2), st.booleans())
        days = draw(st.lists(day, min_size=1, max_size=8))
        told = [(place, _side(place, is_cut_off=is_cut_off)) for place, is_cut_off in days]
        people[person * 3 + 1] = [day for day in told if earliest < 0 or day[1] != BEFORE]
    return Log(people)


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sums be made of three people at a time, so that random logs have several such parts."""
    monkeypatch.setattr(returns, "_PEOPLE_AT_ONCE", 3)


@given(log=logs(0), data=st.data())
def test_recurring_cohorts_as_counted_plainly(log: Log, data: st.DataObject) -> None:
    """Cells count people who joined a cohort and came k buckets later; the sums are those over people."""
    columns = data.draw(st.integers(1, 5))
    lasts = sorted((data.draw(st.integers(-1, COHORTS - 1)) for _ in range(columns - 1)), reverse=True)
    found = returns.recurring(log.keys(), FIRST, COHORTS, lasts)
    for cohort in range(COHORTS):
        for k in range(columns):
            both = [one for one in log.people if cohort in log.joined(one) and cohort + k in log.came(one)]
            assert found.cells[cohort, k] == len(both)
    for k, last in enumerate(lasts, 1):
        n = {one: [cohort for cohort in log.joined(one) if cohort <= last] for one in log.people}
        x = {one: sum(cohort + k in log.came(one) for cohort in cohorts) for one, cohorts in n.items()}
        pairs = [(len(n[one]), x[one]) for one in log.people]
        plain = {
            "n": sum(n for n, _ in pairs),
            "x": sum(x for _, x in pairs),
            "persons": sum(n > 0 for n, _ in pairs),
            "nn": sum(n * n for n, _ in pairs),
            "xx": sum(x * x for _, x in pairs),
            "xn": sum(x * n for n, x in pairs),
        }
        assert {name: sums[k] for name, sums in found.sums.items()} == plain


@given(log=logs(-2))
def test_last_returns_as_counted_plainly(log: Log) -> None:
    """A person is of the cohort of the first day of all, where that lies in the period, and came last on the last."""
    plain: Counter[tuple[int, int]] = Counter()
    for days in log.people.values():
        (first, side), (last, _) = min(days), max(days)
        if side == WITHIN:
            plain[first, last - first] += 1
    assert returns.last_returns(log.keys(), FIRST, COHORTS) == plain


@given(log=logs(0))
def test_how_often_as_counted_plainly(log: Log) -> None:
    """Somebody is active as often as there are buckets with a day of theirs."""
    people = [len(log.came(one)) for one in log.people if log.people[one]]
    assert returns.often(log.keys()) == Counter(people)
    numbers = [one for one in log.people for _ in log.people[one]]
    plain = Counter(len(days) for days in log.people.values() if days)
    assert returns.often_named(np.array(numbers, np.int32)) == plain
