"""Questions about what tickets are at the end of the time asked for, answered the plain way."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Self

from tests.asking.plain_question import PlainQuestion
from tests.naive.records import Record, Statement
from tests.naive.tickets import at_the_end


@dataclass(frozen=True, kw_only=True)
class EndQuestion(PlainQuestion):
    """A question of which the statement's moment names what a ticket must be at the end of the days."""

    happened: Sequence[Record] = field(default=())

    @classmethod
    def of(cls, question: PlainQuestion, happened: Sequence[Record]) -> Self:
        """Return the question asked of the end of its days."""
        return cls(**{one.name: getattr(question, one.name) for one in fields(PlainQuestion)}, happened=happened)

    def chosen(self, statement: Statement, records: Sequence[Record], days: tuple[date, date]) -> list[Record]:
        """Return the tickets that pass the filters and are so at the end of the last day."""
        start, end = self._midnight(days[0]), self._midnight(days[1] + timedelta(days=1))
        told = [at_the_end(record, self.happened, start, end) for record in records]
        return [one for one in told if one[statement.moment] and all(choice.holds(one) for choice in self.where)]

    def _midnight(self, day: date) -> datetime:
        """Return the first instant of a day; in the zone of these questions no day begins late."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)
