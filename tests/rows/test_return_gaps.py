"""Return gaps: counted plainly, person by person."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from regard.rows.return_gaps import GROUPS, TABLE, active_gaps, group_gaps, visitor_gaps
from tests.rows.random_days import ACTIVE_DAYS, PEOPLE, PLACES, VISIT_DAYS, Counted, Person, crowds, gaps, tally

ACTIVE = Counted(active_gaps(ACTIVE_DAYS, PEOPLE))
VISITORS = Counted(visitor_gaps(VISIT_DAYS, PEOPLE, {"country": PLACES}))
BY_GROUP = Counted(group_gaps(VISIT_DAYS, "visitors"))


@given(crowd=crowds())
def test_gaps_between_active_days(crowd: list[Person]) -> None:
    """Each active day counts once with the days since the one before, and whether its person is identified."""
    rows: list[tuple[tuple[Any, ...], tuple[int, ...]]] = []
    for one in crowd:
        rows += [(("active", "", None, *gap), (1, int(one.identified))) for gap in gaps(one, one.days)]
    assert ACTIVE.rows(crowd) == tally(rows)


@given(crowd=crowds())
def test_gaps_between_days_with_a_visit(crowd: list[Person]) -> None:
    """A day with several visits counts once; within a country, which may be not set, days are counted on their own."""
    rows: list[tuple[tuple[Any, ...], tuple[int, ...]]] = []
    for one in crowd:
        rows += [(("visitors", "", None, *gap), (1, int(one.identified))) for gap in gaps(one, one.days)]
        for country in ("IT", "PL", None):
            days = [day for day, values in one.countries.items() if country in values]
            rows += [(("visitors", "country", country, *gap), (1, int(one.identified))) for gap in gaps(one, days)]
    assert VISITORS.rows(crowd) == tally(rows)


@given(crowd=crowds())
def test_gaps_by_person_group(crowd: list[Person]) -> None:
    """The gaps of everything, by the group of the person."""
    rows = [(("visitors", day, back, one.group), (1,)) for one in crowd for day, back, _ in gaps(one, one.days)]
    assert BY_GROUP.rows(crowd) == tally(rows)


@given(crowd=crowds())
def test_people_of_any_days_are_a_sum(crowd: list[Person]) -> None:
    """The people of a run of days, and the new ones among them, follow from the gaps: nobody is counted twice."""
    days = sorted({day for one in crowd for day in one.days})
    rows = ACTIVE.rows(crowd)
    for first, last in _runs(days):
        inside = [
            (key, people)
            for key, (people, _) in rows.items()
            if key[1] == "" and first <= key[3] <= last and (key[4] is None or (key[3] - first).days < key[4])
        ]
        active = [one for one in crowd if any(first <= day <= last for day in one.days)]
        assert sum(people for _, people in inside) == len(active)
        new = sum(people for key, people in inside if key[4] is None and (key[3] - first).days >= key[5])
        assert new == sum(one.first_day >= first for one in active)


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """Yield some runs of days that begin and end with activity."""
    middle = len(days) // 2
    for first, last in ((0, -1), (0, middle), (middle, -1), (middle, middle)):
        if days:
            yield days[first], days[last]


@pytest.mark.parametrize(("counted", "table"), [(ACTIVE, TABLE), (VISITORS, TABLE), (BY_GROUP, GROUPS)])
def test_columns_are_those_of_the_table(counted: Counted, table: Any) -> None:
    """What is counted can be put under what was counted before."""
    counted.check(table)
