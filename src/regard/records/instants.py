"""Reading moments: ISO 8601 text and datetimes into UTC, and what a local time means on the two odd days of a year."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)[ ]?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_UTC_NAMES = frozenset({"Z", "z", "UTC", "GMT"})
_EXAMPLE = "Write it like 2025-04-17T09:30:00+02:00."
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""No record is older: what is, is a default value of some system and not a date."""

_FIRST_YEAR, _LAST_YEAR = 1969, 9998
"""Years between which every zone can be reckoned with."""


class UnreadableTimeError(ValueError):
    """A value that is no moment, with the reason as the end of a sentence that names the value."""


def read_instant(value: object, zone: ZoneInfo | None) -> datetime:
    """Return the moment in UTC that a text, `datetime` or `date` names.

    A value without offset is local to `zone`: a local time that a clock change skips means the first instant after
    the change, one that occurs twice the first of the two. Raises `UnreadableTimeError`.
    """
    moment = _moment(value)
    if moment.year < _FIRST_YEAR or moment.year > _LAST_YEAR:
        raise UnreadableTimeError(f"is {'before 1970' if moment.year < _FIRST_YEAR else 'too far ahead'}. {_EXAMPLE}")
    if moment.tzinfo is not None:
        instant = moment.astimezone(UTC)
    elif zone is None:
        raise UnreadableTimeError('has no zone. Pass zone="Europe/Rome" (or where it was written), or add an offset.')
    else:
        instant = local_instant(moment, zone)
    if instant < EARLIEST:
        raise UnreadableTimeError(f"is before 1970. {_EXAMPLE}")
    return instant


def local_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant in UTC at which clocks in `zone` show `local`, or have passed it."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return first
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _next_change(before, first, zone)


def _next_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant between the two whose offset is no longer that of `before`."""
    low, high = int(before.timestamp()), int(after.timestamp())
    offset = before.astimezone(zone).utcoffset()
    while low + 1 < high:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _moment(value: object) -> datetime:
    """Return the value as a datetime, with the offset that it says, if any."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise UnreadableTimeError(f"is a number, such as a spreadsheet shows for a date, and not a time. {_EXAMPLE}")
    if not isinstance(value, str):
        raise UnreadableTimeError(f"is not a time. {_EXAMPLE}")
    found = _ISO.fullmatch(value.strip())
    if found is None:
        raise UnreadableTimeError(f"is not a time that can be read. {_EXAMPLE}")
    day, clock, offset = found.groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock or '00:00'}{_offset(offset)}")
    except ValueError:
        raise UnreadableTimeError(f"is not a date of the calendar. {_EXAMPLE}") from None


def _offset(written: str | None) -> str:
    """Return an offset as `fromisoformat` reads it."""
    return "+00:00" if written in _UTC_NAMES else written or ""


DAY = timedelta(hours=24)
