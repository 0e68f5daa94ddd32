"""A stretch of rows on its way in: read as columns where that is safe, row by row where it is not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import is_few_texts, is_text
from regard.intake.columns.reading import read_columns
from regard.intake.files.values import to_column
from regard.intake.loaded import Problem
from regard.intake.quarantine import Refusals
from regard.intake.raw import raw_text
from regard.records import Record, RecordType
from regard.records.fields import text_fields
from regard.records.parse import Delivery, Unreadable, parse_record
from regard.warehouses.tables import record_batch

_WHOLE_UP_TO = float(2**53)


@dataclass(frozen=True)
class Chunk:
    """Rows as columns named by field, and what is needed to say where a row stood and how it came."""

    columns: pa.RecordBatch
    line: Callable[[int], int]
    """From the place of a row in the chunk to its line in the file, from 1."""

    raw: Callable[[int], Mapping[str, Any]]
    """From the place of a row in the chunk to the row as it came."""

    file: str | None = None


def read_chunk(record: RecordType, chunk: Chunk, delivery: Delivery, refusals: Refusals) -> Iterator[pa.RecordBatch]:
    """Return the chunk's rows with the schema of their table; what cannot be read goes to the refusals."""
    columns = prepared(record, chunk.columns)
    read = read_columns(record, columns, delivery)
    if read.rows.num_rows:
        yield read.rows
    if not read.others:
        return
    kept: list[Record] = []
    rest = columns.take(pa.array(read.others, pa.int64())).to_pylist()
    for place, row in zip(read.others, rest, strict=True):
        found = parse_record(record, row, delivery)
        if isinstance(found, Unreadable):
            raw = raw_text(chunk.raw(place))
            refusals.refuse(Problem(chunk.file, chunk.line(place), found.field, found.reason, raw))
        else:
            kept.append(found)
    if kept:
        yield record_batch(record, kept)


def prepared(record: RecordType, columns: pa.RecordBatch) -> pa.RecordBatch:
    """Return columns of types that both ways of reading understand alike.

    Moments are cut to microseconds. Whole numbers that a table with gaps holds as floats become whole again where
    the field is text: 13085.0 is the id "13085". Text that is not UTF-8 becomes bytes, which the arbiter refuses. Texts
    that repeat may stay places in a list of few.
    """
    texts = text_fields(record)
    arrays = [_prepared(columns.column(name), is_text_field=name in texts) for name in columns.schema.names]
    return pa.RecordBatch.from_arrays(arrays, names=columns.schema.names)


def _prepared(values: pa.Array, *, is_text_field: bool) -> pa.Array:
    """Return one column as `prepared` says."""
    kind = values.type
    if is_few_texts(values):
        return pa.DictionaryArray.from_arrays(values.indices, _valid_text(values.dictionary))
    if pa.types.is_dictionary(kind):
        values, kind = values.dictionary_decode(), kind.value_type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return values.cast(pa.timestamp("us", kind.tz), safe=False)
    if is_text(kind):
        return _valid_text(values)
    if pa.types.is_map(kind):
        return to_column([None if pairs is None else dict(pairs) for pairs in values.to_pylist()])
    if is_text_field and pa.types.is_floating(kind):
        numbers = values.cast(pa.float64())
        numbers = pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
        is_whole = pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(pc.abs(numbers), _WHOLE_UP_TO))
        return numbers.cast(pa.int64()) if pc.all(is_whole).as_py() else values
    return values


def _valid_text(values: pa.Array) -> pa.Array:
    """Return text, as bytes when some of it is not UTF-8."""
    try:
        values.validate(full=True)
    except pa.ArrowInvalid:
        return values.cast(pa.large_string()).cast(pa.large_binary())
    return values
