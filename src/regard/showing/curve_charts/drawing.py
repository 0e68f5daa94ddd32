"""What the charts of curves share: their height and subtitle, groups with a colour each, what a mark tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import altair as alt

from regard.showing.cells.shapes import grouped_cells, split_text, whole_cells
from regard.showing.cells.table import Surface
from regard.showing.theme import ACCENT, PALETTE
from regard.showing.words import JSON

CHART = Surface(rows=60, per_depth=8, rest="to_dict() has all")
GROUPS = len(PALETTE)
"""How many groups a chart shows: as many as there are colours to tell apart."""

NAME_WIDTH = 220
"""Pixels that the name of a row may take before it is cut."""


@dataclass(frozen=True)
class Drawing:
    """A chart, how tall it is in pixels, and what its subtitle says beside the days."""

    chart: alt.LayerChart
    height: int
    said: str = ""


def drawn_groups(reply: JSON) -> tuple[dict[str, list[JSON]], str]:
    """Return the cells of the largest groups under their names, and what is left out in words.

    Without groups there is one, of everybody, without a name.
    """
    groups = grouped_cells(reply)
    if not groups:
        return {"": whole_cells(reply)}, ""
    left_out = f"the {GROUPS} largest of {len(groups)} groups" if len(groups) > GROUPS else ""
    return dict(list(groups.items())[:GROUPS]), left_out


def group_colour(groups: Sequence[str], reply: JSON) -> Any:
    """Return the colour of the marks: the accent for everybody, a colour for each group with a legend on top."""
    if groups == [""]:
        return alt.value(ACCENT)
    title = split_text(reply["cells"])
    legend = alt.Legend(orient="top", title=title, titleColor="#737373", labelColor="#737373", symbolOpacity=1)
    return alt.Color("group:N", scale=alt.Scale(domain=groups, range=list(PALETTE[: len(groups)])), legend=legend)


def told(*pairs: tuple[str, str]) -> list[alt.Tooltip]:
    """Return what a mark tells when it is pointed at, from fields and their titles."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in pairs]


def rows_of(rows: Sequence[JSON]) -> alt.Chart:
    """Return a chart over rows of data."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """Return layers as one chart."""
    return cast("alt.LayerChart", alt.layer(*layers))


def named(order: Sequence[str], *, field: str = "name") -> alt.Y:
    """Return the axis of named rows, from top to bottom in the given order."""
    axis = alt.Axis(labelLimit=NAME_WIDTH, grid=False)
    return alt.Y(f"{field}:N", sort=list(order), title=None, axis=axis)
