"""Counting in spans: in which of many runs of days a row counts, for all rows and spans at once.

A row has a day and the day before it on which the same thing counted, if any. It counts in a span [first, last] when
its day lies in it and the day before does not: so what has several days in a span counts there once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

NEVER = -1_000_000
"""As a day before: there was none."""

_BEGINNING = date(1970, 1, 1)


@dataclass(frozen=True)
class Days:
    """The days of rows, as numbers since 1970, and the days before them; arrays of one length."""

    day: Any
    before: Any
    until: Any = None
    """The last day on which a span may begin, where that is not the day itself."""


def number_of(day: date) -> int:
    """Return a day as the days since 1970."""
    return (day - _BEGINNING).days


def spans_counting(rows: Days, spans: Sequence[tuple[int, int]]) -> tuple[Any, Any]:
    """Return for each row the place of the first span that counts it and that after the last; equal where none does.

    Neither the first nor the last days of the spans may fall from one span to the next.
    """
    import numpy as np

    firsts, lasts = (np.array([span[side] for span in spans], dtype=np.int64) for side in (0, 1))
    begin = np.maximum(_places(firsts, rows.before, "right"), _places(lasts, rows.day, "left"))
    end = _places(firsts, rows.day if rows.until is None else rows.until, "right")
    return begin, np.maximum(end, begin)


def sums_in_spans(counting: tuple[Any, Any], spans: int, keys: Any, width: int, numbers: Sequence[Any]) -> list[Any]:
    """Return for each array of numbers its sums by span and key, as arrays of `spans` times `width`.

    `keys` are 0 to `width` - 1. Where a row counts in one span at most nothing is ever taken away again, so that sums
    of fractions stay as exact as they are; else a row is added where it begins to count and taken away where it ends.
    """
    import numpy as np

    begin, end = counting
    if not len(begin):
        return [np.zeros((spans, width)) for _ in numbers]
    is_single = bool((end - begin).max() <= 1)
    if is_single:
        kept = np.flatnonzero(end > begin)
        places = begin[kept] * width + keys[kept]
        return [np.bincount(places, one[kept], spans * width).reshape(spans, width) for one in numbers]
    size = (spans + 1) * width
    found = []
    for one in numbers:
        steps = np.bincount(begin * width + keys, one, size) - np.bincount(end * width + keys, one, size)
        found.append(steps.reshape(spans + 1, width).cumsum(axis=0)[:spans])
    return found


@dataclass(frozen=True)
class Table:
    """How much counts in every span within a run of days, of at most `LONGEST_TABLE` days.

    `sums[d, p]` is the sum of the numbers of the rows whose day is at most the d-th, and whose day before is before
    the p-th, so that a span is the difference of two of them (Muthukrishnan 2002).
    """

    first: int
    sums: Any

    def within(self, spans: Sequence[tuple[int, int]]) -> Any:
        """Return the sum in each span of the run."""
        import numpy as np

        starts, ends = (np.array([span[side] for span in spans], dtype=np.int64) - self.first for side in (0, 1))
        return self.sums[ends + 1, starts] - self.sums[starts, starts]


LONGEST_TABLE = 1_200
"""More days than this make a table larger than the rows are."""


def make_table(rows: Days, numbers: Any, days: tuple[int, int]) -> Table:
    """Return the table of rows on a run of days; `until` has no meaning here."""
    import numpy as np

    first, last = days
    length = last - first + 1
    places = (rows.day - first) * length + np.clip(rows.before - first + 1, 0, length - 1)
    counting = rows.before < last
    cells = np.bincount(places[counting], numbers[counting], length * length).reshape(length, length)
    sums = np.zeros((length + 1, length))
    sums[1:] = cells.cumsum(axis=0).cumsum(axis=1)
    return Table(first, sums)


def _places(borders: Any, days: Any, side: str) -> Any:
    """Return where each day would be put among rising borders; looked up by day, of which there are few."""
    import numpy as np

    if not len(days):
        return np.zeros(0, dtype=np.int64)
    low, high = int(borders[0]) - 1, int(borders[-1]) + 1
    table = np.searchsorted(borders, np.arange(low, high + 1), side=side)  # type: ignore[call-overload]
    return table[np.clip(days, low, high) - low]
