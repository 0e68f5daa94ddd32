"""Reading days of the calendar: ISO 8601 text, dates, and the midnights that spreadsheets make of dates."""

import re
from datetime import date, datetime, time

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)[ ]?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_MIDNIGHT = re.compile(r"00:00(?::00(?:[.,]0+)?)?", re.ASCII)
_EXAMPLE = "Write it like 2025-04-17."
EARLIEST_DAY = date(1970, 1, 1)
"""No record is older: what is, is a default value of some system and not a day."""


class UnreadableDayError(ValueError):
    """A value that is no day, with the reason as the end of a sentence that names the value."""


def read_day(value: object) -> date:
    """Return the day that a text, a `date` or a `datetime` at midnight names; it is meant as it is written.

    An offset is refused, for the moment may lie on another day elsewhere. Raises `UnreadableDayError`.
    """
    day = _day(value)
    if day < EARLIEST_DAY:
        raise UnreadableDayError(f"is before 1970. {_EXAMPLE}")
    return day


def _day(value: object) -> date:
    """Return the value as a day of any year."""
    if isinstance(value, datetime):
        _check_midnight(has_offset=value.tzinfo is not None, is_midnight=value.time() == time.min)
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise UnreadableDayError(f"is a number, such as a spreadsheet shows for a date, and not a day. {_EXAMPLE}")
    if not isinstance(value, str):
        raise UnreadableDayError(f"is not a day. {_EXAMPLE}")
    found = _ISO.fullmatch(value.strip())
    if found is None:
        raise UnreadableDayError(f"is not a day that can be read. {_EXAMPLE}")
    day, clock, offset = found.groups()
    _check_midnight(has_offset=bool(offset), is_midnight=clock is None or _MIDNIGHT.fullmatch(clock) is not None)
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise UnreadableDayError(f"is not a date of the calendar. {_EXAMPLE}") from None


def _check_midnight(*, has_offset: bool, is_midnight: bool) -> None:
    """Refuse a moment that is more than the name of a day."""
    if not is_midnight:
        raise UnreadableDayError(f"has a time of the day, and a day has none. {_EXAMPLE}")
    if has_offset:
        raise UnreadableDayError(f"has an offset, and a day has none: elsewhere it is another day. {_EXAMPLE}")
