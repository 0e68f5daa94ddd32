"""Columns of moments."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import Column, all_sure, is_text, no_text, sure_where, unsure, without_blanks
from regard.records.instants import DAY, EARLIEST
from regard.records.parse import Delivery

CALENDAR_DAY = (
    r"(?:19[7-9][0-9]|2[0-9]{3})-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""Days from 1970 to 2999 in ISO 8601, but for the 29th of February, which not every year has."""

_CLOCK = r"[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
_WITH_OFFSET = rf"^{CALENDAR_DAY}{_CLOCK}(?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)$"
_LOCAL = rf"^{CALENDAR_DAY}(?:{_CLOCK})?$"
_MICROSECONDS = pa.timestamp("us")
_UTC = pa.timestamp("us", "UTC")


def read_times(values: pa.Array, delivery: Delivery, *, may_lie_ahead: bool) -> Column:
    """Return moments in UTC, without zone, in microseconds; sure are those from 1970 to a day after the delivery."""
    if is_text(values.type):
        column = _from_text(without_blanks(values.cast(pa.string())), delivery)
    elif pa.types.is_timestamp(values.type) and values.type.tz is not None:
        column = Column(values.cast(_UTC).cast(_MICROSECONDS))
    elif pa.types.is_timestamp(values.type) or pa.types.is_date(values.type):
        column = _from_local(values.cast(_MICROSECONDS), delivery)
    else:
        return unsure(len(values), _MICROSECONDS)
    instants = column.values
    sure = all_sure(column.sure, sure_where(pc.greater_equal(instants, _scalar(EARLIEST))))
    if not may_lie_ahead:
        sure = all_sure(sure, sure_where(pc.less_equal(instants, _scalar(delivery.at + DAY))))
    return Column(instants, sure)


def _from_text(texts: pa.Array, delivery: Delivery) -> Column:
    """Return moments written as ISO 8601 with an offset; with a zone, also those without."""
    said = pc.match_substring_regex(texts, _WITH_OFFSET)
    instants = pc.if_else(said, texts, no_text()).cast(_UTC).cast(_MICROSECONDS)
    sure = sure_where(said)
    if delivery.zone is None or sure is None:
        return Column(instants, sure)
    plain = pc.match_substring_regex(texts, _LOCAL)
    local = _from_local(pc.if_else(plain, texts, no_text()).cast(_MICROSECONDS), delivery)
    known = pc.fill_null(plain, fill_value=False)
    known = known if local.sure is None else pc.and_(known, local.sure)
    return Column(pc.coalesce(instants, local.values), pc.or_(sure, known))


def _from_local(local: pa.Array, delivery: Delivery) -> Column:
    """Return moments written without an offset; local times that a clock change skipped are left to the arbiter."""
    if delivery.zone is None:
        return unsure(len(local), _MICROSECONDS)
    try:
        zoned = pc.assume_timezone(local, str(delivery.zone), ambiguous="earliest", nonexistent="earliest")
    except pa.ArrowInvalid:  # a machine without the zone's rules where Arrow looks for them
        return unsure(len(local), _MICROSECONDS)
    exists = pc.equal(pc.local_timestamp(zoned), local)
    return Column(zoned.cast(_UTC).cast(_MICROSECONDS), sure_where(exists))


def _scalar(moment: datetime) -> pa.Scalar:
    """Return a moment as a value to compare columns with."""
    return pa.scalar(moment.astimezone(UTC).replace(tzinfo=None), _MICROSECONDS)
