"""A batch of raw columns becomes rows of a table: those that are surely right; the others are for the arbiter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.agreement import agreeing
from regard.intake.columns.column import Column, all_sure, is_text, plain
from regard.intake.columns.contents import content_ids, read_json
from regard.intake.columns.days import read_days
from regard.intake.columns.numbers import read_flags, read_numbers
from regard.intake.columns.texts import read_texts, read_words
from regard.intake.columns.times import read_times
from regard.records import RecordType
from regard.records.fields import MAY_LIE_AHEAD, field_readers, is_id, plain_hint, required_fields
from regard.records.parse import Delivery
from regard.warehouses.tables import table_schema


@dataclass(frozen=True)
class Read:
    """The rows that are surely right, with the columns of their table, and the places of those that are not.

    Texts that came as places in a list of few may still be so.
    """

    rows: pa.RecordBatch
    others: list[int]


def read_columns(record: RecordType, columns: pa.RecordBatch, delivery: Delivery) -> Read:
    """Return what can be taken of a batch whose columns are named as the fields of a kind of record.

    What is taken, `parse_record` takes with the same values. Columns may be text, numbers, times or JSON.
    """
    read = {name: _read(record, name, columns.column(name), delivery) for name in columns.schema.names}
    values = {name: column.values for name, column in read.items()}
    masks = [column.sure for column in read.values()]
    masks += [values[name].is_valid() for name in _needed(record) if name in values]
    missing = [name for name in _needed(record) if name not in values]
    if not missing:
        masks.append(_young_enough(record, values, delivery))
        masks.append(agreeing(record.name, values, columns.num_rows))
    sure = pa.repeat(pa.scalar(value=False), columns.num_rows) if missing else all_sure(*masks)
    rows = _complete(record, values, delivery, columns.num_rows)
    if sure is None or pc.all(sure).as_py():
        return Read(rows, [])
    sure = pc.fill_null(sure, fill_value=False)
    return Read(rows.filter(sure), pc.indices_nonzero(pc.invert(sure)).to_pylist())


def _young_enough(record: RecordType, values: Mapping[str, pa.Array], delivery: Delivery) -> pa.BooleanArray | None:
    """Return which events are not from before the log begins; `None` where nothing is asked."""
    if delivery.since is None or record.name != "event":
        return None
    since = pa.scalar(delivery.since.astimezone(UTC).replace(tzinfo=None), pa.timestamp("us"))
    return pc.greater_equal(plain(values["time"]), since)


def _needed(record: RecordType) -> tuple[str, ...]:
    """Return the fields that a row must say; the id and the stamp follow from elsewhere."""
    return tuple(name for name in required_fields(record.struct) if name not in ("id", record.stamp))


def _read(record: RecordType, name: str, values: pa.Array, delivery: Delivery) -> Column:
    """Return one column as its field asks.

    Few texts that repeat are read once each; they stay places in a list where none of them turns out to say nothing.
    """
    if not pa.types.is_dictionary(values.type):
        return _read_each(record, name, values, delivery)
    few = _read_each(record, name, values.dictionary, delivery)
    sure = None if few.sure is None else pc.fill_null(few.sure.take(values.indices), fill_value=True)
    if is_text(few.values.type) and not few.values.null_count:
        return Column(pa.DictionaryArray.from_arrays(values.indices.cast(pa.int32()), few.values), sure)
    return Column(few.values.take(values.indices), sure)


def _read_each(record: RecordType, name: str, values: pa.Array, delivery: Delivery) -> Column:
    """Return one column of plain values as its field asks."""
    kind, bounds = _hints(record)[name]
    if get_origin(kind) is Literal:
        return read_words(values, get_args(kind))
    if kind is str:
        return read_texts(values, is_id=is_id(name), pattern=bounds.pattern if bounds else None)
    if kind in (float, int):
        return read_numbers(values, kind, bounds)
    if kind is bool:
        return read_flags(values)
    if kind in (datetime, date):
        may_lie_ahead = name in MAY_LIE_AHEAD
        return (
            read_days(values, delivery) if kind is date else read_times(values, delivery, may_lie_ahead=may_lie_ahead)
        )
    return read_json(values, field_readers(record)[name], is_mapping=get_origin(kind) is dict)


@cache
def _hints(record: RecordType) -> Mapping[str, tuple[Any, msgspec.Meta | None]]:
    """Return the plain type and the bounds of every field."""
    return {name: plain_hint(hint) for name, hint in get_type_hints(record.struct, include_extras=True).items()}


def _complete(record: RecordType, values: dict[str, pa.Array], delivery: Delivery, rows: int) -> pa.RecordBatch:
    """Return the columns of the table, with what follows from the delivery, from the content and from defaults."""
    schema = table_schema(record)
    at = delivery.at.astimezone(UTC).replace(tzinfo=None)
    defaults = {**_defaults(record), record.stamp: at, "source": delivery.source}
    arrays = []
    for field in schema:
        if field.name == "id":
            arrays.append(_ids(record, values, rows))
            continue
        default = pa.scalar(defaults.get(field.name), field.type)
        found = values.get(field.name)
        if found is None:
            arrays.append(pa.repeat(default, rows) if default.is_valid else pa.nulls(rows, field.type))
        else:
            arrays.append(pc.fill_null(plain(found), default) if default.is_valid and found.null_count else found)
    return pa.RecordBatch.from_arrays(arrays, names=schema.names)


def _ids(record: RecordType, values: dict[str, pa.Array], rows: int) -> pa.Array:
    """Return the ids that were given, and where there is none the one that follows from the content."""
    given = plain(values["id"]) if "id" in values else None
    if given is not None and not given.null_count:
        return given
    derived = plain(content_ids(record, values, rows))
    return derived if given is None else pc.coalesce(given, derived)


@cache
def _defaults(record: RecordType) -> Mapping[str, object]:
    """Return the values of fields that a row does not say, as a table holds them."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(record.struct):
        if field.default_factory is not msgspec.NODEFAULT:
            found[field.name] = msgspec.json.encode(field.default_factory()).decode()
        elif field.default is not msgspec.NODEFAULT:
            found[field.name] = field.default
    return found
