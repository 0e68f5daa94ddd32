"""The arguments of a retention curve, read and refused before anything is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regard.asking.arguments import choice
from regard.asking.curves.telling import read_whole
from regard.errors import RegardError
from regard.rows.specs import EventSpec, parse_spec

_DEFAULTS: Mapping[str, Any] = {
    "start": "any",
    "back": "any",
    "rule": "bounded",
    "cohorts": "first_time",
    "window": "calendar",
    "min_occurrences": 1,
    "intervals": 8,
}
_CHOICES = {
    "rule": choice("bounded", "unbounded"),
    "cohorts": choice("first_time", "recurring"),
    "window": choice("calendar", "elapsed"),
}
_WINDOW_SECONDS = {"day": 86_400, "week": 7 * 86_400}
_MOST_COLUMNS = 1000
_MOST_TIMES = 1_000_000


@dataclass(frozen=True)
class RetentionOptions:
    """What a retention curve was asked to do."""

    start: EventSpec
    back: EventSpec
    columns: int
    at_least: int
    is_recurring: bool
    is_unbounded: bool
    window_seconds: int | None
    """The length of a bucket that runs from the person's own start; `None` for buckets of the calendar."""

    written: dict[str, Any]
    """The arguments as they were understood, defaults included."""


def read_retention(options: Mapping[str, Any], every: str) -> RetentionOptions:
    """Return what the arguments of a retention curve mean; `every` is the length of its buckets.

    Raises `RegardError` with code `bad_value`, `bad_filter`, or `not_together` for elapsed windows of anything but days
    and weeks.
    """
    told = {**_DEFAULTS, **options}
    for name, read in _CHOICES.items():
        read(name, told[name])
    is_elapsed = told["window"] == "elapsed"
    if is_elapsed and every not in _WINDOW_SECONDS:
        message = f'window="elapsed" and every="{every}" do not go together.'
        raise RegardError("not_together", message, 'A window is 24 hours or 7 times that: take every="day" or "week".')
    return RetentionOptions(
        start=parse_spec(told["start"]),
        back=parse_spec(told["back"]),
        columns=read_whole("intervals", told["intervals"], 1, _MOST_COLUMNS),
        at_least=read_whole("min_occurrences", told["min_occurrences"], 1, _MOST_TIMES),
        is_recurring=told["cohorts"] == "recurring",
        is_unbounded=told["rule"] == "unbounded",
        window_seconds=_WINDOW_SECONDS[every] if is_elapsed else None,
        written=told,
    )
