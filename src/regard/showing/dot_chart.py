"""Groups as dots with their intervals on one scale, the greatest first."""

from typing import Any, cast

import altair as alt

from regard.showing.scales import Scale, axis_scale
from regard.showing.theme import ACCENT, BEFORE
from regard.showing.words import JSON, group_text, half_width_text, number_text, value_text


def dot_chart(reply: JSON) -> alt.LayerChart:
    """Return a reply's groups as sorted dots with intervals; an open dot is the value before."""
    scale = axis_scale(reply, [row["value"] for row in reply["breakdown"]])
    rows = [_row(row, scale, reply) for row in reply["breakdown"]]
    rows.sort(key=lambda row: (row["value"] is None, -(row["value"] or 0)))
    chart = alt.Chart(alt.InlineData(values=rows))
    group = alt.Y("group:N", sort=[row["group"] for row in rows], title=None)
    rule = chart.mark_rule(strokeWidth=2, opacity=0.5, color=ACCENT).encode(
        _measure("low", scale), alt.X2("high:Q"), group
    )
    said = [
        alt.Tooltip(f"{field}:N", title=title) for field, title in (("group", "Group"), ("told", "Value"), ("n", "n"))
    ]
    dots = chart.mark_point(filled=True, size=70, opacity=1, color=ACCENT)
    layers = [rule, dots.encode(_measure("value", scale), group, tooltip=said)]
    if any(row["previous"] is not None for row in rows):
        before = chart.mark_point(filled=False, size=40, color=BEFORE)
        layers.insert(0, before.encode(_measure("previous", scale), group))
    return cast("alt.LayerChart", alt.layer(*layers))


def _row(row: JSON, scale: Scale, reply: JSON) -> dict[str, Any]:
    """Return the row behind one group."""
    interval = row.get("interval") or {}
    told = (
        f"{value_text(row['value'], reply['unit'], reply.get('currency'))} {half_width_text(interval, reply['unit'])}"
    )
    return {
        "group": group_text(row["group"]),
        "value": scale.apply(row["value"]),
        "low": scale.apply(interval.get("low")),
        "high": scale.apply(interval.get("high")),
        "previous": scale.apply(row.get("previous")),
        "told": told.rstrip(),
        "n": number_text(row["n"]),
    }


def _measure(field: str, scale: Scale) -> alt.X:
    """Return the axis of values."""
    return alt.X(f"{field}:Q", title=scale.title, scale=alt.Scale(zero=scale.from_zero))
