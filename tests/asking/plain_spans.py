"""A question whose rows are not records that have a moment, but what records come to over some days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.asking.plain_question import PlainQuestion
from tests.naive.records import Record, Statement

RowsOf = Callable[[Sequence[Record], date, date], list[Record]]
"""From all records, and the first and last of some local days, to the rows of those days."""


@dataclass(frozen=True, kw_only=True)
class SpanQuestion(PlainQuestion):
    """A question about the rows that `rows` makes of all records for a period, a bucket, a compared period."""

    rows: RowsOf

    def chosen(self, statement: Statement, records: Sequence[Record], days: tuple[date, date]) -> list[Record]:
        """Return the rows of some local days that pass the filters; `statement` has no say in them."""
        del statement
        return [row for row in self.rows(records, *days) if all(choice.holds(row) for choice in self.where)]


def instant(day: date, zone: ZoneInfo) -> float:
    """Return the second with which a local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


def bounds(first: date, last: date, zone: ZoneInfo) -> tuple[float, float]:
    """Return the second with which some local days begin, and the one with which the day after them does."""
    return instant(first, zone), instant(last + timedelta(days=1), zone)
