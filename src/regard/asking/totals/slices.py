"""Slices of the kept tables in memory: read once for each state of the data, whatever is asked of them."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from regard.asking.totals.spans import NEVER, Days
from regard.metrics.compile.slices import Wanted, slice_of
from regard.rows.derive import DerivedTables
from regard.rows.log import kept_sql
from regard.warehouses.warehouse import Warehouse

_MOST_BYTES = 256_000_000
_MOST_RUNS = 8


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
    memo: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What was worked out of the rows, kept with them."""

    @property
    def size(self) -> int:
        """Return how many bytes it holds, about."""
        return sum(int(one.nbytes) for one in (self.day, self.place, *self.columns.values()))

    def between(self, first: int, last: int) -> "Slice":
        """Return the rows of a run of days; those of the last few runs are kept."""
        import numpy as np

        key = ("between", first, last)
        if key in self.memo:
            found: Slice = self.memo[key]
            return found
        if len(self.memo) >= _MOST_RUNS:
            self.memo.clear()
        start = int(np.searchsorted(self.day, first, side="left"))
        end = int(np.searchsorted(self.day, last, side="right"))
        columns = {name: one[start:end] for name, one in self.columns.items()}
        self.memo[key] = Slice(self.day[start:end], columns, self.whole, self.values, self.place[start:end], self.sql)
        return self.memo[key]  # type: ignore[no-any-return]  # a slice, as was put there

    def days(self) -> Days:
        """Return the days of the rows with those before them, which are never where there is no `back`."""
        import numpy as np

        back = self.columns.get("back")
        before = np.full(len(self.day), NEVER) if back is None else np.where(back < 0, NEVER, self.day - back)
        return Days(self.day, before)


class Slices:
    """Reads slices, and keeps those that were read last as long as the data stays."""

    def __init__(self, warehouse: Warehouse, rows: DerivedTables) -> None:
        """Start with nothing read."""
        self._warehouse = warehouse
        self._rows = rows
        self._known: OrderedDict[str, Slice] = OrderedDict()
        self._version: object = None

    def is_at(self, version: object) -> bool:
        """Return whether the data is as it was; where it is not, what was read is forgotten."""
        if version == self._version:
            return True
        self._version = version
        self._known.clear()
        return False

    def read(self, wanted: Wanted) -> Slice:
        """Return a slice."""
        key = repr(wanted)
        if key not in self._known:
            zone = self._rows.settings.zone
            query = kept_sql(("slice", zone.key, key), lambda: slice_of(wanted, zone), self._warehouse.dialect)
            self._known[key] = _sliced(self._warehouse.run(query), query)
            while sum(one.size for one in self._known.values()) > _MOST_BYTES and len(self._known) > 1:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


def _sliced(table: pa.Table, sql: str) -> Slice:
    """Return the rows of a table in the order of their days; a `back` or `seen` that is null becomes -1."""
    import numpy as np

    day = table.column("day").cast(pa.int32()).to_numpy()
    order: Any = slice(None) if _rises(day) else np.argsort(day, kind="stable")
    names = [name for name in table.column_names if name not in ("day", "value")]
    columns = {name: _numbers(table.column(name))[order] for name in names}
    whole = frozenset(name for name in names if not pa.types.is_floating(table.schema.field(name).type))
    values, place = _encoded(table)
    return Slice(day[order].astype(np.int64), columns, whole, values, place[order], sql)


def _rises(day: Any) -> bool:
    """Return whether no day is before the one ahead of it."""
    return bool((day[1:] >= day[:-1]).all())


def _numbers(column: pa.ChunkedArray) -> Any:
    """Return a column as an array, -1 where it is null."""
    return (pc.fill_null(column, -1) if column.null_count else column).to_numpy()


def _encoded(table: pa.Table) -> tuple[tuple[str | None, ...], Any]:
    """Return the distinct values of a split table and the place of each row's; one null value where it is not split."""
    import numpy as np

    if "value" not in table.column_names:
        return (None,), np.zeros(table.num_rows, dtype=np.int64)
    coded = table.column("value").combine_chunks().dictionary_encode(null_encoding="encode")
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return tuple(coded.dictionary.to_pylist()), coded.indices.to_numpy().astype(np.int64)


def envelope(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and the last day that any of several spans has."""
    return min(first for first, _ in spans), max(last for _, last in spans)
