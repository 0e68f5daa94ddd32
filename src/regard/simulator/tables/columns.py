"""Columns: arrays of codes and numbers as Arrow, and the table of a kind of record from its columns."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regard.records import RecordType
from regard.simulator.arrays import Flags, Floats, Ints, Numbers
from regard.warehouses.tables import table_schema

INSTANT = pa.timestamp("us", tz="UTC")
_TEXT = pa.dictionary(pa.int32(), pa.string())


def texts(codes: Ints, words: Sequence[str] | pa.Array) -> pa.DictionaryArray:
    """Return a text column; code -1 is null. The words must differ: equal ones make Parquet files that vary."""
    return pa.DictionaryArray.from_arrays(_masked(codes.astype(np.int32), codes < 0), pa.array(words, pa.string()))


def always(word: str, count: int) -> pa.DictionaryArray:
    """Return a text column that says the same everywhere."""
    return texts(np.zeros(count, dtype=np.int64), [word])


def instants(microseconds: Ints, is_set: Flags | None = None) -> pa.Array:
    """Return a column of instants; null where it is not set."""
    return _masked(microseconds, None if is_set is None else ~is_set).cast(INSTANT)


def whole_numbers(values: Ints, is_set: Flags) -> pa.Array:
    """Return a column of whole numbers; null where it is not set."""
    return _masked(values, ~is_set)


def numbers(values: Floats) -> pa.Array:
    """Return a column of numbers; what is not a number is null."""
    return _masked(values, np.isnan(values))


def flags(codes: Ints) -> pa.Array:
    """Return a column of true and false from 1 and 0; -1 is null."""
    return _masked(codes == 1, codes < 0)


def numbered(prefix: str, places: Ints, suffix: str = "") -> pa.Array:
    """Return texts such as `u17`."""
    return pc.binary_join_element_wise(prefix, pc.cast(pa.array(places), pa.string()), suffix, "")


def _masked(values: Numbers, mask: Flags | None) -> pa.Array:
    """Return values as Arrow, null where the mask holds; without a mask in the array when nothing is masked."""
    return pa.array(values, mask=mask if mask is not None and mask.any() else None)


def file_schema(record: RecordType) -> pa.Schema:
    """Return the schema of a kind's files and tables: instants in UTC, text as text."""
    types = {pa.timestamp("us"): INSTANT}
    return pa.schema([pa.field(field.name, types.get(field.type, field.type)) for field in table_schema(record)])


def record_table(record: RecordType, columns: Mapping[str, pa.Array]) -> pa.Table:
    """Return the table of a kind of record, text coded; fields without a column are null."""
    schema = file_schema(record)
    count = len(columns["id"])
    arrays = []
    for field in schema:
        column = columns.get(field.name)
        if column is None:
            column = pa.nulls(count, _TEXT if field.type == pa.string() else field.type)
        arrays.append(column)
    return pa.Table.from_arrays(arrays, names=schema.names)


def joined_table(record: RecordType, parts: Sequence[pa.Table]) -> pa.Table:
    """Return parts as one table with text as text."""
    schema = file_schema(record)
    return pa.concat_tables([part.cast(schema) for part in parts]).combine_chunks() if parts else schema.empty_table()
