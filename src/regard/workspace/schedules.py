"""Business hours as they are declared: spans of a week in a zone, days off, and the tickets that they are for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from regard.errors import RegardError, unknown
from regard.workspace.zones import find_zone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = ("zone", "week", "holidays", "applies_to")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)")
_EXAMPLE = 'Write week={"mon": [["09:00", "17:00"]]}.'

Hours = tuple[int, int]
"""A span of a day: seconds after midnight on the clock, the end excluded."""


@dataclass(frozen=True)
class Schedule:
    """When a business is open, by the clocks of its zone."""

    name: str
    zone: ZoneInfo
    week: tuple[tuple[Hours, ...], ...]
    """The spans of each day from Monday to Sunday, in order."""

    holidays: frozenset[date]
    applies_to: tuple[Any, ...] = ()
    """The filters that a ticket passes to use it of itself; none means that every ticket does."""


def read_schedules(declared: Mapping[str, Mapping[str, Any]], zone: ZoneInfo) -> tuple[Schedule, ...]:
    """Return the declared schedules in their order; `zone` is that of a schedule that names none."""
    return tuple(read_schedule(name, spec, zone) for name, spec in declared.items())


def read_schedule(name: str, spec: Mapping[str, Any], zone: ZoneInfo) -> Schedule:
    """Return the schedule that a declaration means.

    Raises `RegardError` with code `unknown_key`, `unknown_day`, `unknown_zone`, `missing_argument` or `bad_value`.
    """
    for key in spec:
        if key not in _KEYS:
            raise unknown("key", key, _KEYS)
    week = spec.get("week") or {}
    if not isinstance(week, Mapping):
        raise RegardError("bad_value", f'The week of "{name}" is no table of days.', _EXAMPLE)
    for day in week:
        if day not in DAYS:
            raise unknown("day", day, DAYS)
    spans = tuple(_day_hours(name, day, week.get(day) or ()) for day in DAYS)
    if not any(spans):
        raise RegardError("missing_argument", f'The schedule "{name}" has no hours.', _EXAMPLE)
    return Schedule(
        name=name,
        zone=find_zone(spec["zone"]) if spec.get("zone") else zone,
        week=spans,
        holidays=frozenset(_days_off(name, spec.get("holidays") or ())),
        applies_to=tuple(spec.get("applies_to") or ()),
    )


def _day_hours(name: str, day: str, written: Any) -> tuple[Hours, ...]:
    """Return the spans of a day in order; overlapping ones are refused."""
    if isinstance(written, str) or not isinstance(written, Sequence):
        raise RegardError("bad_value", f'The hours of "{name}" on {day} are no list of spans.', _EXAMPLE)
    spans = sorted(_span(name, day, span) for span in written)
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            raise RegardError(
                "bad_value",
                f'The schedule "{name}" has two spans on {day} that overlap: {_shown(before)} and {_shown(after)}.',
                f"Write one, {_shown((before[0], max(before[1], after[1])))}, or mend an end.",
            )
    return tuple(spans)


def _span(name: str, day: str, written: Any) -> Hours:
    """Return one span of a day, seconds after midnight."""
    texts = list(written) if isinstance(written, Sequence) and not isinstance(written, str) else []
    found = [_CLOCK.fullmatch(text) if isinstance(text, str) else None for text in texts]
    clocks = [60 * (60 * int(one[1] or one[3]) + int(one[2] or one[4])) for one in found if one]
    if len(texts) != 2 or len(clocks) != 2:  # noqa: PLR2004 - a span has a start and an end
        raise RegardError(
            "bad_value", f'The hours {written!r} of "{name}" on {day} cannot be read.', 'Write ["09:00", "17:00"].'
        )
    start, end = clocks
    if end <= start:
        raise RegardError(
            "bad_value",
            f'The schedule "{name}" closes on {day} at {texts[1]}, not after it opens at {texts[0]}.',
            'A day ends with "24:00"; what goes on after midnight is a span of the next day, from "00:00".',
        )
    return start, end


def _shown(span: Hours) -> str:
    """Return a span as people write it."""
    return " to ".join(f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}" for seconds in span)


def _days_off(name: str, written: Any) -> Iterator[date]:
    """Yield the holidays: single days, and every day from a first to a last."""
    if isinstance(written, str) or not isinstance(written, Sequence):
        raise _no_holiday(name, written)
    for item in written:
        is_run = isinstance(item, Sequence) and not isinstance(item, str)
        ends = [_read_day(name, day) for day in (item if is_run else (item, item))]
        if len(ends) != 2:  # noqa: PLR2004 - a run has a first and a last day
            raise _no_holiday(name, item)
        first, last = ends
        if last < first:
            raise RegardError(
                "bad_value",
                f'Holidays of "{name}" end on {last} before they start on {first}.',
                f'Write ["{last}", "{first}"].',
            )
        yield from (first + timedelta(days=count) for count in range((last - first).days + 1))


def _read_day(name: str, written: Any) -> date:
    """Return a holiday's date."""
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise _no_holiday(name, written) from None


def _no_holiday(name: str, written: Any) -> RegardError:
    """Return the error for something that is no holiday."""
    return RegardError(
        "bad_value",
        f'The holiday {written!r} of "{name}" is no day.',
        'Write holidays=["2025-12-25", ["2025-08-11", "2025-08-15"]].',
    )


def check_schedule_name(name: str | None, schedules: Mapping[str, Any]) -> None:
    """Refuse business hours where no schedule is declared, or not the one that is named."""
    if not schedules:
        raise RegardError(
            "missing_argument",
            "Business hours need a schedule, and none is declared.",
            'Declare one: ws.declare("schedule", "office", week={"mon": [["09:00", "17:00"]]}).',
        )
    if name is not None and name not in schedules:
        raise unknown("schedule", name, schedules)
