"""Durations as people write them: a number of seconds, or `"30m"`, `"14d"`, `"3 months"`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from regard.errors import RegardError

_WRITTEN = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_UNITS: dict[str, str] = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "week", "weeks"), "w"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("y", "year", "years"), "years"),
}


@dataclass(frozen=True)
class Duration:
    """A length of time: so many seconds, calendar days, months or years."""

    amount: float
    unit: Literal["s", "m", "h", "d", "w", "months", "years"]

    def __str__(self) -> str:
        """Return the length as people write it."""
        return f"{self.amount:g}{' ' if self.unit in ('months', 'years') else ''}{self.unit}"

    @property
    def seconds(self) -> float:
        """Return the length in seconds, days being 24 hours.

        Raises `RegardError` for months and years, which have no fixed length.
        """
        if self.unit not in _SECONDS:
            raise RegardError(
                "bad_value",
                f'"{self.amount:g} {self.unit}" has no fixed number of seconds.',
                'Write it in days, such as "30d".',
            )
        return self.amount * _SECONDS[self.unit]

    def before(self, day: date) -> date:
        """Return the day that lies this many calendar days, weeks, months or years before `day`."""
        if self.unit in ("months", "years"):
            months = int(self.amount) * (12 if self.unit == "years" else 1)
            return months_before(day, months)
        if self.unit in ("d", "w"):
            return day - timedelta(days=int(self.amount) * (7 if self.unit == "w" else 1))
        if self.seconds and not self.seconds % _SECONDS["d"]:
            return day - timedelta(seconds=self.seconds)
        raise RegardError(
            "bad_value", f'"{self.amount:g}{self.unit}" is shorter than a day.', 'Write whole days, such as "7d".'
        )


def months_before(day: date, months: int) -> date:
    """Return the same day of the month so many months earlier, or the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def parse_duration(written: float | str) -> Duration:
    """Return the duration that a number of seconds or a text such as `"30m"` means.

    Raises `RegardError` with code `bad_value` for anything else.
    """
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        raise _unreadable(written)
    if isinstance(written, int | float):
        return Duration(float(written), "s")
    found = _WRITTEN.match(written)
    unit = _UNITS.get(found[2].lower()) if found else None
    if found is None or unit is None:
        raise _unreadable(written)
    return Duration(float(found[1]), unit)  # type: ignore[arg-type]


def _unreadable(written: object) -> RegardError:
    """Return the error for something that is no duration."""
    return RegardError(
        "bad_value",
        f"{written!r} is not a duration.",
        'Write a number of seconds, or a number with a unit, such as "90s", "30m", "12h", "14d", "2w", "3 months".',
    )
