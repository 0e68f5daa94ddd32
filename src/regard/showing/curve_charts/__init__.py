"""The cells of a curve as a chart: one file per shape, in the look of the other charts."""

from collections.abc import Callable

from regard.showing.cells.shapes import Shape, shape_of
from regard.showing.curve_charts.active_days import active_days_chart
from regard.showing.curve_charts.drawing import Drawing
from regard.showing.curve_charts.funnel import funnel_chart
from regard.showing.curve_charts.journeys import journeys_chart
from regard.showing.curve_charts.lifecycle import lifecycle_chart
from regard.showing.curve_charts.retention import retention_chart
from regard.showing.words import JSON

_CHARTS: dict[Shape, Callable[[JSON], Drawing]] = {
    "retention": retention_chart,
    "lifecycle": lifecycle_chart,
    "active_days": active_days_chart,
    "funnel": funnel_chart,
    "journeys": journeys_chart,
}


def curve_drawing(reply: JSON) -> Drawing | None:
    """Return the chart of a reply's cells; `None` without cells, and for a funnel that was asked for its course."""
    shape = shape_of(reply)
    if shape is None or (shape == "funnel" and reply["series"]):
        return None
    return _CHARTS[shape](reply)
