"""Columns of days."""

from datetime import UTC

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import Column, all_sure, is_text, no_text, sure_where, unsure, without_blanks
from regard.intake.columns.times import CALENDAR_DAY
from regard.records.days import EARLIEST_DAY
from regard.records.instants import DAY
from regard.records.parse import Delivery

_PLAIN = rf"^{CALENDAR_DAY}(?:[T ]00:00:00)?$"
_DAYS = pa.date32()
_DIGITS = len("2025-04-17")


def read_days(values: pa.Array, delivery: Delivery) -> Column:
    """Return days; sure are those from 1970 to a day after the delivery, written without a time or with midnight."""
    sure = None
    if is_text(values.type):
        texts = without_blanks(values.cast(pa.string()))
        is_plain = pc.match_substring_regex(texts, _PLAIN)
        plain = pc.utf8_slice_codeunits(pc.if_else(is_plain, texts, no_text()), 0, _DIGITS)
        days, sure = plain.cast(_DAYS), sure_where(is_plain)
    elif pa.types.is_date(values.type):
        days = values.cast(_DAYS)
    elif pa.types.is_timestamp(values.type) and values.type.tz is None:
        midnights = pc.floor_temporal(values, unit="day")
        days, sure = midnights.cast(_DAYS), sure_where(pc.equal(midnights, values))
    else:
        return unsure(len(values), _DAYS)
    latest = (delivery.at + DAY).astimezone(UTC).date()
    known = sure_where(pc.greater_equal(days, pa.scalar(EARLIEST_DAY)))
    return Column(days, all_sure(sure, known, sure_where(pc.less_equal(days, pa.scalar(latest)))))
