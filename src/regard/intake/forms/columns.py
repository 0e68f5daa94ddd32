"""One column as its field needs it: dates in ISO 8601, plain numbers, words in small letters, ids without blanks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import is_few_texts, is_text
from regard.intake.forms.dates import Order, iso_dates, iso_of_numbers
from regard.intake.forms.numbers import Decimal, plain_numbers, without_dashes
from regard.records import RecordType
from regard.records.fields import is_id, plain_hint

_BLANKS = " \t\r\n\u00a0"


@dataclass(frozen=True)
class Forms:
    """How a file writes dates and numbers."""

    decimal: Decimal = "."
    orders: dict[str, Order] = field(default_factory=dict)
    """The order of dates, by our field; of fields not named it does not matter."""


@cache
def field_kinds(record: RecordType) -> dict[str, Any]:
    """Return the plain type of every field."""
    hints = get_type_hints(record.struct, include_extras=True)
    return {name: plain_hint(hint)[0] for name, hint in hints.items()}


def in_form(record: RecordType, name: str, values: pa.Array, forms: Forms) -> pa.Array:
    """Return a column of a file as the field of that name needs it; what cannot be made plain stays as it is."""
    if is_few_texts(values):
        few = _in_form(record, name, values.dictionary, forms)
        return pa.DictionaryArray.from_arrays(values.indices, few)
    is_dictionary = pa.types.is_dictionary(values.type)
    return _in_form(record, name, values.dictionary_decode() if is_dictionary else values, forms)


def _in_form(record: RecordType, name: str, values: pa.Array, forms: Forms) -> pa.Array:
    """Return plain values as the field of that name needs them."""
    kind = field_kinds(record)[name]
    if kind in (datetime, date) and (pa.types.is_integer(values.type) or pa.types.is_floating(values.type)):
        return iso_of_numbers(values)
    if not is_text(values.type):
        return values
    texts = values.cast(pa.string())
    if kind is str:
        return _text_form(name, texts)
    if kind in (float, int):
        return plain_numbers(texts, forms.decimal)
    said = without_dashes(texts)
    if kind in (datetime, date):
        return iso_dates(said, forms.orders.get(name))
    return pc.ascii_lower(pc.utf8_trim(said, _BLANKS)) if get_origin(kind) is Literal else said


def _text_form(name: str, texts: pa.Array) -> pa.Array:
    """Return a column of text, of ids or of currencies."""
    if name == "currency":
        return pc.ascii_upper(pc.utf8_trim(without_dashes(texts), _BLANKS))
    if is_id(name):
        return _without_quote(pc.utf8_trim(texts, _BLANKS), r"^'(.)")
    return _without_quote(texts, r"^'([=+@-])")


def joined(parts: Sequence[pa.Array]) -> pa.Array:
    """Return several columns as one: their texts with a blank between, nothing where all are empty."""
    if len(parts) == 1:
        return parts[0]
    texts = [_as_text(part) for part in parts]
    together = pc.binary_join_element_wise(*texts, " ", null_handling="skip")
    return pc.if_else(pc.equal(together, ""), pa.scalar(None, pa.string()), together)


def _as_text(values: pa.Array) -> pa.Array:
    """Return a column as text: days without a time where they have none, empty text as nothing."""
    if pa.types.is_timestamp(values.type):
        is_day = pc.all(pc.equal(pc.floor_temporal(values, unit="day"), values)).as_py()
        return pc.strftime(values, "%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M:%S")
    texts = pc.utf8_trim(values.cast(pa.string()), _BLANKS)
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _without_quote(texts: pa.Array, pattern: str) -> pa.Array:
    """Return texts without the quote that some systems put before what a spreadsheet would calculate."""
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, pattern, r"\1")
