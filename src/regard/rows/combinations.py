"""Combinations of values: those that visits and events have of dimensions which hang together, each with a code.

There are few of them. Rows are summed by code first, then by what the codes stand for: both are faster than by text.
"""

from collections.abc import Sequence

import ibis

from regard.rows.dimensions import EVERYTHING, bundles
from regard.rows.logged import WHOLE, Log

COMBINATIONS, NAMED = "dated_combinations", "dated_named"
"""The temporary tables of combinations with their codes, and of what each code stands for."""

NONE = 0
"""The code of what has no values at all."""

_NAMED = ibis.table(
    {**dict.fromkeys(("bundle", "code", "place"), "int32"), **dict.fromkeys(("dimension", "value"), "string")},
    name=NAMED,
)


class Combinations:
    """The combinations of the values of some dimensions."""

    def __init__(self, dimensions: Sequence[str], log: Log = WHOLE) -> None:
        """Put the dimensions into bundles; `log` tells of what fields of events some of them are."""
        self.log = log
        self.bundles = bundles(dimensions)
        self.dimensions = [name for bundle in self.bundles for name in bundle]
        columns = {**dict.fromkeys(("bundle", "code"), "int32"), **dict.fromkeys(self.dimensions, "string")}
        self._table = ibis.table(columns, name=COMBINATIONS)

    def code(self, bundle: Sequence[str]) -> str:
        """Return the name of the column of codes of a bundle."""
        return f"code_{self.bundles.index(tuple(bundle))}"

    def codes(self) -> list[str]:
        """Return the names of all columns of codes."""
        return [self.code(bundle) for bundle in self.bundles]

    def found(self, *tables: ibis.Table) -> ibis.Table:
        """Return the combinations in tables, each of which has all dimensions of a bundle or none; codes begin at 1."""
        parts = []
        for index, bundle in enumerate(self.bundles):
            rows = [table.select(*bundle) for table in tables if set(bundle) <= set(table.columns)]
            found = (ibis.union(*rows) if len(rows) > 1 else rows[0]).distinct()
            values = {name: found[name] if name in bundle else ibis.null("string") for name in self.dimensions}
            place = (ibis.row_number() + 1).cast("int32")
            parts.append(found.select(bundle=ibis.literal(index, "int32"), code=place, **values))
        return ibis.union(*parts) if len(parts) > 1 else parts[0]

    def named(self) -> ibis.Table:
        """Return what codes stand for: for each dimension of theirs the value; the first bundle's, everything, too.

        A dimension and value have one `place` among all.
        """
        parts = []
        for index, bundle in enumerate(self.bundles):
            rows = self._of(bundle)
            code = ibis.literal(index, "int32")
            for name in (*bundle, *((EVERYTHING,) if index == 0 else ())):
                value = rows[name] if name else ibis.null("string")
                told = {"bundle": code, "dimension": ibis.literal(name)}
                parts.append(rows.select(**told, code=rows[self.code(bundle)], value=value))
                none = ibis.literal(NONE, "int32")
                parts.append(rows.limit(1).select(**told, code=none, value=ibis.null("string")))
        every = ibis.union(*parts)
        place = ibis.dense_rank().over(order_by=[every.dimension, every["value"]]).cast("int32")
        return every.select("bundle", "code", "dimension", "value", place=place)

    def coded(self, rows: ibis.Table) -> ibis.Table:
        """Return rows with their codes; a bundle that they have no dimensions of has none."""
        for bundle in self.bundles:
            if not set(bundle) <= set(rows.columns):
                continue
            known = self._of(bundle).rename(**{f"of_{name}": name for name in bundle})
            same = [rows[name].identical_to(known[f"of_{name}"]) for name in bundle]
            rows = rows.join(known, same).select(*rows.columns, self.code(bundle))
        return rows

    def by_value(self, parts: Sequence[tuple[Sequence[str], ibis.Table]], keys: Sequence[str]) -> ibis.Table:
        """Return sums by code, of several bundles, as sums by the values of each dimension, in the order of these.

        Places are put in order, not the values: numbers are, in a fraction of the time that text takes.
        """
        rows = [
            part.select(
                *(name for name in part.columns if name != self.code(bundle)),
                bundle=ibis.literal(self.bundles.index(tuple(bundle)), "int32"),
                code=self.code(bundle),
            )
            for bundle, part in parts
        ]
        every = ibis.union(*rows) if len(rows) > 1 else rows[0]
        names = [name for name in every.columns if name not in ("bundle", "code", *keys)]
        told = every.join(_NAMED, ["bundle", "code"]).select("place", *keys, *names)
        sums = told.group_by(["place", *keys]).agg(**{name: told[name].sum() for name in names})
        values = _NAMED.select("place", "dimension", "value").distinct()
        return sums.order_by(["place", *keys]).join(values, "place").select("dimension", "value", *keys, *names)

    def places(self, name: str) -> ibis.Table:
        """Return the place among all values that each code stands for in a dimension, and the value."""
        index, bundle = next((index, bundle) for index, bundle in enumerate(self.bundles) if name in bundle)
        known = _NAMED.filter((_NAMED.bundle == index) & (_NAMED.dimension == name))
        return known.select("place", "value", **{self.code(bundle): known.code})

    def _of(self, bundle: Sequence[str]) -> ibis.Table:
        """Return the combinations of a bundle with their codes."""
        table = self._table
        rows = table.filter(table.bundle == self.bundles.index(tuple(bundle)))
        return rows.select(*bundle, **{self.code(bundle): rows.code})
