"""The score of an answer against its scale, for whole columns."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from regard.records.parse import SCALES


def fit_scales(values: Mapping[str, pa.Array], rows: int) -> pa.BooleanArray:
    """Return where scale and score surely fit: the scale has room, and the score, if any, lies on it."""
    low, high = _ends(values, "scale_min", rows, 0), _ends(values, "scale_max", rows, 1)
    fits = _holds(pc.less(low, high))
    score = values.get("score")
    if score is None:
        return fits
    return pc.and_(fits, pc.and_(_holds(pc.greater_equal(score, low)), _holds(pc.less_equal(score, high))))


def _ends(values: Mapping[str, pa.Array], name: str, rows: int, end: int) -> pa.Array:
    """Return one end of the scale of each answer: the one that it says, else that of its kind."""
    places = pc.index_in(values["kind"], pa.array(list(SCALES)))
    usual = pc.take(pa.array([scale[end] for scale in SCALES.values()], pa.float64()), places)
    said = values.get(name, pa.nulls(rows, pa.float64()))
    return pc.coalesce(said, usual)


def _holds(comparison: pa.BooleanArray) -> pa.BooleanArray:
    """Return where a comparison holds, or has nothing to compare."""
    return pc.fill_null(comparison, fill_value=True)
