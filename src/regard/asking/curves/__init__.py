"""Curves: metrics that answer in cells, one file per shape."""

from regard.asking.curves.active_days import answer_active_days
from regard.asking.curves.curve import AnswerCurve
from regard.asking.curves.funnel import answer_funnel
from regard.asking.curves.journeys import answer_journeys
from regard.asking.curves.lifecycle import answer_lifecycle
from regard.asking.curves.retention import answer_retention
from regard.metrics.kinds import Shape

CURVES: dict[Shape, AnswerCurve] = {
    "retention": answer_retention,
    "lifecycle": answer_lifecycle,
    "active_days": answer_active_days,
    "journeys": answer_journeys,
    "funnel": answer_funnel,
}
"""What answers each shape of curve."""
