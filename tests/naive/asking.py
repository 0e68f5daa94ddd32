"""A question answered the slow way: filter the log, cut it up, apply the metric to every piece."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.naive.local_time import bucket, local_day
from tests.naive.metrics import TRAILING, Answer, Metric
from tests.naive.people import Link, person_by_id
from tests.naive.slices import Asked, Slice
from tests.naive.visits import ORIGIN, Event, Touch, read_log

WHOLE_VISITS = ("visit_duration", "engaged_time", "bounce_rate", "engaged_visit_rate")
"""Metrics of whole visits, for which a page means the visits that entered there."""

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)


def dates(first: date, last: date) -> list[date]:
    """Return the days from one to another, both included."""
    return [first + step * _DAY for step in range((last - first).days + 1)]


@dataclass
class Log:
    """Everything that was told, read once."""

    events: list[Event]
    links: list[Link]
    zone: ZoneInfo
    asked: Asked = field(default_factory=Asked)
    customers: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the log."""
        self.touches = read_log(self.events, self.links)
        self.people = person_by_id(self.links)

    def cut(self, days: list[date], keep: Callable[[Touch], bool] = lambda _: True) -> Slice:
        """Return what happened on some days and is to be kept."""

        def holds(instant: datetime) -> bool:
            return local_day(instant, self.zone) in days

        touches = [touch for touch in self.touches if holds(touch.time) and keep(touch)]
        return Slice(self.touches, touches, holds, self.zone, days, self.asked, frozenset(self._payers(days)))

    def _payers(self, days: list[date]) -> set[Any]:
        """Return who paid at some moment of the days; of a merged person the record under the kept id speaks."""
        spans: dict[Any, tuple[Any, Any]] = {}
        for customer in self.customers:
            node = ("user", customer["user_id"])
            person = self.people.get(node, node)
            if person not in spans or person == node:
                spans[person] = (customer["paying_since"], customer["paying_until"])
        return {person for person, (since, until) in spans.items() if days and self._overlap(days, since, until)}

    def _overlap(self, days: list[date], since: datetime | None, until: datetime | None) -> bool:
        """Return whether a span of paying has a moment in the days; its end is not part of it."""
        begun = since is not None and local_day(since, self.zone) <= days[-1]
        return begun and (until is None or local_day(until - _MOMENT, self.zone) >= days[0])


@dataclass
class NaiveReply:
    """What the slow way says: the whole, the points by their start, the groups by their value."""

    total: Answer
    series: dict[str, Answer] = field(default_factory=dict)
    groups: dict[Any, "NaiveReply"] = field(default_factory=dict)

    @property
    def counts_anything(self) -> bool:
        """Return whether there is anything in the whole or in a point."""
        return any(answer.n for answer in (self.total, *self.series.values()))


@dataclass
class NaiveQuestion:
    """One metric asked of a log over some days."""

    name: str
    metric: Metric
    days: list[date]
    every: str | None = None
    by: str | None = None
    keep: Callable[[Touch], bool] = lambda _: True

    def ask(self, log: Log) -> NaiveReply:
        """Return the answer."""
        whole = self._reaching(self.days[0], self.days[-1], cut_before=self.days[0])
        found = NaiveReply(self.metric(log.cut(whole, self.keep)))
        if self.every:
            found.series = {start: self.metric(part) for start, part in self._parts(log).items()}
        if self.by:
            values = {self.field(touch) for touch in log.touches}
            found.groups = {value: replace(self, by=None, keep=self._is(value)).ask(log) for value in values}
        return found

    def field(self, touch: Touch) -> Any:
        """Return the value of the dimension: of the visit, of the page where it began, or of the event itself."""
        if self.by in ORIGIN:
            return touch.origin(self.by)
        if self.by != "page":
            return touch.event.get(str(self.by))
        if self.name not in WHOLE_VISITS:
            return touch.page
        return touch.visit.pages[0].page if touch.visit and touch.visit.pages else None

    def _is(self, value: Any) -> Callable[[Touch], bool]:
        return lambda touch: self.keep(touch) and self.field(touch) == value

    def _reaching(self, first: date, last: date, cut_before: date = date.min) -> list[date]:
        """Return the days that a point covers."""
        if self.name not in TRAILING:
            return dates(first, last)
        start = last - (TRAILING[self.name] - 1) * _DAY
        return dates(max(start, cut_before) if self.name == "stickiness" else start, last)

    def _parts(self, log: Log) -> dict[str, Slice]:
        """Return the part of the log behind every point that has anything, or reaches back."""
        first, every = self.days[0], str(self.every)
        if every == "hour":
            return self._hours(log)
        runs: dict[str, list[date]] = {}
        for day in self.days:
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=log.zone)
            runs.setdefault(bucket(noon, every, first, log.zone), []).append(day)
        return {start: log.cut(self._reaching(run[0], run[-1]), self.keep) for start, run in runs.items()}

    def _hours(self, log: Log) -> dict[str, Slice]:
        """Return the part of the log behind every hour with any event."""
        whole = log.cut(self.days, self.keep)
        parts: dict[str, Slice] = {}
        for touch in whole.touches:
            start = bucket(touch.time, "hour", self.days[0], log.zone)

            def holds(instant: datetime, start: str = start) -> bool:
                return whole.holds(instant) and bucket(instant, "hour", self.days[0], log.zone) == start

            inside = [other for other in whole.touches if holds(other.time)]
            parts[start] = Slice(log.touches, inside, holds, log.zone, self.days, log.asked)
        return parts
