"""What the fields of one record must agree on, for whole columns."""

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import plain
from regard.records.agreement import DAILY_COUNTS, SCALES


def agreeing(record: str, values: Mapping[str, pa.Array], rows: int) -> pa.BooleanArray | None:
    """Return where the fields of a kind of record surely agree; `None` where nothing is asked of them.

    `values` has every field that the kind needs.
    """
    fits = _CHECKS.get(record)
    return fits(values, rows) if fits is not None else None


def _fit_scales(values: Mapping[str, pa.Array], rows: int) -> pa.BooleanArray:
    """Return where scale and score surely fit: the scale has room, and the score, if any, lies on it."""
    low, high = _ends(values, "scale_min", rows, 0), _ends(values, "scale_max", rows, 1)
    fits = _holds(pc.less(low, high))
    score = values.get("score")
    if score is None:
        return fits
    return pc.and_(fits, pc.and_(_holds(pc.greater_equal(score, low)), _holds(pc.less_equal(score, high))))


def _ends(values: Mapping[str, pa.Array], name: str, rows: int, end: int) -> pa.Array:
    """Return one end of the scale of each answer: the one that it says, else that of its kind."""
    places = pc.index_in(plain(values["kind"]), pa.array(list(SCALES)))
    usual = pc.take(pa.array([scale[end] for scale in SCALES.values()], pa.float64()), places)
    said = values.get(name, pa.nulls(rows, pa.float64()))
    return pc.coalesce(said, usual)


def _end_after_start(values: Mapping[str, pa.Array], rows: int) -> pa.BooleanArray:
    """Return where a contract ends, if it does, no earlier than it starts."""
    end = values.get("ended_at", pa.nulls(rows, values["started_at"].type))
    return _holds(pc.greater_equal(end, values["started_at"]))


def _are_one_or_other(values: Mapping[str, pa.Array], rows: int) -> pa.BooleanArray:
    """Return where a delivery is of one message, or is the counts of a day, and not both."""
    counted = [values[name].is_valid() for name in DAILY_COUNTS if name in values]
    has_count = reduce(pc.or_, counted, pa.repeat(pa.scalar(value=False), rows))
    kind = values.get("kind", pa.nulls(rows, pa.string()))
    return pc.xor(kind.is_valid(), has_count)


def _holds(comparison: pa.BooleanArray) -> pa.BooleanArray:
    """Return where a comparison holds, or has nothing to compare."""
    return pc.fill_null(comparison, fill_value=True)


_CHECKS: Mapping[str, Callable[[Mapping[str, pa.Array], int], pa.BooleanArray]] = MappingProxyType(
    {"answer": _fit_scales, "subscription": _end_after_start, "delivery": _are_one_or_other}
)
