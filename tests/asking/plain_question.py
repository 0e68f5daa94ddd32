"""A question about records, answered the plain way: loops over dicts, a bucket and a group at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from regard.asking.reply import Reply
from tests.naive.records import Plain, Record, Statement

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """A filter as it is asked for, and the same as a test of one record."""

    written: list[Any]
    holds: Callable[[Record], bool]


@dataclass(frozen=True, kw_only=True)
class PlainQuestion:
    """What is asked of some records; `fields` finds what a dimension means."""

    first: date
    last: date
    zone: ZoneInfo
    fields: Mapping[str, Callable[[Record], Any]]
    every: str | None = None
    by: str | None = None
    where: Sequence[Choice] = ()
    compare: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """Return the question as a workspace takes it."""
        return {
            "period": (self.first.isoformat(), self.last.isoformat()),
            "every": self.every,
            "by": self.by,
            "where": [choice.written for choice in self.where],
            "compare": self.compare,
            **self.own,
        }

    def before(self) -> tuple[date, date]:
        """Return the first and the last day of the compared period."""
        if self.compare == "year":
            return self.first.replace(year=self.first.year - 1), self.last.replace(year=self.last.year - 1)
        return self.first - (self.last - self.first) - DAY, self.first - DAY

    def chosen(self, statement: Statement, records: Sequence[Record], days: tuple[date, date]) -> list[Record]:
        """Return the records of some local days that pass the filters."""

        def is_in(record: Record) -> bool:
            moment: datetime | None = record.get(statement.moment)
            return moment is not None and days[0] <= moment.astimezone(self.zone).date() <= days[1]

        return [record for record in records if is_in(record) and all(choice.holds(record) for choice in self.where)]

    def buckets(self, days: tuple[date, date]) -> Iterator[tuple[date, date]]:
        """Yield the first and last day of each bucket, cut to the period."""
        start = days[0]
        while start <= days[1]:
            last = start
            while last < days[1] and self._same_bucket(start, last + DAY):
                last += DAY
            yield start, last
            start = last + DAY

    def _same_bucket(self, one: date, other: date) -> bool:
        """Return whether two days lie in one bucket."""
        keys: dict[str, Callable[[date], object]] = {
            "day": lambda day: day,
            "week": lambda day: day.isocalendar()[:2],
            "month": lambda day: (day.year, day.month),
            "quarter": lambda day: (day.year, (day.month - 1) // 3),
            "year": lambda day: day.year,
        }
        key = keys[self.every or "day"]
        return key(one) == key(other)


def check_reply(reply: Reply, question: PlainQuestion, statement: Statement, records: Sequence[Record]) -> None:
    """Compare a reply with the plain answer: the whole, its buckets, its groups, what it is compared with."""
    days = (question.first, question.last)
    _same(reply.to_dict(), statement.of(question.chosen(statement, records, days)))
    _check_series(reply.series, question, statement, records)
    earlier = None
    if question.compare:
        earlier = statement.of(question.chosen(statement, records, question.before()))
        assert reply.previous is not None
        _same(reply.previous, earlier)
        _check_change(reply, statement.of(question.chosen(statement, records, days)), earlier)
    if question.by:
        _check_groups(reply, question, statement, records)


def _check_series(
    series: Sequence[Mapping[str, Any]], question: PlainQuestion, statement: Statement, records: Sequence[Record]
) -> None:
    """Compare the points of a series, which must cover the period without holes."""
    if question.every is None:
        assert series == []
        return
    spans = list(question.buckets((question.first, question.last)))
    assert [(point["start"], point["end"]) for point in series] == [(a.isoformat(), b.isoformat()) for a, b in spans]
    partners = list(question.buckets(question.before())) if question.compare else []
    for index, (point, span) in enumerate(zip(series, spans, strict=True)):
        _same(point, statement.of(question.chosen(statement, records, span)))
        before = partners[index] if index < len(partners) else None
        assert point["previous_start"] == (before[0].isoformat() if before else None)
        plain = statement.of(question.chosen(statement, records, before)) if before else None
        assert point["previous"] == pytest.approx(plain.value if plain else None)


def _check_groups(reply: Reply, question: PlainQuestion, statement: Statement, records: Sequence[Record]) -> None:
    """Compare the rows of a breakdown: one for each value with anything to count in either period."""
    name = question.by or ""
    value_of = question.fields[name]
    spans = [(question.first, question.last), *([question.before()] if question.compare else [])]
    found = [question.chosen(statement, records, span) for span in spans]
    values = {value_of(record) for some in found for record in some}
    split = {value: [[record for record in some if value_of(record) == value] for some in found] for value in values}
    plain = {value: [statement.of(some) for some in sides] for value, sides in split.items()}
    counted = {value: sides for value, sides in plain.items() if any(side.n or side.is_shown for side in sides)}
    rows = {row["group"][name]: row for row in reply.breakdown}
    assert {(type(value), value) for value in rows} == {(type(value), value) for value in counted}
    for value, sides in counted.items():
        _same(rows[value], sides[0])
        assert rows[value]["previous"] == pytest.approx(sides[1].value if len(sides) > 1 else None)
        mine = [record for record in records if value_of(record) == value]
        _check_series(rows[value]["series"], question, statement, mine)
        if reply.unit in ("count", "people") and reply.value:
            assert rows[value]["share"] == pytest.approx((sides[0].value or 0) / reply.value)


def _check_change(reply: Reply, now: Plain, before: Plain) -> None:
    """Compare the change: points for shares and scores, else relative; nothing where a side has no value."""
    if now.value is None or before.value is None:
        assert reply.change is None
        return
    assert reply.change is not None
    if reply.unit in ("share", "points", "score"):
        assert (reply.change["unit"], reply.change["value"]) == ("points", pytest.approx(now.value - before.value))
        return
    relative = (now.value - before.value) / before.value if before.value else None
    assert (reply.change["unit"], reply.change["value"]) == ("relative", pytest.approx(relative))


def _same(told: Mapping[str, Any], plain: Plain) -> None:
    """Compare value, n and parts."""
    assert told["value"] == pytest.approx(plain.value)
    assert told["n"] == plain.n
    assert told["parts"] == pytest.approx(plain.parts)
    if told["interval"] is not None:
        assert told["interval"]["low"] - 1e-9 <= told["value"] <= told["interval"]["high"] + 1e-9
