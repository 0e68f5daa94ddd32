"""Which days a period is compared with."""

from datetime import date, timedelta
from typing import Any

from regard.asking.periods import read_date, read_period
from regard.errors import RegardError
from regard.workspace.durations import months_before

_DAY = timedelta(days=1)
Days = tuple[date, date]
"""The first and the last local day of a period."""


def days_around(compare: Any, days: Days) -> tuple[Days, Days]:
    """Return the days from a date on and as many days before it: the most that the period has on both sides.

    `compare` is `{"date": "2025-03-15"}`; raises `RegardError` with code `bad_value` where the date lies outside.
    """
    turn = read_date(compare["date"])
    first, last = days
    if not first < turn <= last:
        raise RegardError(
            "bad_value",
            f"The date {turn} does not part the period from {first} to {last}.",
            "Name a date inside the period, after its first day.",
        )
    each = min((last - turn).days + 1, (turn - first).days)
    length = timedelta(days=each)
    return (turn, turn + length - _DAY), (turn - length, turn - _DAY)


def compared_days(compare: Any, days: Days, *, align: str | None) -> Days:
    """Return the first and last local day of the compared period.

    `"previous"`: as many days, just before. `"year"`: the same dates one year before. Two dates: as given. With
    `align="weekday"` it moves back to the nearest start on the same weekday.
    """
    first, last = days
    if compare == "previous":
        found = (first - (last - first) - _DAY, first - _DAY)
    elif compare == "year":
        found = (months_before(first, 12), months_before(last, 12))
    elif isinstance(compare, list | tuple):
        found = read_period(tuple(compare), None, lambda: None)  # type: ignore[arg-type]
    else:
        raise RegardError(
            "bad_value",
            f"compare={compare!r} means nothing.",
            'Write "previous", "year", two dates, {"date": "2025-03-15"}, or {"where": [...]} for another segment.',
        )
    if align is None:
        return found
    back = timedelta(days=(found[0].weekday() - first.weekday()) % 7)
    return found[0] - back, found[1] - back
