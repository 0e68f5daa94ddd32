"""Slices of the kept tables in memory: read once for each state of the data, whatever is asked of them."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from regard.asking.totals.arrays import Halves, Slice, array_of
from regard.metrics.compile.slices import Wanted, slice_of
from regard.rows.dimensions import EVERYTHING
from regard.rows.log import kept_sql
from regard.rows.upkeep import Upkeep
from regard.warehouses.warehouse import Warehouse

_MOST_BYTES = 256_000_000
_KEYS = ("back", "seen", "lag", "person_group")
"""Columns that are no numbers to be summed up."""


class Slices:
    """Reads slices, and keeps those that were read last as long as the data stays."""

    def __init__(self, warehouse: Warehouse, rows: Upkeep) -> None:
        """Start with nothing read."""
        self._warehouse = warehouse
        self._rows = rows
        self._known: OrderedDict[str, Slice | Halves] = OrderedDict()
        self._version: object = None

    def is_at(self, version: object) -> bool:
        """Return whether the data is as it was; where it is not, what was read is forgotten."""
        if version == self._version:
            return True
        self._version = version
        self._known.clear()
        return False

    def read(self, wanted: Wanted) -> Slice:
        """Return a slice of return gaps or pairs of days."""
        is_tabled = wanted.dimension == EVERYTHING
        found: Slice = self._found(wanted, lambda table, sql: _sliced(table, sql, is_tabled=is_tabled))
        return found

    def totals(self, wanted: Wanted) -> Halves:
        """Return a slice of totals."""
        found: Halves = self._found(wanted, _halves)
        return found

    def _found(self, wanted: Wanted, make: Callable[[pa.Table, str], Slice | Halves]) -> Any:
        """Return what is made of a slice, read where it is not at hand."""
        key = repr(wanted)
        if key not in self._known:
            zone = self._rows.settings.zone
            query = kept_sql(("slice", zone.key, key), lambda: slice_of(wanted, zone), self._warehouse.dialect)
            self._known[key] = make(self._warehouse.run(query), query)
            while sum(one.size for one in self._known.values()) > _MOST_BYTES and len(self._known) > 1:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


def _halves(table: pa.Table, sql: str) -> Halves:
    """Return the rows of a table of totals in two halves."""
    rows = _sliced(table, sql, is_tabled=False)
    if "back" not in rows.columns:
        return Halves(rows, rows.taken(slice(0, 0)))
    return Halves(rows.taken(rows.columns["back"] < 0), rows.taken(rows.columns["back"] >= 0))


def _sliced(table: pa.Table, sql: str, *, is_tabled: bool) -> Slice:
    """Return the rows of a table in the order of their days."""
    import numpy as np

    day = array_of(table.column("day"), pa.int32())
    order: Any = slice(None) if _rises(day) else np.argsort(day, kind="stable")
    names = [name for name in table.column_names if name not in ("day", "value")]
    columns = {name: _numbers(table.column(name), is_key=name in _KEYS)[order] for name in names}
    whole = frozenset(name for name in names if not pa.types.is_floating(table.schema.field(name).type))
    values, place = _encoded(table)
    return Slice(day[order].astype(np.int64), columns, whole, values, place[order], sql, is_tabled)


def _rises(day: Any) -> bool:
    """Return whether no day is before the one ahead of it."""
    return bool((day[1:] >= day[:-1]).all())


def _numbers(column: pa.ChunkedArray, *, is_key: bool) -> Any:
    """Return a column without nulls as an array, of floats where it is summed up, which numpy does with no others."""
    found = array_of(column)
    return found if is_key else found.astype("float64")


def _encoded(table: pa.Table) -> tuple[tuple[str | None, ...], Any]:
    """Return the distinct values of a split table and the place of each row's; one null value where it is not split."""
    import numpy as np

    if "value" not in table.column_names:
        return (None,), np.broadcast_to(np.int64(0), table.num_rows)
    coded = table.column("value").combine_chunks().dictionary_encode(null_encoding="encode")
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return tuple(coded.dictionary.to_pylist()), array_of(coded.indices).astype(np.int64)
