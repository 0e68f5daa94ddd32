"""Counting in spans: in which of many runs of days a row counts, for all rows and spans at once.

A row has a day and the day before it on which the same thing counted, if any. It counts in a span [first, last] when
its day lies in it and the day before does not: so what has several days in a span counts there once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NEVER = -1_000_000
"""As a day before: there was none."""

_WIDE = 2**31
"""Sums below this have room in 32 bits."""


@dataclass(frozen=True)
class Days:
    """The days of rows, as numbers since 1970, and the days before them; arrays of one length."""

    day: Any
    before: Any
    until: Any = None
    """The last day on which a span may begin, where that is not the day itself."""


def spans_counting(rows: Days, spans: Any) -> tuple[Any, Any]:
    """Return for each row the place of the first span that counts it and that after the last; equal where none does.

    `spans` are pairs of first and last days, as an array; neither may fall from one span to the next.
    """
    import numpy as np

    firsts, lasts = spans[:, 0], spans[:, 1]
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


def sums_in_each(days: Days, spans: Any, keys: Any, width: int, numbers: Sequence[Any]) -> list[Any]:
    """Return the same of a period, which is the first of the spans and may hold the others, and of its buckets."""
    import numpy as np

    parts = [
        sums_in_spans(spans_counting(days, each), len(each), keys, width, numbers)
        for each in (spans[:1], spans[1:])
        if len(each)
    ]
    return [np.concatenate(sums) for sums in zip(*parts, strict=True)]


@dataclass(frozen=True)
class Table:
    """Sums of the numbers of rows by key for every span within a run of days, and for those that reach beyond all rows.

    `sums[k, d, p]` is the sum of the numbers of the rows of a key whose day is before the d-th of the run, and whose
    day before is before the p-th, so that a span is the difference of two of them (Muthukrishnan 2002). What is asked
    for comes as an array by span and key.
    """

    first: int
    sums: Any

    def within(self, spans: Any) -> Any:
        """Return for each span the sum of the rows whose day lies in it and whose day before does not."""
        start, end = self._places(spans)
        return self._sum(end, start) - self._sum(start, start)

    def on_days(self, spans: Any) -> Any:
        """Return for each span the sum of the rows whose day lies in it."""
        start, end = self._places(spans)
        return self._sum(end, -1) - self._sum(start, -1)

    def inside(self, spans: Any) -> Any:
        """Return for each span the sum of the rows both of whose days lie in it."""
        return self.on_days(spans) - self.within(spans)

    def _sum(self, day: Any, before: Any) -> Any:
        """Return sums wide enough to be added up further."""
        return self.sums[:, day, before].T.astype("int64")

    def _places(self, spans: Any) -> Any:
        """Return where each span starts in the run and where it is over; `spans` are pairs of days, as an array."""
        import numpy as np

        length = self.sums.shape[1] - 1
        return np.clip(spans[:, 0] - self.first, 0, length), np.clip(spans[:, 1] + 1 - self.first, 0, length)


MOST_CELLS = 6_000_000
"""A table of more is not made: it would have over 24 MB."""


def make_table(rows: Days, keys: Any, width: int, numbers: Any, days: tuple[int, int]) -> Table:
    """Return the table of rows on a run of days, with `keys` of 0 to `width` - 1; `until` has no meaning here."""
    import numpy as np

    first, last = days
    length = last - first + 1
    places = (keys * length + rows.day - first) * (length + 1) + np.maximum(rows.before - first + 1, 0)
    cells = np.bincount(places, numbers, width * length * (length + 1)).reshape(width, length, length + 1)
    kind = np.int32 if np.abs(numbers).sum() < _WIDE else np.int64
    sums = np.zeros((width, length + 1, length + 1), dtype=kind)
    np.cumsum(cells, axis=2, out=cells)
    for place in range(length):  # Row by row: numpy adds up along columns many times as slowly.
        np.add(sums[:, place], cells[:, place], out=sums[:, place + 1], casting="unsafe")
    return Table(first, sums)


def _places(borders: Any, days: Any, side: str) -> Any:
    """Return where each day would be put among rising borders; looked up by day, of which there are few."""
    import numpy as np

    if not len(days):
        return np.zeros(0, dtype=np.int64)
    low, high = int(borders[0]) - 1, int(borders[-1]) + 1
    table = np.searchsorted(borders, np.arange(low, high + 1), side=side)  # type: ignore[call-overload]
    return table[np.clip(days, low, high) - low]
