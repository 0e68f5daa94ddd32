"""Columns of numbers, and of true and false."""

from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import Column, all_sure, is_text, no_text, sure_where, unsure, without_blanks
from regard.records.fields import FLAGS

_PLAIN = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
_EXACT = float(2**53)


def read_numbers(values: pa.Array, kind: type[Any], bounds: msgspec.Meta | None) -> Column:
    """Return numbers as floats, or as integers where `kind` is `int`; sure are those inside the bounds."""
    numbers, sure = _floats(values)
    if numbers is None:
        return unsure(len(values), pa.float64() if kind is float else pa.int64())
    sure = all_sure(sure, sure_where(pc.less_equal(pc.abs(numbers), _EXACT)))
    if bounds is not None and bounds.ge is not None:
        sure = all_sure(sure, sure_where(pc.greater_equal(numbers, float(bounds.ge))))
    if bounds is not None and bounds.le is not None:
        sure = all_sure(sure, sure_where(pc.less_equal(numbers, float(bounds.le))))
    if kind is float:
        return Column(pc.add(numbers, 0.0), sure)
    sure = all_sure(sure, sure_where(pc.equal(pc.floor(numbers), numbers)))
    whole = numbers if sure is None else pc.if_else(sure, numbers, pa.scalar(None, pa.float64()))
    return Column(whole.cast(pa.int64()), sure)


def read_flags(values: pa.Array) -> Column:
    """Return true and false, from flags or from the words for them."""
    if pa.types.is_boolean(values.type):
        return Column(values)
    if not is_text(values.type):
        return unsure(len(values), pa.bool_())
    texts = pc.ascii_lower(pc.ascii_trim(without_blanks(values.cast(pa.string())), " \t\r\n"))
    places = pc.index_in(texts, pa.array(list(FLAGS)))
    flags = pc.take(pa.array(list(FLAGS.values())), places)
    return Column(flags, sure_where(pc.or_(flags.is_valid(), texts.is_null())))


def _floats(values: pa.Array) -> tuple[pa.Array | None, pa.BooleanArray | None]:
    """Return numbers as floats and which of them are exact, or nothing when the column holds no numbers."""
    if pa.types.is_integer(values.type):
        return values.cast(pa.float64(), safe=False), None
    if pa.types.is_floating(values.type):
        floats = values.cast(pa.float64())
        return floats, sure_where(pc.is_finite(floats))
    if not is_text(values.type):
        return None, None
    texts = without_blanks(values.cast(pa.string()))
    plain = pc.match_substring_regex(texts, _PLAIN)
    return pc.if_else(plain, texts, no_text()).cast(pa.float64()), sure_where(plain)
