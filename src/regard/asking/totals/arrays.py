"""The rows of a slice of a kept table as arrays, and what is worked out of them for some spans."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from regard.asking.totals.spans import MOST_CELLS, NEVER, Days, Table, make_table

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_KEPT = 16
"""How many runs of days and tables are kept of a slice."""

_STEP = 256
"""Tables are made for runs of so many days and their multiples, so that they serve other spans too."""


def array_of(column: "pa.Array | pa.ChunkedArray", kind: "pa.DataType | None" = None) -> Any:
    """Return a column without nulls as an array; not by `to_numpy`, which would load pandas where there is one."""
    import numpy as np

    whole = getattr(column, "combine_chunks", lambda: column)()
    return np.from_dlpack(whole if kind is None else whole.view(kind))


def envelope(spans: Any) -> tuple[int, int]:
    """Return the first and the last day that any of several spans has, which are pairs of days."""
    return int(spans[:, 0].min()), int(spans[:, 1].max())


def run_of(spans: Any) -> tuple[int, int]:
    """Return the run of days that a table is made for, which serves some spans and others close by."""
    first, last = envelope(spans)
    return first - first % _STEP, last + _STEP - 1 - last % _STEP


@dataclass(frozen=True)
class Slice:
    """The rows of a slice by day: arrays of one length."""

    day: Any
    columns: dict[str, Any]
    whole: frozenset[str]
    """The columns that hold whole numbers."""

    values: tuple[str | None, ...]
    """The values of the dimension, by their place; one that is null where the slice is not split."""

    place: Any
    """The place of each row's value."""

    sql: str
    is_tabled: bool = False
    """Whether it is asked for so often that tables of it are worth their making at once, not when asked for again."""

    memo: OrderedDict[Any, Any] = field(default_factory=OrderedDict, compare=False)
    """What was worked out of the rows, kept with them."""

    @property
    def size(self) -> int:
        """Return how many bytes it holds, about."""
        made = [one.sums if isinstance(one, Table) else one for one in self.memo.values()]
        places = [self.place] if len(self.values) > 1 else []
        arrays = (self.day, *places, *self.columns.values(), *made)
        return sum(int(getattr(one, "nbytes", 0)) for one in arrays)

    def between(self, spans: Any) -> "Slice":
        """Return the rows whose day is not before the first of some spans, nor after the last."""
        first, last = envelope(spans)

        def make() -> Slice:
            start, end = self.day.searchsorted(first, side="left"), self.day.searchsorted(last, side="right")
            return self.taken(slice(int(start), int(end)))

        found: Slice = self.remember(("between", first, last), make)
        return found

    def having(self, other: str) -> "Slice":
        """Return the rows with another day: all of them, but for the day first seen, which first days alone have."""
        if other != "seen":
            return self
        found: Slice = self.remember("firsts", lambda: self.taken(self.columns["back"] < 0))
        return found

    def valued(self, places: range) -> "Slice":
        """Return the rows of the values at some places."""
        import numpy as np

        if len(places) == len(self.values):
            return self
        rows = self.taken(np.flatnonzero((self.place >= places.start) & (self.place < places.stop)))
        return replace(rows, values=self.values[places.start : places.stop], place=rows.place - places.start)

    def days(self, other: str = "back") -> Days:
        """Return the days of the rows with others, so many days before as a column says; never where it says none."""
        found: Days = self.remember(("days", other), lambda: self._days(other))
        return found

    def table(self, number: str, other: str, spans: Any) -> Table | None:
        """Return the table of a number by day and other day that serves some spans, `None` where none is made."""
        run = run_of(spans)
        if len(self.values) * (run[1] - run[0] + 1) ** 2 > MOST_CELLS:
            return None
        asked = ("asked", number, other, run)
        if not self.is_tabled and asked not in self.memo:
            self.remember(asked, lambda: True)
            return None
        rows = self.having(other)

        def make() -> Table:
            start, end = rows.day.searchsorted(run[0], side="left"), rows.day.searchsorted(run[1], side="right")
            days, inside = rows.days(other), slice(int(start), int(end))
            of_run = Days(days.day[inside], days.before[inside])
            return make_table(of_run, rows.place[inside], len(self.values), rows.columns[number][inside], run)

        found: Table = self.remember(("table", number, other, run), make)
        return found

    def remember(self, key: object, make: Callable[[], Any]) -> Any:
        """Return what is made of the rows; the last few are kept."""
        if key not in self.memo:
            self.memo[key] = make()
            while len(self.memo) > _MOST_KEPT:
                self.memo.popitem(last=False)
        self.memo.move_to_end(key)
        return self.memo[key]

    def taken(self, rows: Any) -> "Slice":
        """Return some of the rows."""
        columns = {name: one[rows] for name, one in self.columns.items()}
        return Slice(self.day[rows], columns, self.whole, self.values, self.place[rows], self.sql)

    def _days(self, other: str) -> Days:
        """Work out the days of the rows."""
        import numpy as np

        ago = self.columns.get(other)
        before = np.full(len(self.day), NEVER) if ago is None else np.where(ago < 0, NEVER, self.day - ago)
        return Days(self.day, before)


@dataclass(frozen=True)
class Halves:
    """The rows of a slice of totals: those of what counts for the first time, and those of what has counted before.

    Of the first half a row counts in every span that has its day. The second is small: visits that go on over midnight.
    """

    once: Slice
    again: Slice

    @property
    def size(self) -> int:
        """Return how many bytes both hold, about."""
        return self.once.size + self.again.size

    def rows(self, spans: Any) -> int:
        """Return how many rows lie on the days of spans."""
        return sum(len(half.between(spans).day) for half in (self.once, self.again))
