"""Values of any type become a column."""

from collections.abc import Sequence
from datetime import date, datetime, time

import pyarrow as pa

from regard.records.fields import canonical_json

_LARGEST_EXACT = 2**53


def to_column(values: Sequence[object]) -> pa.Array:
    """Return values as a column of their type; several simple types together become text, and nested values JSON.

    JSON is kept as bytes, so that a field of text does not take it for a text.
    """
    kinds = {type(value) for value in values if value is not None}
    if not kinds or kinds == {str}:
        return pa.array(values, pa.string())
    if kinds & {dict, list}:
        return pa.array([None if value is None else canonical_json(value) for value in values], pa.large_binary())
    if kinds == {int, float} and all(not isinstance(value, int) or abs(value) < _LARGEST_EXACT for value in values):
        return pa.array(values, pa.float64())
    if len(kinds) == 1 and kinds <= {bool, int, float, date, datetime}:
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, OverflowError):
            return pa.array([_text(value) for value in values], pa.string())
    return pa.array([_text(value) for value in values], pa.string())


def _text(value: object) -> str | None:
    """Return a simple value as the text that stands for it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)
