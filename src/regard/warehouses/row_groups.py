"""Rows on their way into DuckDB: gathered from batches of any size, and cut as DuckDB groups rows.

It makes a row group of each batch that it is given, and writes all that are far from full a second time later on.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

ROW_GROUP = 122_880
_ALMOST = 0.9
"""Which part of a row group a batch must have to go as it is: copying its rows together with others costs more."""


def gathered(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[list[pa.RecordBatch]]:
    """Return batches in lists that have at least so many rows together, but for the last; empty ones are left out."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if batch.num_rows:
            held.append(batch)
        if sum(each.num_rows for each in held) >= rows:
            yield held
            held = []
    if held:
        yield held


def in_row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Return the rows of batches in row groups: those that are almost whole as they are, the others put together."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if ROW_GROUP * _ALMOST <= batch.num_rows <= ROW_GROUP:
            yield batch
            continue
        held.append(batch)
        rows = sum(each.num_rows for each in held)
        if rows >= ROW_GROUP:
            table, whole = as_table(held), rows // ROW_GROUP * ROW_GROUP
            for first in range(0, whole, ROW_GROUP):
                yield from _together(table.slice(first, ROW_GROUP))
            held = table.slice(whole).to_batches()
    if held:
        yield from _together(as_table(held))


def as_table(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """Return batches as one table; texts stay places in a list of few where they are so in all of them."""
    return pa.table(
        {name: _column([batch.column(name) for batch in batches]) for name in batches[0].schema.names},
    )


def _column(chunks: Sequence[pa.Array]) -> pa.ChunkedArray:
    """Return the parts of a column as one of one type."""
    kinds = {chunk.type for chunk in chunks}
    if len(kinds) == 1:
        return pa.chunked_array(chunks).unify_dictionaries()
    return pa.chunked_array([c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in chunks])


def _together(rows: pa.Table) -> list[pa.RecordBatch]:
    """Return rows as one batch, copied only where they are several; more where their texts are too long for one."""
    batches = rows.to_batches()
    return rows.combine_chunks().to_batches() if len(batches) > 1 else batches
