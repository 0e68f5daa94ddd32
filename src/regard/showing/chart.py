"""Replies as Vega-Lite charts, made with Altair: one specification for notebook, page and report."""

from collections.abc import Mapping
from typing import Any, cast

import altair as alt

from regard.errors import RegardError
from regard.showing.curve_charts import curve_drawing
from regard.showing.curve_charts.drawing import Drawing
from regard.showing.dates import period_text
from regard.showing.dot_chart import dot_chart
from regard.showing.line_chart import LINES, line_chart
from regard.showing.theme import CONFIG
from regard.showing.verdicts import compared_text
from regard.showing.words import JSON, label_text

WIDTH, HEIGHT, DOT_HEIGHT = 560, 240, 22
"""Pixels; a breakdown is as tall as it has groups."""


def reply_chart(reply: JSON) -> alt.LayerChart:
    """Return a reply's chart: its cells in the shape of the curve, else its series as a line, else its groups as dots.

    Raises `RegardError` with code `nothing_to_draw` for a reply that is one number.
    """
    curve = curve_drawing(reply)
    if curve:
        drawn, height = curve.chart, max(curve.height, DOT_HEIGHT)
    elif reply["series"]:
        drawn, height = line_chart(reply), HEIGHT
    elif reply["breakdown"]:
        drawn, height = dot_chart(reply), DOT_HEIGHT * max(len(reply["breakdown"]), 2)
    else:
        raise RegardError(
            "nothing_to_draw",
            f"The reply for {reply['metric']} is one number: there is nothing to draw.",
            'Ask with every="week" for a line, or by="channel" for dots.',
        )
    drawn = drawn.properties(title=_title(reply, curve), width=WIDTH, height=height)
    return cast("alt.LayerChart", drawn.configure(**CONFIG))


def replies_chart(replies: Mapping[str, JSON]) -> alt.VConcatChart:
    """Return the charts of several replies, one under the other, each on its own scale.

    Raises `RegardError` with code `nothing_to_draw` where one of them is one number.
    """
    charts = []
    for reply in replies.values():
        chart = reply_chart(reply)
        chart.config = alt.Undefined
        charts.append(chart)
    return cast("alt.VConcatChart", alt.vconcat(*charts).configure(**CONFIG))


def _title(reply: JSON, curve: Drawing | None) -> dict[str, Any]:
    """Return the title; under it the days, how what they are compared with is drawn, and groups that are not."""
    if curve:
        return {"text": label_text(reply["metric"]), "subtitle": _joined(period_text(reply["period"]), curve.said)}
    groups = [row for row in reply["breakdown"] if row["series"]]
    mark = "" if groups else "thin line" if reply["series"] else "open dot"
    compared = compared_text(reply) if mark else ""
    left_out = f"the {LINES} largest of {len(groups)} groups" if len(groups) > LINES else ""
    under = _joined(period_text(reply["period"]), compared and f"{mark}: {compared}", left_out)
    return {"text": label_text(reply["metric"]), "subtitle": under}


def _joined(*said: str) -> str:
    """Return what there is to say, with commas between."""
    return ", ".join(filter(None, said))
