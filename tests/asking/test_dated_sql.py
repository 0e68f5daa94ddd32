"""Statements that are filled in are those that would have been compiled."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

import regard
from regard.asking.dated_sql import DatedSql
from regard.asking.periods import make_span
from regard.metrics.compile.scope import Scope
from regard.workspace.zones import find_zone

METRICS = ("visits", "nps", "deliveries", "activity_rate", "first_week_engagement")
PERIODS = (
    ("2024-12-01", "2025-01-15"),
    ("2025-01-02", "2025-02-03"),
    ("2025-01-05", "2025-02-04"),
    ("2025-02-10", "2025-04-20"),
    ("2025-01-01", "2025-06-30"),
    ("2025-02-11", "2025-04-21"),
)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Rome"])
def test_what_is_filled_in_is_what_would_be_compiled(zone: str) -> None:
    """Of many metrics, for any period, with and without a change of clocks in it, and with a filter on a day."""
    with regard.open(zone=zone) as ws, pytest.MonkeyPatch.context() as patch:
        ws.declare("goal", "bought", event="buy")
        found = DatedSql.find

        def checked(self: DatedSql, wanted: object, scope: Scope, compiled: Callable[[], str], *, is_run: bool) -> str:
            told = found(self, wanted, scope, compiled, is_run=is_run)
            assert told == compiled()
            return told

        patch.setattr(DatedSql, "find", checked)
        for period in PERIODS:
            question = {"period": period, "as_of": "2025-08-01", "every": "week"}
            ws.ask(METRICS, **question)
            ws.ask("visits", **question, where=[["gte", "time", ["2025-01-01T00:00Z"]]])


def test_a_statement_that_takes_more_from_its_period_is_always_compiled() -> None:
    """What follows from a period beside its dates, such as their distance, is seen before a statement is relied on."""
    kept, compiled = DatedSql(), []
    zone = find_zone("UTC")
    for day in range(1, 9):
        span = make_span(date(2025, 3, day), date(2025, 4, 2 * day), zone)

        def compile_it(length: int = span.days) -> str:
            compiled.append(length)
            return f"select {length}"

        assert kept.find("days", Scope(zone, "monday", span), compile_it) == f"select {span.days}"
    assert len(compiled) == 8


def test_a_statement_is_compiled_for_the_first_periods_only() -> None:
    """Once it was seen to hold for two other periods, dates are filled in."""
    kept, compiled = DatedSql(), []
    zone = find_zone("UTC")
    for day in range(1, 9):
        span = make_span(date(2025, 3, day), date(2025, 4, day), zone)

        def compile_it(day: int = day) -> str:
            compiled.append(day)
            return f"where day >= MAKE_DATE(2025, 3, {day}) and day <= MAKE_DATE(2025, 4, {day})"

        assert kept.find("days", Scope(zone, "monday", span), compile_it).endswith(f"4, {day})")
    assert compiled == [1, 2, 3]


@pytest.mark.parametrize("metric", ["weekly_active", "activity_rate"])
def test_buckets_that_are_listed_are_filled_in_too(metric: str) -> None:
    """Of periods of as many buckets that lie alike, the fourth is not compiled, and has what compiling would give."""
    compiled = 0
    with regard.open(zone="Europe/Rome") as ws, pytest.MonkeyPatch.context() as patch:
        found = DatedSql.find

        def checked(self: DatedSql, wanted: object, scope: Scope, make: Callable[[], str], *, is_run: bool) -> str:
            def counted() -> str:
                nonlocal compiled
                compiled += 1
                return make()

            told = found(self, wanted, scope, counted, is_run=is_run)
            assert told == make()
            return told

        patch.setattr(DatedSql, "find", checked)
        for week in range(5):
            first = date(2025, 4, 7) + timedelta(weeks=week)
            period = (str(first), str(first + timedelta(days=15)))
            ws.ask(metric, period=period, every="week", as_of="2025-08-01")
    assert compiled == 3


def test_a_statement_that_is_only_told_is_compiled_once() -> None:
    """It is relied on unseen; the first time that it is run, and where it was seen not to hold, it is not."""
    kept, compiled, zone = DatedSql(), [], find_zone("UTC")
    spans = [make_span(date(2025, 3, day), date(2025, 4, 2 * day), zone) for day in range(1, 6)]

    def found(length: int, *, is_run: bool) -> str:
        def compile_it() -> str:
            compiled.append(length)
            return f"select {spans[length].days}"

        return kept.find("days", Scope(zone, "monday", spans[length]), compile_it, is_run=is_run)

    assert found(0, is_run=False) == found(1, is_run=False) == f"select {spans[0].days}"
    assert compiled == [0]
    assert found(2, is_run=True) == f"select {spans[2].days}"
    assert found(3, is_run=False) == f"select {spans[3].days}"
