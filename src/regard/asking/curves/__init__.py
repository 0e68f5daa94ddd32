"""Curves: metrics that answer in cells, one file per shape."""

from regard.asking.curves.curve import AnswerCurve
from regard.metrics.kinds import Shape

CURVES: dict[Shape, AnswerCurve] = {}
"""What answers each shape of curve."""
