from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regard
from regard.asking.buckets import Bucket, make_buckets
from regard.asking.periods import Clock, make_span
from regard.metrics.compile.scope import Every, Scope
from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF

ROME = ZoneInfo("Europe/Rome")


def _buckets(every: Every, first: date, last: date, until: date, week_start: str = "monday") -> tuple[Bucket, ...]:
    """Return the buckets of some days, asked at the end of the day `until`."""
    span = make_span(first, last, ROME)
    scope = Scope(zone=ROME, week_start=week_start, span=span, every=every)  # type: ignore[arg-type]
    clock = Clock(make_span(until, until, ROME).ends, until)
    return make_buckets(scope, clock, uncut_last=last)


SERIES: dict[tuple[Every, str], list[tuple[str, str, bool]]] = {
    ("day", "monday"): [(f"2025-02-{day}", f"2025-02-{day}", True) for day in (26, 27, 28)]
    + [(f"2025-03-{day:02}", f"2025-03-{day:02}", day <= 4) for day in range(1, 7)],
    ("week", "monday"): [("2025-02-26", "2025-03-02", False), ("2025-03-03", "2025-03-06", False)],
    ("week", "sunday"): [("2025-02-26", "2025-03-01", False), ("2025-03-02", "2025-03-06", False)],
    ("month", "monday"): [("2025-02-26", "2025-02-28", False), ("2025-03-01", "2025-03-06", False)],
    ("quarter", "monday"): [("2025-02-26", "2025-03-06", False)],
    ("year", "monday"): [("2025-02-26", "2025-03-06", False)],
}


@pytest.mark.parametrize(("every", "week_start"), SERIES)
def test_labels_of_every_bucket(every: Every, week_start: str) -> None:
    """A bucket shows its first and last day cut to the period; cut or not yet over it is not complete."""
    found = _buckets(every, date(2025, 2, 26), date(2025, 3, 6), date(2025, 3, 4), week_start)
    assert [(bucket.start, bucket.end, bucket.is_complete) for bucket in found] == SERIES[every, week_start]


def test_whole_buckets_are_complete_when_they_are_over() -> None:
    """A week asked for as a whole is complete on the evening of its Sunday, and not the day before."""
    week = date(2025, 3, 3), date(2025, 3, 9)
    assert [bucket.is_complete for bucket in _buckets("week", *week, date(2025, 3, 9))] == [True]
    assert [bucket.is_complete for bucket in _buckets("week", *week, date(2025, 3, 8))] == [False]
    quarters = _buckets("quarter", date(2025, 1, 1), date(2025, 12, 31), date(2025, 6, 30))
    assert [(bucket.start, bucket.end) for bucket in quarters] == [
        ("2025-01-01", "2025-03-31"),
        ("2025-04-01", "2025-06-30"),
        ("2025-07-01", "2025-09-30"),
        ("2025-10-01", "2025-12-31"),
    ]
    assert [bucket.is_complete for bucket in quarters] == [True, True, False, False]


@given(
    first=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    days=st.integers(0, 800),
    every=st.sampled_from(["week", "month", "quarter", "year"]),
    week_start=st.sampled_from(["monday", "sunday"]),
)
def test_buckets_cover_the_period_without_holes(first: date, days: int, every: Every, week_start: str) -> None:
    """The first bucket begins with the period, the last ends with it, and each follows the one before."""
    last = first + timedelta(days=days)
    spans = [bucket.span for bucket in _buckets(every, first, last, last, week_start)]
    assert (spans[0].first, spans[-1].last) == (first, last)
    for before, after in pairwise(spans):
        assert after.first - before.last == timedelta(days=1)
        assert after.starts == before.ends


def test_hours_carry_their_offset() -> None:
    """The day that the clocks go on has 23 hours, the day that they go back has 25, one hour shown twice."""
    spring = _buckets("hour", date(2025, 3, 30), date(2025, 3, 30), date(2025, 3, 30))
    assert len(spring) == 23
    assert [bucket.start for bucket in spring[1:3]] == ["2025-03-30T01:00:00+01:00", "2025-03-30T03:00:00+02:00"]
    autumn = _buckets("hour", date(2025, 10, 26), date(2025, 10, 26), date(2025, 10, 25))
    assert len(autumn) == 25
    assert [bucket.start for bucket in autumn[2:4]] == ["2025-10-26T02:00:00+02:00", "2025-10-26T02:00:00+01:00"]
    assert {bucket.end for bucket in autumn} == {None}
    assert not any(bucket.is_complete for bucket in autumn)


def test_hours_are_counted_by_instant() -> None:
    """Orders at half past two before and after the clocks go back are an hour apart."""
    workspace = regard.open(zone="Europe/Rome")
    times = [datetime(2025, 10, 26, hour, 30, tzinfo=UTC) for hour in (0, 0, 1, 22)]
    workspace.add("order", [{"id": str(number), "time": time, "total": 1} for number, time in enumerate(times)])
    series = workspace.ask("orders", period="2025-10-26", every="hour", as_of="2025-10-27").series
    assert {point["start"]: point["value"] for point in series if point["value"]} == {
        "2025-10-26T02:00:00+02:00": 2,
        "2025-10-26T02:00:00+01:00": 1,
        "2025-10-26T23:00:00+01:00": 1,
    }
    assert {point["end"] for point in series} == {None}
    assert all(point["is_complete"] for point in series)


def test_weeks_begin_on_the_day_asked_for(shop: Workspace) -> None:
    """Events of Monday 3 to Monday 10 March fall in two weeks, in one of them or the other by where weeks begin."""
    asked = {"period": ("2025-03-02", "2025-03-15"), "every": "week", "as_of": AS_OF}
    monday = shop.ask("events", **asked)
    assert [(point["start"], point["value"]) for point in monday.series] == [
        ("2025-03-02", 0),
        ("2025-03-03", 6),
        ("2025-03-10", 2),
    ]
    sunday = shop.ask("events", week_start="sunday", **asked)
    assert [(point["start"], point["value"]) for point in sunday.series] == [("2025-03-02", 6), ("2025-03-09", 2)]
    assert [point["is_complete"] for point in sunday.series] == [True, True]
    assert (monday.period["week_start"], sunday.period["week_start"]) == ("monday", "sunday")


def test_the_zone_of_the_question_decides_the_day(shop: Workspace) -> None:
    """An order at half past midnight in Rome belongs to the day before in London."""
    days = {
        zone: [
            point["start"]
            for point in shop.ask("orders", period="2025-03", every="day", zone=zone, as_of=AS_OF).series
            if point["value"]
        ]
        for zone in ("Europe/Rome", "Europe/London", "Pacific/Kiritimati")
    }
    assert days == {
        "Europe/Rome": ["2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04"],
        "Europe/London": ["2025-03-01", "2025-03-02", "2025-03-03"],
        "Pacific/Kiritimati": ["2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04"],
    }
