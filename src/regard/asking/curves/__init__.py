"""Curves: metrics that answer in cells, one file per shape."""

from regard.asking.curves.curve import AnswerCurve
from regard.asking.curves.retention import answer_retention
from regard.metrics.kinds import Shape

CURVES: dict[Shape, AnswerCurve] = {
    "retention": answer_retention,
}
"""What answers each shape of curve."""
