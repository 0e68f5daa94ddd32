"""The arguments that only some metrics take: what each may be, and the value that it means."""

from collections.abc import Callable, Mapping
from typing import Any

from regard.errors import RegardError
from regard.rows.filters import Filter, parse_filters
from regard.workspace.durations import parse_duration

_YEAR_SECONDS = 365.25 * 86_400

Read = Callable[[str, Any], Any]
"""From the name of an argument and what was written to what it means; raises `RegardError` with code `bad_value`."""


def number(low: float | None = None, high: float | None = None, example: str = "1") -> Read:
    """Return what reads a number inside bounds."""

    def read(name: str, written: Any) -> float:
        if isinstance(written, bool) or not isinstance(written, int | float):
            raise RegardError("bad_value", f"{name}={written!r} is not a number.", f"Write {name}={example}.")
        if (low is not None and written < low) or (high is not None and written > high):
            ends = f"{low:g} to {high:g}" if low is not None and high is not None else f"{low:g} or more"
            raise RegardError("bad_value", f"{name}={written:g} is out of range.", f"It is {ends}, such as {example}.")
        return written

    return read


def choice(*choices: str) -> Read:
    """Return what reads one of several words."""

    def read(name: str, written: Any) -> str:
        if written not in choices:
            offered = ", ".join(f'"{one}"' for one in choices)
            raise RegardError("bad_value", f"{name}={written!r} means nothing.", f"{name} is one of {offered}.")
        return str(written)

    return read


def read_seconds(name: str, written: Any) -> float | None:
    """Return a length of time in seconds, days being 24 hours; `"none"` is no limit."""
    if written == "none":
        return None
    seconds = parse_duration(written).seconds
    if seconds <= 0:
        raise RegardError("bad_value", f"{name}={written!r} is no time at all.", f'Write {name}="14d".')
    return seconds


def read_years(name: str, written: Any) -> float:
    """Return a length of time in years; a bare number is refused, for its unit would be guessed."""
    if not isinstance(written, str):
        raise RegardError("bad_value", f"{name}={written!r} has no unit.", f'Write {name}="3 years".')
    duration = parse_duration(written)
    if duration.unit in ("months", "years"):
        years = duration.amount / (12 if duration.unit == "months" else 1)
    else:
        years = duration.seconds / _YEAR_SECONDS
    if years <= 0:
        raise RegardError("bad_value", f"{name}={written!r} is no time at all.", f'Write {name}="3 years".')
    return years


def read_fields(name: str, written: Any) -> tuple[str, ...]:
    """Return the names of fields, from one or a list of them."""
    names = (written,) if isinstance(written, str) else tuple(written) if isinstance(written, list | tuple) else ()
    if not names or not all(isinstance(one, str) and one for one in names):
        raise RegardError(
            "bad_value", f"{name}={written!r} names no fields.", f'Write {name}=["properties.workspace"].'
        )
    return names


def read_text(name: str, written: Any) -> str:
    """Return a name."""
    if not isinstance(written, str) or not written:
        raise RegardError("bad_value", f"{name}={written!r} is not a name.", f'Write {name}="...".')
    return written


def read_filters(name: str, written: Any) -> tuple[Filter, ...]:
    """Return filters, of which there must be one at least."""
    filters = parse_filters(written)
    if not filters:
        raise RegardError(
            "bad_value", f"{name}={written!r} has no filters.", f'Write {name}=[["is", "kind", ["review"]]].'
        )
    return filters


READERS: Mapping[str, Read] = {
    "threshold": number(example="6"),
    "span": read_seconds,
    "lifespan": read_years,
    "margin": number(0, 1, "0.4"),
    "discount": number(0, None, "0.1"),
    "window": read_seconds,
    "hold": read_fields,
    "count": choice("people", "events"),
    "hours": choice("calendar", "business"),
    "schedule": read_text,
    "weights": read_text,
    "minimum_base": number(1, None, "30"),
    "own": read_filters,
}
"""From the name of an argument to what reads it; those that name events are event specs, those of curves their own."""


def read_options(own: Mapping[str, Any], takes: tuple[str, ...]) -> dict[str, Any]:
    """Return what the arguments of a metric mean."""
    return {name: READERS[name](name, own[name]) for name in takes if name in own and name in READERS}
