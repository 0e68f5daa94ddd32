"""Journeys as bars: a transition each, by its distance from the anchor, the most people first."""

from typing import Any

import altair as alt

from regard.showing.cells.journeys import kept_transitions, stop_text, transition_text
from regard.showing.curve_charts.drawing import (
    CHART,
    Drawing,
    drawn_groups,
    group_colour,
    layered,
    named,
    rows_of,
    told,
)
from regard.showing.words import JSON, duration_text, number_text, value_text

_ROW_HEIGHT, _GROUP_HEIGHT = 20, 12
_LIGHT = 0.45
"""How opaque the bar of those is whose way ends there."""


def journeys_chart(reply: JSON) -> Drawing:
    """Return a bar for each transition; with groups a bar for each group beside each other, as their share."""
    groups, left_out = drawn_groups(reply)
    every = _together(groups)
    kept = kept_transitions(every, CHART)
    lines = [transition_text(cell, reply) for cell in kept]
    rows = [row for group, cells in groups.items() for row in _rows(group, cells, lines, reply)]
    chart = rows_of(rows)
    is_split = list(groups) != [""]
    title = "% of the people of the group" if is_split else "people"
    channels: dict[str, Any] = {"x": alt.X("drawn:Q", title=title), "y": named(lines)}
    if is_split:
        channels["yOffset"] = alt.YOffset("group:N", sort=list(groups))
    said = told(
        *([("group", "Group")] if is_split else []),
        ("depth", "Stop"), ("from", "From"), ("to", "To"), ("people", "People"), ("share", "Share"),
        ("median", "Median time"), ("n", "n"),
    )  # fmt: skip
    opacity = alt.condition("datum.ends", alt.value(_LIGHT), alt.value(1))
    colour = group_colour(list(groups), reply)
    bars = chart.mark_bar().encode(**channels, color=colour, opacity=opacity, tooltip=said)
    text = chart.mark_text(align="left", dx=4, fontSize=11, color="#737373").encode(**channels, text="label:N")
    height = len(lines) * (_GROUP_HEIGHT * len(groups) + 8 if is_split else _ROW_HEIGHT)
    fewer = "the commonest at each depth" if len(kept) < len(every) else ""
    return Drawing(layered(bars, text), height, ", ".join(filter(None, (fewer, left_out))))


def _together(groups: dict[str, list[JSON]]) -> list[JSON]:
    """Return each transition of any group once, with the people of all groups: which ones are drawn goes by these."""
    together: dict[tuple[Any, ...], JSON] = {}
    for cell in (cell for cells in groups.values() for cell in cells):
        key = (cell["depth"], cell["from"], cell["to"])
        people = together[key]["people"] if key in together else 0
        together[key] = {**cell, "people": people + cell["people"]}
    return list(together.values())


def _rows(group: str, cells: list[JSON], lines: list[str], reply: JSON) -> list[JSON]:
    """Return the data behind the transitions of a group, or of everybody."""
    return [
        {
            "group": group,
            "name": transition_text(cell, reply),
            "drawn": 100 * cell["share"] if group and cell["share"] is not None else cell["people"],
            "label": share if group else f"{number_text(cell['people'])} ({share})",
            "ends": None in (cell["from"], cell["to"]),
            "depth": number_text(cell["depth"]),
            "from": stop_text(cell["from"], reply),
            "to": stop_text(cell["to"], reply),
            "people": number_text(cell["people"]),
            "share": share,
            "median": "" if cell.get("median_seconds") is None else duration_text(cell["median_seconds"]),
            "n": number_text(round(cell["people"] / cell["share"])) if cell["share"] else "",
        }
        for cell in cells
        if transition_text(cell, reply) in lines
        for share in [value_text(cell["share"], "share")]
    ]
