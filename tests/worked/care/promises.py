"""Schedules and service levels for random tickets, as they are declared and as a walk through the minutes has them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regard.serving.workspace import Workspace
from tests.asking.yearly_log import ZONE, YearlyLog
from tests.naive.records import Plain, Record
from tests.naive.tickets import changes, is_lost, open_seconds, replies, schedule_of, waits, week_test

WEEKS: dict[str, dict[str, Any]] = {
    "office": {
        "zone": "Europe/Warsaw",
        "week": {day: [["08:30", "12:30"], ["14:00", "24:00"]] for day in ("mon", "tue", "wed", "sat")},
        "holidays": [f"{year}-03-19" for year in range(1985, 2025)],
    },
    "night": {
        "zone": "Australia/Lord_Howe",
        "week": {day: [["00:00", "03:00"], ["22:15", "24:00"]] for day in ("thu", "fri", "sat", "sun", "mon")},
        "holidays": [],
    },
}
APPLIES = {"office": [["is", "channel", ["mail"]]], "night": [["is", "priority", ["urgent"]]]}
FITS: dict[str, Callable[[Record], bool]] = {
    "office": lambda ticket: ticket["channel"] == "mail",
    "night": lambda ticket: ticket["priority"] == "urgent",
}
SCHEDULES: list[dict[str, Any]] = [
    {
        "name": name,
        "zone": ZoneInfo(spec["zone"]),
        "is_open": week_test(spec["week"], spec["holidays"]),
        "fits": FITS[name],
    }
    for name, spec in WEEKS.items()
]
BY_NAME = {schedule["name"]: schedule for schedule in SCHEDULES}

# One promise changes in the middle of the days of 2024; some are in hours; of two for one ticket the first counts.
SLAS: dict[str, dict[str, Any]] = {
    "old": {"metric": "first_response_time", "within": 3600, "until": "2024-03-14"},
    "new": {"metric": "first_response_time", "within": "2h", "hours": "business", "since": "2024-03-15"},
    "urgent": {"metric": "resolution_time", "within": "30m", "applies_to": [["is", "priority", ["urgent"]]]},
    "chat": {
        "metric": "resolution_time",
        "within": "1d",
        "hours": "business",
        "schedule": "night",
        "applies_to": [["is", "channel", ["chat"]]],
    },
    "waits": {"metric": "reply_time", "within": "1h", "hours": "business"},
}
IS_FOR: dict[str, Callable[[Record], bool]] = {
    "urgent": FITS["night"],
    "chat": lambda ticket: ticket["channel"] == "chat",
}
WITHIN = {"old": 3600, "new": 7200, "urgent": 1800, "chat": 86_400, "waits": 3600}


class CareLog(YearlyLog):
    """A log of tickets in a workspace with schedules and service levels."""

    def take_year(self) -> int:
        """Return a year; a new workspace declares what it needs."""
        year = super().take_year()
        workspace = self.workspace
        if not workspace.settings.schedules:
            for name, spec in WEEKS.items():
                workspace.declare("schedule", name, **spec, applies_to=APPLIES[name])
            for name, spec in SLAS.items():
                workspace.declare("sla", name, **spec)
        return year

    @property
    def workspace(self) -> Workspace:
        """Return the workspace that there is."""
        assert self._workspace is not None
        return self._workspace


def schedule_for(ticket: Record, name: str | None) -> Mapping[str, Any] | None:
    """Return the schedule of a name, else the first that is for a ticket."""
    return BY_NAME[name] if name else schedule_of(ticket, SCHEDULES)


def in_hours(
    rows: Sequence[Record], start: str, end: str, name: str | None
) -> tuple[list[dict[str, Any]], list[Record]]:
    """Return the rows that have both moments, with their open seconds, and those for which there is no schedule."""
    timed, left = [], []
    for row in rows:
        schedule = schedule_for(row, name)
        if row.get(end) is None:
            continue
        if schedule is None:
            left.append(row)
        else:
            timed.append({**row, "seconds": open_seconds(schedule, row[start], row[end])})
    return timed, left


def targets(tickets: Sequence[Record], happened: Sequence[Record], as_of: datetime) -> list[dict[str, Any]]:
    """Return every target that is met or missed as of a moment, with when that was decided."""
    found = []
    for ticket in tickets:
        for metric, began, ended in measured(ticket, happened):
            sla = next((name for name in SLAS if _in_force(name, metric, ticket, began)), None)
            spec = SLAS.get(sla or "", {})
            schedule = None
            if spec.get("hours") == "business":
                schedule = schedule_for(ticket, spec.get("schedule"))
            if sla is None or (schedule is None and spec.get("hours") == "business"):
                continue
            due = _due(schedule, began.timestamp(), WITHIN[sla])
            is_met = ended is not None and ended.timestamp() <= due
            if is_met or ended is not None or due < as_of.timestamp():
                time = ended if is_met else datetime.fromtimestamp(due, ZONE)
                found.append({**ticket, "time": time, "is_met": is_met, "sla": sla, "metric": metric})
    return found


def measured(ticket: Record, happened: Sequence[Record]) -> list[tuple[str, datetime, datetime | None]]:
    """Return what promises may be about: the metric, when it began, when it was done."""
    answered = replies(ticket, happened)
    first = (ticket.get("first_response_at") if answered is None else min(answered, default=None)) or None
    moved, lost = changes(ticket, happened), is_lost(ticket, happened)
    rests = bool(moved) and moved[-1][1]
    found = [("first_response_time", ticket["created_at"], first)]
    if not lost:
        found.append(("resolution_time", ticket["created_at"], moved[-1][0] if rests else None))
    for began, ended, is_first in waits(ticket, happened):
        if ended is not None or is_first or not (rests or lost):
            found.append(("reply_time", began, ended))
    return found


def _in_force(name: str, metric: str, ticket: Record, began: datetime) -> bool:
    """Return whether a service level is for what began then."""
    spec = SLAS[name]
    day = began.astimezone(ZONE).date()
    since, until = (date.fromisoformat(spec.get(key, default)) for key, default in _ENDS.items())
    is_for = name not in IS_FOR or IS_FOR[name](ticket)
    return spec["metric"] == metric and since <= day <= until and is_for


_ENDS = {"since": "0001-01-01", "until": "9999-12-31"}


def _due(schedule: Mapping[str, Any] | None, began: float, within: float) -> float:
    """Return the last moment that is in time, by a walk through the minutes."""
    if schedule is None:
        return began + within
    left, minute = within, began // 60 * 60
    while True:
        start = max(began, minute)
        opened = open_seconds(schedule, datetime.fromtimestamp(start, ZONE), datetime.fromtimestamp(minute + 60, ZONE))
        if opened > left:
            return start + left
        left, minute = left - opened, minute + 60


def kept(rows: Sequence[Record]) -> Plain:
    """Return the share of targets that were met."""
    met = sum(row["is_met"] for row in rows)
    parts = {"met": met, "tickets": len(rows), "missed": len(rows) - met}
    return Plain(met / len(rows) if rows else None, len(rows), parts)
