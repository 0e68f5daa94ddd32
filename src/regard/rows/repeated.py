"""Rows repeated, once for each of several things that are told of them."""

from collections.abc import Mapping, Sequence

import ibis


def repeated(rows: ibis.Table, columns: Sequence[str], told: Sequence[Mapping[str, ibis.Value]]) -> ibis.Table:
    """Return some columns of each row with what each of `told`, which have the same names, tells of it."""
    # A list in each row is planned in a fraction of the time that a union takes.
    every = rows.select(*columns, told=ibis.array([ibis.struct(dict(values)) for values in told]).unnest())
    return every.select(*columns, **{name: every.told[name] for name in told[0]})
