"""Where rows are kept: their places in their table, by which few of many are read quickly once it is known which."""

import ibis

AT = "rowid"
"""The column by which the engine tells the rows of a table apart: in one transaction it stays as it is."""

KEPT_AT = "kept_at"
"""Where a row that was set aside is kept: its `AT`."""


def kept(table: ibis.Table) -> ibis.Table:
    """Return a kept table with the place of each row in it."""
    rows = ibis.table({**dict(table.schema().items()), AT: "int64"}, name=table.get_name())
    return rows.select(*table.columns, **{KEPT_AT: AT})


def at(table: ibis.Table, places: ibis.Table) -> ibis.Table:
    """Return the rows of a table at the given places, and where they are: few are read quickly so, of any length."""
    return kept(table).semi_join(places, KEPT_AT)
