"""Which days a period is compared with."""

from datetime import date, timedelta
from typing import Any

from regard.asking.periods import read_period
from regard.errors import RegardError
from regard.workspace.durations import months_before

_DAY = timedelta(days=1)


def compared_days(compare: Any, days: tuple[date, date], *, align: str | None) -> tuple[date, date]:
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
            'Write "previous", "year", two dates, or {"where": [...]} for another segment.',
        )
    if align is None:
        return found
    back = timedelta(days=(found[0].weekday() - first.weekday()) % 7)
    return found[0] - back, found[1] - back
