"""Visits: one loop over the events of everybody in the order in which they happened."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tests.naive.people import Link, Node, person_by_id, person_of

Event = dict[str, Any]
TIMEOUT = timedelta(seconds=1800)
ORIGIN = ("channel", "country", "device")


@dataclass(eq=False)
class Visit:
    """One visit and its events in order, attention included."""

    person: Node | None
    touches: list["Touch"] = field(default_factory=list)

    @property
    def opening(self) -> list["Touch"]:
        """Return the page, screen and track events."""
        return [touch for touch in self.touches if touch.opens]

    @property
    def pages(self) -> list["Touch"]:
        """Return the page views."""
        return [touch for touch in self.touches if touch.event["type"] == "page"]

    @property
    def actions(self) -> list["Touch"]:
        """Return the track events, but for those marked as not interactive."""
        return [touch for touch in self.touches if touch.event["type"] == "track" and touch.is_interactive]

    @property
    def engaged(self) -> float | None:
        """Return the measured seconds of attention."""
        return total([touch.event.get("engaged_ms") for touch in self.touches])


@dataclass(eq=False)
class Touch:
    """One event with its person and its visit."""

    event: Event
    person: Node | None
    visit: Visit | None = None

    @property
    def time(self) -> datetime:
        """Return when it happened."""
        time: datetime = self.event["time"]
        return time

    @property
    def counts(self) -> bool:
        """Return whether it counts as an event: attention does not."""
        return bool(self.event["type"] != "engagement")

    @property
    def opens(self) -> bool:
        """Return whether it opens a visit: it counts as an event and was seen on a device."""
        on_device = any(self.event.get(name) is not None for name in ("url", "path", "session_id", "device"))
        return self.counts and (on_device or self.event["type"] == "screen")

    @property
    def is_interactive(self) -> bool:
        """Return whether it counts as doing something, as it does unless it says otherwise."""
        return self.event.get("interactive") is not False

    @property
    def page(self) -> str | None:
        """Return the path: as given, else that of the address."""
        if self.event.get("path") is not None or self.event.get("url") is None:
            return self.event.get("path")
        return urlsplit(self.event["url"]).path or "/"

    def origin(self, name: str) -> Any:
        """Return where it came from: as the first event of its visit says, else as it says itself."""
        return (self.visit.opening[0] if self.visit else self).event.get(name)


def read_log(events: list[Event], links: list[Link]) -> list[Touch]:
    """Return every event once, in order, with its person and its visit."""
    people = person_by_id(links)
    touches = [Touch(event, person_of(event, people)) for event in {event["id"]: event for event in events}.values()]
    touches.sort(key=lambda touch: (touch.time, touch.event["received_at"], touch.event["id"]))
    _in_sessions([touch for touch in touches if touch.event.get("session_id") is not None])
    for person in {touch.person for touch in touches} - {None}:
        own = [touch for touch in touches if touch.person == person and touch.event.get("session_id") is None]
        _by_gaps([touch for touch in own if touch.opens or not touch.counts])
    return touches


def _in_sessions(touches: list[Touch]) -> None:
    """Give each pair of person and session id a visit, if anything opens it."""
    visits: dict[Any, Visit] = {}
    for touch in touches:
        visit = visits.setdefault((touch.person, touch.event["session_id"]), Visit(touch.person))
        visit.touches.append(touch)
    for visit in visits.values():
        if visit.opening:
            for touch in visit.touches:
                touch.visit = visit


def _by_gaps(touches: list[Touch]) -> None:
    """Walk through the events of one person that have no session id; of one instant, what opens a visit goes first."""
    visit: Visit | None = None
    last: datetime | None = None
    for touch in sorted(touches, key=lambda touch: (touch.time, not touch.opens)):
        if last is None or touch.time - last > TIMEOUT:
            visit = None
        if visit is None and touch.opens:
            visit = Visit(touch.person)
        if visit is not None:
            visit.touches.append(touch)
            touch.visit = visit
        last = touch.time


def total(measured: list[float | None]) -> float | None:
    """Return milliseconds added up to seconds, nothing where nothing was measured."""
    known = [number for number in measured if number is not None]
    return sum(known) / 1000 if known else None
