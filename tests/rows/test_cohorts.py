"""Cohorts by day: counted plainly, person by person."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from regard.rows.cohorts import TABLE, cohorts
from tests.rows.random_days import ACTIVE_DAYS, Counted, Person, crowds, tally

OF = {week_start: Counted(cohorts(ACTIVE_DAYS, week_start)) for week_start in ("monday", "sunday")}


def _buckets(day: date, week_start: str) -> tuple[object, ...]:
    """Return what week, month, quarter and year a day is of."""
    week = day + timedelta(days=0 if week_start == "monday" else 1)
    return week.isocalendar()[:2], (day.year, day.month), (day.year, (day.month - 1) // 3), day.year


@pytest.mark.parametrize("week_start", ["monday", "sunday"])
@given(crowd=crowds())
def test_cohorts_as_counted_plainly(crowd: list[Person], week_start: str) -> None:
    """Each active day counts in the cohort of the first; of a week's days only the first counts for the week."""
    rows = []
    for one in crowd:
        for day in one.days:
            earlier = [_buckets(other, week_start) for other in one.days if other < day]
            own = _buckets(day, week_start)
            firsts = [all(bucket[index] != own[index] for bucket in earlier) for index in range(len(own))]
            rows.append(((min(one.days), day), (1, *map(int, firsts))))
    assert OF[week_start].rows(crowd) == tally(rows)


def test_columns_are_those_of_the_table() -> None:
    """What is counted can be put under what was counted before."""
    OF["monday"].check(TABLE)
