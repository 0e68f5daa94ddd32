"""Columns whose values are JSON, and the ids of rows that came without one."""

from collections.abc import Mapping, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import Column, plain
from regard.records import RecordType
from regard.records.content import BETWEEN_FIELDS, ID_IS, KNOWN_BY, content_fields, text_id
from regard.records.fields import Reader, UnfitError, canonical_json, is_blank


def read_json(values: pa.Array, read: Reader, *, is_mapping: bool) -> Column:
    """Return values as JSON text, each one read as the arbiter reads it; nulls where they are empty."""
    texts: dict[object, str | None] = {}
    found: list[str | None] = []
    sure: list[bool] = []
    for value in values.to_pylist():
        key = value if isinstance(value, str | bytes) else None
        if key is None or key not in texts:
            quick = _text_of_mapping(value) if is_mapping and isinstance(value, str) else None
            texts[key], is_right = (quick, True) if quick is not None else _json_text(value, read)
            if not is_right:
                found.append(None)
                sure.append(False)
                del texts[key]
                continue
        found.append(texts[key])
        sure.append(True)
    return Column(pa.array(found, pa.string()), pa.array(sure, pa.bool_()))


def _json_text(value: object, read: Reader) -> tuple[str | None, bool]:
    """Return a value as JSON text, and whether it can be read at all."""
    if is_blank(value):
        return None, True
    try:
        content = read(value, None)
    except UnfitError:
        return None, False
    return (canonical_json(content).decode() if content else None), True


def _text_of_mapping(text: str) -> str | None:
    """Return the JSON text of a mapping in one form, or nothing where it is none or empty; several times as quick."""
    try:
        content = msgspec.json.decode(text)
        return canonical_json(content).decode() if content and isinstance(content, dict) else None
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        return None


def content_ids(record: RecordType, given: Mapping[str, pa.Array], rows: int) -> pa.Array:
    """Return the id that follows from the content of each row, as `records.content.content_id` gives it."""
    own = given.get(ID_IS.get(record.name, ""))
    if own is not None:
        return own
    joined = _joined(record, content_fields(record), given, rows)
    for known in reversed(KNOWN_BY.get(record.name, ())):
        if known[0] in given:
            joined = pc.if_else(given[known[0]].is_valid(), _joined(record, known, given, rows), joined)
    return pa.array([text_id(content) for content in joined.to_pylist()], pa.string())


def _joined(record: RecordType, names: Sequence[str], given: Mapping[str, pa.Array], rows: int) -> pa.Array:
    """Return as one text per row the kind of record and those of the named fields that are given."""
    said = [pa.repeat(record.name, rows)]
    said += [pc.binary_join_element_wise(f"{name}=", _texts(given[name]), "") for name in names if name in given]
    return pc.binary_join_element_wise(*said, BETWEEN_FIELDS, null_handling="skip")


def _texts(values: pa.Array) -> pa.Array:
    """Return values as the text that stands for them in an id."""
    if pa.types.is_floating(values.type):
        return values.view(pa.int64()).cast(pa.string())
    if pa.types.is_timestamp(values.type):
        return values.cast(pa.int64()).cast(pa.string())
    return plain(values).cast(pa.string())
