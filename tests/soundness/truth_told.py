"""The records of a world as a reader of the definitions sees them: settled, with persons and visits, in plain Python.

Nothing here comes from the program that is tested.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from regard.simulator import World
from tests.simulator.naive_log import SEEN, Row, in_visits, resolve, settle

DAY = timedelta(days=1)
_STATES = ("customer", "subscription", "order", "ticket", "post", "profile_day", "spend")

Numbers = Mapping[str, float | None]


@dataclass(frozen=True)
class Span:
    """Local days, both included."""

    first: date
    last: date
    zone: ZoneInfo

    @cached_property
    def opens(self) -> datetime:
        """Return the midnight before the first day."""
        return _midnight(self.first, self.zone)

    @cached_property
    def closes(self) -> datetime:
        """Return the midnight after the last day."""
        return _midnight(self.last + DAY, self.zone)

    def holds(self, moment: datetime | None) -> bool:
        """Return whether a moment lies within it; none does not."""
        return moment is not None and self.opens <= moment < self.closes

    def days(self) -> Iterator[date]:
        """Return its days in order."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY

    def months(self) -> float:
        """Return its length in calendar months, each day being a part of its own month."""
        return sum(1 / _month_length(day) for day in self.days())

    def trailing(self, days: int) -> "Span":
        """Return so many days that end with the last one."""
        return Span(self.last - (days - 1) * DAY, self.last, self.zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the beginning of a local day, in the zone of the records, in which moments are quickly compared."""
    return datetime.combine(day, datetime.min.time(), zone).astimezone(ZoneInfo("UTC"))


def _month_length(day: date) -> int:
    """Return how many days the month of a day has."""
    return ((day.replace(day=28) + 4 * DAY).replace(day=1) - day.replace(day=1)).days


@dataclass(frozen=True)
class Told:
    """All that a world tells."""

    world: World
    kept: dict[str, list[Row]] = field(default_factory=dict)

    def of(self, record: str) -> list[Row]:
        """Return the records of a kind, one of each id: the first delivery, or of a state the latest."""
        if record not in self.kept:
            is_state = record in _STATES
            stamp = "as_of" if is_state else "received_at"
            self.kept[record] = settle(self.world.tables[record], stamp, latest=is_state)
        return self.kept[record]

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone whose days count."""
        return ZoneInfo(self.world.truth["period"]["zone"])

    def span(self, period: Mapping[str, str]) -> Span:
        """Return a period as it is written in the truth or in a reply."""
        return Span(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]), self.zone)

    @cached_property
    def persons(self) -> dict[str, str]:
        """Return the person of every id that is not its own person."""
        return resolve(self.of("link"))

    def person(self, row: Row) -> str | None:
        """Return the person of a record, by its user or else by its device."""
        said = row["user_id"] or row.get("anonymous_id")
        return None if said is None else self.persons.get(said, said)

    def people(self, rows: Iterable[Row]) -> set[str]:
        """Return the known people of records."""
        return {person for row in rows if (person := self.person(row)) is not None}

    def within(self, record: str, span: Span, moment: str = "time", **fields: Any) -> list[Row]:
        """Return the records of a kind whose moment lies in a span and whose fields have these values."""
        return [row for row in self.of(record) if span.holds(row[moment]) and has(row, **fields)]

    @cached_property
    def seen(self) -> list[Row]:
        """Return the page, screen and track events, in order, with their `person` and local `day`."""
        events = sorted(self.of("event"), key=lambda row: (row["time"], row["received_at"], row["id"]))
        return [
            {**row, "person": self.person(row), "day": row["time"].astimezone(self.zone).date()}
            for row in events
            if row["type"] in SEEN
        ]

    @cached_property
    def visits(self) -> list[list[Row]]:
        """Return the events of each visit that has a page, screen or track event, in order, with their `person`."""
        visits = in_visits(self.of("event"), self.persons)
        return [visit for visit in visits if any(row["type"] in SEEN for row in visit)]

    def visits_in(self, span: Span) -> list[list[Row]]:
        """Return the visits with a page, screen or track event in a span."""
        inside = (any(row["type"] in SEEN and span.holds(row["time"]) for row in visit) for visit in self.visits)
        return [visit for visit, is_inside in zip(self.visits, inside, strict=True) if is_inside]

    @cached_property
    def conversations(self) -> list[tuple[Row, list[Row]]]:
        """Return each ticket with what happened to it, in order."""
        told: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.of("ticket_event"), key=lambda row: (row["time"], row["received_at"], row["id"])):
            told[row["ticket_id"]].append(row)
        return [(ticket, told[ticket["id"]]) for ticket in self.of("ticket")]


@dataclass(frozen=True)
class Recount:
    """A metric counted once more: the question, and what is to come out for any span."""

    metric: str
    count: Callable[[Told, Span], Numbers]
    """The `value`, and the parts of the reply that are counted too, by their names."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    every: str = "month"
    """Into which parts the year is cut; weeks are cut by the ends of years, and lie in two months."""


def has(row: Row, **fields: Any) -> bool:
    """Return whether a record has these values."""
    return all(row[name] == value for name, value in fields.items())


def rate(above: tuple[str, float], below: tuple[str, float], times: float = 1) -> Numbers:
    """Return two named parts and their quotient as the value, null where there is nothing under it."""
    value = above[1] / below[1] * times if below[1] else None
    return {"value": value, above[0]: above[1], below[0]: below[1]}
