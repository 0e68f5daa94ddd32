"""What becomes of tickets, said again over plain dicts: a walk through what happened, one thing after the other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.naive.records import RESTING, Plain, Record, Statement, counted, mean, share

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)


def story(ticket: Record, happened: Sequence[Record]) -> list[Record]:
    """Return what happened to a ticket, in order."""
    mine = [event for event in happened if event["ticket_id"] == ticket["id"]]
    return sorted(mine, key=lambda event: (event["time"].timestamp(), event["received_at"].timestamp(), event["id"]))


def is_public(event: Record) -> bool:
    """Return whether an event is a message that the customer can see."""
    return event["kind"] == "comment" and event.get("public") is not False


def replies(ticket: Record, happened: Sequence[Record]) -> list[datetime] | None:
    """Return when humans replied in public; nothing where that is not known."""
    events = story(ticket, happened)
    if any(event["kind"] == "comment" for event in events):
        return [event["time"] for event in events if is_public(event) and event.get("actor") == "agent"]
    return None if ticket.get("first_response_at") else []


def changes(ticket: Record, happened: Sequence[Record]) -> list[tuple[datetime, bool]]:
    """Return when a ticket came to rest (true) and was opened again (false), in order."""
    found: list[tuple[datetime, bool]] = []
    moves = [event for event in story(ticket, happened) if event["kind"] == "status" and event.get("value")]
    for event in moves:
        rests = event["value"].lower() in RESTING
        if rests != (bool(found) and found[-1][1]):
            found.append((event["time"], rests))
    resolved_at, status = ticket.get("resolved_at"), ticket.get("status")
    if not moves and resolved_at:
        is_open = status is not None and status.lower() not in RESTING
        found = [(resolved_at, True), *([(resolved_at, False)] if is_open else [])]
    return found


def is_lost(ticket: Record, happened: Sequence[Record]) -> bool:
    """Return whether a ticket rests, and nobody says since when."""
    moves = [event for event in story(ticket, happened) if event["kind"] == "status" and event.get("value")]
    status = ticket.get("status")
    return not moves and not ticket.get("resolved_at") and status is not None and status.lower() in RESTING


def waits(ticket: Record, happened: Sequence[Record]) -> Iterator[tuple[datetime, datetime | None, bool]]:
    """Yield each wait of a ticket: when it began, when a human replied, whether it was the first."""
    events = story(ticket, happened)
    began, is_first, created = None, True, ticket["created_at"]
    said = [event for event in events if is_public(event) and event.get("actor") in ("customer", "agent")]
    if not any(event["kind"] == "comment" for event in events) and ticket.get("first_response_at"):
        said = [{"actor": "agent", "time": ticket["first_response_at"]}]
    for event in said:
        if event["actor"] == "customer":
            began = began or event["time"]
            continue
        if is_first and began is None and event["time"].timestamp() > created.timestamp():
            began = created
        if began is not None:
            yield began, event["time"], is_first
        began, is_first = None, False
    if began is not None or is_first:
        yield began or created, None, is_first


def rows_of(tickets: Sequence[Record], happened: Sequence[Record], name: str) -> list[dict[str, Any]]:
    """Return the rows of a metric that is dated by each: waits, messages, resolutions, reopenings."""
    found: list[dict[str, Any]] = []
    for ticket in tickets:
        if name == "waits":
            found += [{**ticket, "began": began, "time": end} for began, end, _ in waits(ticket, happened) if end]
        elif name == "messages":
            said = (event for event in story(ticket, happened) if is_public(event))
            found += [{**ticket, "time": event["time"], "actor": event.get("actor")} for event in said]
        else:
            found += [{**ticket, "time": time} for time in _moments(changes(ticket, happened), name)]
    return found


def _moments(moved: Sequence[tuple[datetime, bool]], name: str) -> Iterator[datetime]:
    """Yield the resolutions of a ticket, or the reopenings that a resolution came after."""
    for index, (time, rests) in enumerate(moved):
        if name == "resolutions" and rests:
            yield time
        if name == "reopens" and not rests and index + 1 < len(moved):
            yield time


def at_the_end(ticket: Record, happened: Sequence[Record], start: datetime, end: datetime) -> dict[str, Any]:
    """Return what is known of a ticket just before `end`: whether it is open, or came to rest since `start`."""
    moved = [(time, rests) for time, rests in changes(ticket, happened) if time.timestamp() < end.timestamp()]
    is_there = ticket["created_at"].timestamp() < end.timestamp() and not is_lost(ticket, happened)
    rests = bool(moved) and moved[-1][1]
    answered = replies(ticket, happened)
    return {
        **ticket,
        "is_open": is_there and not rests,
        "is_rested": rests and moved[-1][0].timestamp() >= start.timestamp(),
        "is_reopened": sum(rested for _, rested in moved) > 1,
        "replies": None if answered is None else sum(time.timestamp() < end.timestamp() for time in answered),
    }


def _one_touch(tickets: Sequence[Record]) -> Plain:
    """Return the share of tickets with one reply among those whose replies are known."""
    known = [ticket["replies"] for ticket in tickets if ticket["replies"] is not None]
    return share((one for one in known if one == 1), known, ("one_touch_tickets", "resolved_tickets"))


AT_THE_END: dict[str, Statement] = {
    "backlog": Statement("is_open", counted),
    "resolved_tickets": Statement("is_rested", counted),
    "reopen_rate": Statement(
        "is_rested",
        lambda tickets: share(
            (ticket for ticket in tickets if ticket["is_reopened"]), tickets, ("reopened_tickets", "resolved_tickets")
        ),
    ),
    "one_touch_rate": Statement("is_rested", _one_touch),
}
"""Metrics of what tickets are at the end of the time asked for; the moment names what they must be."""


def _seconds(rows: Sequence[Record]) -> Plain:
    """Return the mean length of waits."""
    return mean([row["time"].timestamp() - row["began"].timestamp() for row in rows])


BY_ROW: dict[str, tuple[str, Statement]] = {
    "reply_time": ("waits", Statement("time", _seconds)),
    "ticket_messages": ("messages", Statement("time", counted)),
    "replies": ("messages", Statement("time", lambda rows: counted([row for row in rows if row["actor"] == "agent"]))),
    "resolutions": ("resolutions", Statement("time", counted)),
    "reopens": ("reopens", Statement("time", counted)),
}
"""Metrics of what happened, each with the rows that it counts."""


def rating(ticket: Record) -> Any:
    """Return whether a ticket was rated good, nothing where it was not rated."""
    said = (ticket.get("satisfaction") or "").lower()
    return True if said.startswith("good") else False if said.startswith("bad") else None


def rated(tickets: Sequence[Record]) -> Plain:
    """Return the share of good ratings."""
    said = [rating(ticket) for ticket in tickets if rating(ticket) is not None]
    good = sum(said)
    return Plain(good / len(said) if said else None, len(said), {"good": good, "bad": len(said) - good})


def schedule_of(ticket: Record, schedules: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the first schedule whose test a ticket passes."""
    return next((schedule for schedule in schedules if schedule["fits"](ticket)), None)


def open_seconds(schedule: Mapping[str, Any], start: datetime, end: datetime) -> float:
    """Return the open seconds between two instants, by looking at the clock for every minute."""
    if end.timestamp() < start.timestamp():
        return -open_seconds(schedule, end, start)
    found, first, last = 0.0, start.timestamp(), end.timestamp()
    minute = first // 60 * 60
    while minute < last:
        if _is_open(schedule["name"], schedule["zone"], minute, schedule["is_open"]):
            found += min(last, minute + 60) - max(first, minute)
        minute += 60
    return found


@cache
def _is_open(_: str, zone: ZoneInfo, minute: float, test: Any) -> bool:
    """Return whether a schedule is open in a minute."""
    shown = datetime.fromtimestamp(minute, zone)
    return bool(test(shown.date(), f"{shown:%H:%M}"))


def week_test(week: Mapping[str, Sequence[Sequence[str]]], holidays: Sequence[str]) -> Any:
    """Return the test of a day and a clock that a week and its holidays make."""
    off = {date.fromisoformat(day) for day in holidays}
    return lambda day, clock: (
        day not in off and any(opens <= clock < closes for opens, closes in week.get(DAYS[day.weekday()], ()))
    )
