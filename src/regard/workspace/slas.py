"""Service levels as they are declared: within what time support promises to act, for which tickets, since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from regard.errors import RegardError, unknown
from regard.workspace.durations import parse_duration

MEASURED = ("first_response_time", "resolution_time", "reply_time")
"""The metrics that a service level can be set for."""

_KEYS = ("metric", "within", "hours", "schedule", "applies_to", "since", "until")


@dataclass(frozen=True)
class Sla:
    """One promise: what is to happen within how many seconds."""

    name: str
    metric: str
    within: float
    """Seconds; an act at the very end of them is in time."""

    hours: Literal["calendar", "business"]
    schedule: str | None = None
    """The schedule of its business hours; without one each ticket uses its own."""

    applies_to: tuple[Any, ...] = ()
    since: date | None = None
    until: date | None = None
    """Local days of the workspace on which it is in force, both included."""


def read_slas(declared: Mapping[str, Mapping[str, Any]]) -> tuple[Sla, ...]:
    """Return the declared service levels in their order."""
    return tuple(read_sla(name, spec) for name, spec in declared.items())


def read_sla(name: str, spec: Mapping[str, Any]) -> Sla:
    """Return the service level that a declaration means.

    Raises `RegardError` with code `unknown_key`, `missing_argument`, `bad_value`, `bad_period` or `not_together`.
    """
    for key in spec:
        if key not in _KEYS:
            raise unknown("key", key, _KEYS)
    metric = _chosen(name, spec, "metric", MEASURED)
    hours = _chosen(name, {"hours": "calendar", **spec}, "hours", ("calendar", "business"))
    schedule = spec.get("schedule")
    if schedule is not None and hours != "business":
        raise RegardError(
            "not_together",
            f'The service level "{name}" has the schedule "{schedule}" and counts calendar time.',
            'Add hours="business", or drop the schedule.',
        )
    since, until = (_read_day(name, key, spec.get(key)) for key in ("since", "until"))
    if since and until and until < since:
        raise RegardError(
            "bad_period",
            f'The service level "{name}" ends on {until} before it starts on {since}.',
            f'Write since="{until}", until="{since}".',
        )
    return Sla(
        name=name,
        metric=metric,
        within=_read_within(name, spec),
        hours="business" if hours == "business" else "calendar",
        schedule=schedule,
        applies_to=tuple(spec.get("applies_to") or ()),
        since=since,
        until=until,
    )


def _chosen(name: str, spec: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
    """Return the word that a key has, one of several."""
    offered = ", ".join(f'"{choice}"' for choice in choices)
    if key not in spec:
        raise RegardError("missing_argument", f'The service level "{name}" has no {key}.', f"It is one of {offered}.")
    if spec[key] not in choices:
        raise RegardError("bad_value", f'{key}={spec[key]!r} of "{name}" means nothing.', f"It is one of {offered}.")
    return str(spec[key])


def _read_within(name: str, spec: Mapping[str, Any]) -> float:
    """Return the seconds that a service level allows."""
    if "within" not in spec:
        raise RegardError("missing_argument", f'The service level "{name}" has no within.', 'Write within="4h".')
    seconds = parse_duration(spec["within"]).seconds
    if seconds <= 0:
        raise RegardError("bad_value", f'within={spec["within"]!r} of "{name}" is no time at all.', 'Write "4h".')
    return seconds


def _read_day(name: str, key: str, written: Any) -> date | None:
    """Return a day on which a service level begins or ends, `None` where it is not said."""
    if written is None:
        return None
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise RegardError(
            "bad_value", f'{key}={written!r} of "{name}" is no day.', f'Write {key}="2025-01-01".'
        ) from None
