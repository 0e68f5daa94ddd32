"""Columns that go to the properties: one mapping per row."""

import math
from collections.abc import Mapping
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import is_text
from regard.records.fields import canonical_json

_PLAIN_NUMBER = r"^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$"
_FLAG = r"^(?:true|false|TRUE|FALSE|True|False)$"


def is_typed(values: pa.Array) -> bool:
    """Return whether a column of text holds numbers only, none of which would lose a leading zero, or flags only."""
    if not is_text(values.type):
        return False
    texts = values.cast(pa.string())
    said = texts.filter(pc.not_equal(texts, ""))
    return len(said) > 0 and any(
        pc.all(pc.match_substring_regex(said, pattern)).as_py() for pattern in (_PLAIN_NUMBER, _FLAG)
    )


def join_properties(
    given: pa.Array | None, columns: Mapping[str, pa.Array], fixed: Mapping[str, Any], rows: int
) -> pa.Array:
    """Return one JSON object per row, as bytes: the given properties, those from columns by key, and fixed ones.

    What is null or empty text is left out. A row whose given properties are no JSON object keeps them as they are.
    """
    keys, lists = list(columns), [_values(column) for column in columns.values()]
    before = given.to_pylist() if given is not None else [None] * rows
    found = []
    for place in range(rows):
        cells = {key: values[place] for key, values in zip(keys, lists, strict=True)}
        row = {**fixed, **{key: cell for key, cell in cells.items() if cell is not None}}
        own = _own(before[place])
        found.append(canonical_json({**own, **row}) if isinstance(own, dict) else own)
    return pa.array(found, pa.large_binary())


def as_values(values: pa.Array) -> pa.Array:
    """Return text as numbers and flags where it is one: a column of JSON in bytes."""
    return pa.array([_value(value) for value in values.to_pylist()], pa.large_binary())


def _values(column: pa.Array) -> list[Any]:
    """Return the values of a column, null for empty text; nested JSON is unpacked."""
    values = column.to_pylist()
    if pa.types.is_large_binary(column.type):
        return [None if value is None else msgspec.json.decode(value) for value in values]
    return [None if value == "" else value for value in values]


def _own(value: object) -> dict[str, Any] | bytes:
    """Return the properties that a row says itself; what is no mapping stays as it is, for the arbiter to refuse."""
    if value is None or value == "":
        return {}
    if isinstance(value, str | bytes):
        try:
            found = msgspec.json.decode(value)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return value if isinstance(value, bytes) else value.encode()
        return found if isinstance(found, dict) else canonical_json(found)
    return value if isinstance(value, dict) else canonical_json(value)


def _value(text: str | None) -> bytes | None:
    """Return a text as JSON: the number or flag that it is, else itself."""
    if not text:
        return None
    if text.lower() in ("true", "false"):
        return text.lower().encode()
    try:
        number = float(text)
    except ValueError:
        return canonical_json(text)
    if not math.isfinite(number):
        return canonical_json(text)
    return canonical_json(int(text) if number.is_integer() and text.lstrip("-").isdigit() else number)
