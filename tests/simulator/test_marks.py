from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.simulator.calendar import SECOND, calendar
from regard.simulator.marks import Marks, last_days, last_month, local_days, months, whole_weeks

ZONES = st.sampled_from(["Europe/Rome", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu"])
ENDS = st.dates(date(2015, 1, 1), date(2030, 1, 1))


@settings(max_examples=25)
@given(ENDS, st.integers(7, 400), ZONES)
def test_marks_are_where_local_days_begin(end: date, days: int, zone: str) -> None:
    """The instant of a mark is in the day that it names, and the second before it is not."""
    when = calendar(end, days, zone)
    for marks in (local_days(when), last_days(when), whole_weeks(when), months(when)):
        for day, instant in zip(marks.days, marks.instants.tolist(), strict=True):
            inside, before = (
                datetime.fromtimestamp(moment / SECOND, UTC).astimezone(when.zone).date()
                for moment in (instant, instant - SECOND)
            )
            assert before < day <= inside


@settings(max_examples=25)
@given(ENDS, st.integers(7, 400), ZONES)
def test_spans_keep_to_the_period(end: date, days: int, zone: str) -> None:
    """Days fill the period, weeks lie whole in it but for the one before, and months reach far before it."""
    when = calendar(end, days, zone)
    after = end + timedelta(days=1)
    assert (local_days(when).days[0], local_days(when).days[-1]) == (when.start, after)
    assert last_days(when).days[-1] == after
    assert last_days(when).spans == min(28, days)
    weeks = whole_weeks(when).days
    assert all(day.weekday() == 0 for day in weeks)
    assert when.start <= weeks[1] < when.start + timedelta(days=7)
    assert weeks[-1] <= after < weeks[-1] + timedelta(days=7)
    assert months(when).days[0] < when.start - timedelta(days=930)
    assert all(day.day == 1 and (later - day).days in range(28, 32) for day, later in pairwise(months(when).days))
    assert months(when).days[-2] <= end < months(when).days[-1]


@pytest.mark.parametrize(
    ("end", "days", "expected"),
    [
        (date(2025, 12, 31), 365, (date(2025, 12, 1), date(2025, 12, 31))),
        (date(2025, 12, 30), 365, (date(2025, 11, 1), date(2025, 11, 30))),
        (date(2024, 2, 29), 29, (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 2, 29), 28, None),
    ],
)
def test_the_last_month_is_whole(end: date, days: int, expected: tuple[date, date] | None) -> None:
    """The last month of which the period has every day; none where it has no such month."""
    assert last_month(calendar(end, days, "Europe/Rome")) == expected


def test_a_moment_lies_in_the_span_that_it_begins() -> None:
    """Spans hold their first moment and not that of the next; what is before or after all of them says so."""
    marks = Marks((date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3)), np.array([10, 20, 30]))
    assert marks.spans == 2
    assert marks.span_of(np.array([9, 10, 19, 20, 29, 30])).tolist() == [-1, 0, 0, 1, 1, 2]
