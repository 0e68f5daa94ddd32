"""The scope of a question: what period in what buckets, split by what, of which rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from regard.rows.filters import Filter, fields_of
from regard.rows.logged import WHOLE, Log
from regard.rows.specs import EventSpec, Spec

_BEGINNING = date(1970, 1, 1).toordinal()

TOTAL = "total"
"""The label of the period as a whole, among those of its buckets."""

Every = Literal["hour", "day", "week", "month", "quarter", "year"]


def number_of(day: date) -> int:
    """Return a day as the days since 1970."""
    return day.toordinal() - _BEGINNING


@dataclass(frozen=True)
class Span:
    """A run of time with a label: local days both included, and the same as instants (UTC), the end excluded."""

    label: str
    first: date
    last: date
    starts: datetime
    ends: datetime

    @property
    def days(self) -> int:
        """Return how many local days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Scope:
    """Everything that decides which rows count and how they are grouped, apart from the metric."""

    zone: ZoneInfo
    week_start: Literal["monday", "sunday"]
    span: Span
    """The whole period; what it counts has the label `total`."""

    buckets: tuple[Span, ...] = ()
    """The spans of the series, by label."""

    every: Every | None = None
    windowed: bool = False
    """Whether the spans reach back over each other (`trailing`, `to_date`), so that a row may count in several."""

    by: tuple[str, ...] = ()
    where: tuple[Filter, ...] = ()
    specs: Mapping[str, Spec] = field(default_factory=dict)
    """The event specs of the question by argument: event, goal, start, end."""

    qualifying: Spec = field(default_factory=EventSpec)
    """What counts as being active."""

    options: Mapping[str, Any] = field(default_factory=dict)
    """Arguments that change a row's number, such as a threshold."""

    rates: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    """What the currencies are told in, and what one unit of each is worth there."""

    log: Log = WHOLE
    """What is known of the log that the rows are of."""

    as_of: datetime | None = None
    """The clock of the question, for rows that are judged by it; not set for others, whose statements are kept."""

    kept_days: bool = False
    """Whether the table of active days was made in this zone and with the events that count here."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the period and every bucket."""
        return (self.span, *self.buckets)

    @cached_property
    def days(self) -> Any:
        """Return the first and the last day of every span as numbers since 1970, as an array with a row for each."""
        import numpy as np

        return np.array([(number_of(span.first), number_of(span.last)) for span in self.spans], dtype=np.int64)

    @property
    def starts(self) -> datetime:
        """Return the first instant that any span counts."""
        return min(span.starts for span in self.spans) if self.windowed else self.span.starts

    @property
    def ends(self) -> datetime:
        """Return the instant before which every span ends."""
        return self.span.ends

    def fields(self) -> set[str]:
        """Return the fields that the split, the filters and the specs look at."""
        return {*self.by, *fields_of(self.where)}

    def spec_fields(self) -> set[str]:
        """Return the fields of events that the specs look at."""
        specs = [*self.specs.values(), self.qualifying]
        return set().union(*(spec.fields() for spec in specs))


def hour_label(instant: datetime) -> str:
    """Return the label of the hour that begins at an instant, as the tables write it."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


def group_label(index: int) -> str:
    """Return the column that holds the values of the n-th dimension."""
    return f"group {index}"
