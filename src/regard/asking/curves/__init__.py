"""Curves: metrics that answer in cells, one file per shape."""

from importlib import import_module

from regard.asking.curves.curve import AnswerCurve
from regard.metrics.kinds import Shape


def find_curve(shape: Shape) -> AnswerCurve:
    """Return what answers a shape of curve; its file is loaded when the first such curve is asked for."""
    answer: AnswerCurve = getattr(import_module(f"{__name__}.{shape}"), f"answer_{shape}")
    return answer
