"""What some rows, put in the place of others, change in the totals."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial

import ibis

from regard.rows import page_visits, totals, touches, visits
from regard.rows.days import Days
from regard.rows.dimensions import EVERYTHING, is_origin
from regard.rows.kept_sums import KeptSums
from regard.rows.log import kept_sql
from regard.rows.repeated import repeated
from regard.warehouses.warehouse import Warehouse

_PARTS = {"own": "touch_totals", "origin": "touch_totals", "visits": "visit_totals", "pages": "page_totals"}
"""The dated rows that totals are summed up from, and the table that each belongs to."""


def rows_of(dimensions: Collection[str]) -> dict[str, ibis.Table]:
    """Return the rows of each grain that is summed up, with those of some dimensions that were declared."""
    return {"touches": touches.TABLE, "visits": visits.table(dimensions), "page_visits": page_visits.TABLE}


def needed(sums: KeptSums) -> dict[str, list[str]]:
    """Return by table the columns of rows that a change of their totals is made of."""
    kept = tuple(sorted({name for names in sums.dimensions.values() for name in names}))
    return {name: _needed(name, kept, sums.measures[name]) for name in rows_of(kept)}


@cache
def _needed(name: str, dimensions: tuple[str, ...], measures: totals.Measures) -> list[str]:
    """Return the columns of one table."""
    return totals.needed(rows_of(dimensions)[name], dimensions, measures)


class NetTotals:
    """The change of the totals of one workspace by one batch."""

    def __init__(self, warehouse: Warehouse, sums: KeptSums, days: Days) -> None:
        """Do nothing yet."""
        self._warehouse = warehouse
        self._sums = sums
        self._days = days

    def add(self, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        """Add what rows bring to the totals and take away; `old` and `new` are their names, by that of the kept."""
        for part, table in _PARTS.items():
            dimensions = self._dimensions(part)
            if dimensions:
                gone = self._sql((part, "gone"), partial(self._taken_away, part), old)
                come = self._sql((part, "come"), partial(self._dated, part), new)
                left = self._sql((part, "left"), partial(self._left, part), {})
                net = self._sql((part, "net"), partial(self._net, part, dimensions), {})
                dated = f"dated_{part} as (({gone}) union all by name ({come}))"
                self._warehouse.append(table, f"with {dated}, left_{part} as ({left}) ({net})")

    def _dimensions(self, part: str) -> Sequence[str | None]:
        """Return the dimensions by which a part is summed up, `None` for everything."""
        kept = self._sums.dimensions[_PARTS[part]]
        if part == "origin":
            return [name for name in kept if is_origin(name)]
        return (None, *(name for name in kept if part != "own" or not is_origin(name)))

    def _dated(self, part: str) -> ibis.Table:
        """Return the dated rows of a part."""
        kept = self._sums.dimensions[_PARTS[part]]
        measures = self._sums.measures[totals.GRAINS[_PARTS[part]]]
        makers: Mapping[str, Callable[[], ibis.Table]] = {
            "own": lambda: totals.dated_touches(kept, measures, self._days.of),
            "origin": lambda: totals.dated_origins(kept, measures, self._days.of, self._sums.log),
            "visits": lambda: totals.dated_visits(kept, measures),
            "pages": lambda: totals.dated_pages(kept, measures),
        }
        return makers[part]()

    def _taken_away(self, part: str) -> ibis.Table:
        """Return the dated rows of a part with sums that take them away."""
        rows = self._dated(part)
        return rows.mutate(**{name: -rows[name] for name in self._summed(rows)})

    def _left(self, part: str) -> ibis.Table:
        """Return the dated rows of a part without those that go and come alike: most do."""
        dated = ibis.table(self._dated(part).schema(), name=f"dated_{part}")
        names = self._summed(dated)
        keys = [name for name in dated.columns if name not in names]
        return _changed(totals.summed(dated, keys, {name: dated[name] for name in names}), names)

    def _net(self, part: str, dimensions: Sequence[str | None]) -> ibis.Table:
        """Return the totals by dimension of the dated rows of a part, without those in which nothing changes."""
        dated = ibis.table(self._dated(part).schema(), name=f"left_{part}")
        names = self._summed(dated)
        place = [name for name in totals.PLACE_OF_VISIT if name in dated.columns]
        every = repeated(dated, [*place, *names], [_value(dated, dimension) for dimension in dimensions])
        keys = ["dimension", "value", *place]
        return _changed(totals.summed(every, keys, {name: every[name] for name in names}), names)

    def _summed(self, rows: ibis.Table) -> list[str]:
        """Return the columns of dated rows that are summed up."""
        dimensions = {name for names in self._sums.dimensions.values() for name in names}
        return [name for name in rows.columns if name not in dimensions and name not in totals.PLACE_OF_VISIT]

    def _sql(self, name: object, make: Callable[[], ibis.Table], renamed: Mapping[str, str]) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        return kept_sql(("net totals", name, self._sums.settled, self._days), make, self._warehouse.dialect, renamed)


def _changed(rows: ibis.Table, names: Sequence[str]) -> ibis.Table:
    """Return the rows in which not all sums are 0."""
    return rows.filter(ibis.or_(*(rows[name] != 0 for name in names)))


def _value(dated: ibis.Table, dimension: str | None) -> dict[str, ibis.Value]:
    """Return a dimension, `None` for everything, with the value of dated rows."""
    value = ibis.null("string") if dimension is None else dated[dimension].cast("string")
    return {"dimension": ibis.literal(dimension or EVERYTHING), "value": value}
