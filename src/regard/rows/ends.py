"""The ends of rows in time, found by order: engines look only where they are, and not through all rows.

DuckDB knows the least and the greatest of a column without looking only until rows have come or gone since it last
worked in its log of changes.
"""

import ibis


def earliest(rows: ibis.Table, column: str = "time") -> ibis.Table:
    """Return one row with `first`, the earliest moment of a column; null where there is none."""
    found = rows.select(first=column).filter(ibis._["first"].notnull()).order_by("first").limit(1)
    return found.aggregate(first=found["first"].min())


def ends(rows: ibis.Table, column: str = "time") -> ibis.Table:
    """Return one row with `first` and `last`, the earliest and the latest moment; null where there is none."""
    found = rows.select(last=column).filter(ibis._["last"].notnull()).order_by(ibis.desc("last")).limit(1)
    return earliest(rows, column).cross_join(found.aggregate(last=found["last"].max()))
