"""A funnel as bars by step: who came so far, lighter who is still in time; groups as bars beside each other."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from regard.showing.cells.funnel import step_name
from regard.showing.curve_charts.drawing import Drawing, drawn_groups, group_colour, layered, named, rows_of, told
from regard.showing.words import JSON, duration_text, half_width_text, number_text, value_text

_ROW_HEIGHT, _GROUP_HEIGHT = 30, 18
_LIGHT = 0.35
"""How opaque the part of a bar is that may still come."""


def funnel_chart(reply: JSON) -> Drawing:
    """Return the bars of everybody in people, those of groups as the share of their first step."""
    groups, left_out = drawn_groups(reply)
    rows = [row for group, cells in groups.items() for row in _rows(group, cells, reply)]
    chart = rows_of(rows)
    is_split = list(groups) != [""]
    steps = list(dict.fromkeys(row["name"] for row in rows))
    line: dict[str, Any] = {"y": named(steps), "color": group_colour(list(groups), reply)}
    if is_split:
        line["yOffset"] = alt.YOffset("group:N", sort=list(groups))
    title = "% of the group's first step" if is_split else "people"
    axis = alt.X("came:Q", title=title, scale=alt.Scale(zero=True, nice=False, padding=0))
    said = told(*([("group", "Group")] if is_split else []), *_SAID)
    bars = chart.mark_bar().encode(axis, **line, tooltip=said)
    still = chart.mark_bar(opacity=_LIGHT).encode(axis, alt.X2("end:Q"), **line, tooltip=said)
    text = chart.mark_text(align="left", dx=4, fontSize=11).encode(
        alt.X("end:Q", title=title), **{**line, "color": alt.value("#737373")}, text="label:N"
    )
    height = _ROW_HEIGHT if not is_split else _GROUP_HEIGHT * len(groups) + 8
    light = "lighter: still in time" if any(row["end"] > row["came"] for row in rows) else ""
    return Drawing(layered(bars, still, text), height * len(steps), ", ".join(filter(None, (light, left_out))))


_SAID = (
    ("name", "Step"), ("people", "People"), ("still", "Still in time"), ("first", "Of first"),
    ("before", "Of previous"), ("active", "Of active"), ("median", "Median time"), ("mean", "Mean time"), ("n", "n"),
)  # fmt: skip


def _rows(group: str, cells: Sequence[JSON], reply: JSON) -> list[dict[str, Any]]:
    """Return the data behind the steps of a group, or of everybody."""
    first = cells[0]["people"]
    return [_row(group, cell, first, reply) for cell in cells]


def _row(group: str, cell: JSON, first: int, reply: JSON) -> dict[str, Any]:
    """Return the data behind one step; a group is drawn in percent of its first step."""
    people, still = cell["people"], cell.get("in_progress") or 0
    scale = 1.0 if not group else 100 / first if first else 0.0
    share = value_text(cell["of_first"], "share")
    half = half_width_text(cell.get("interval"), "share") if cell["step"] > 1 else ""
    times = {name: cell.get(f"{name}_seconds") for name in ("median", "mean")}
    return {
        "group": group,
        "name": step_name(cell, reply),
        "came": people * scale,
        "end": (people + still) * scale,
        "label": share if group else f"{number_text(people)} ({share})",
        "people": number_text(people),
        "still": number_text(still),
        "first": f"{share} {half}".rstrip(),
        "before": value_text(cell["of_previous"], "share"),
        "active": "" if cell.get("of_active") is None else value_text(cell["of_active"], "share"),
        "n": number_text(first),
        **{name: "" if seconds is None else duration_text(seconds) for name, seconds in times.items()},
    }
