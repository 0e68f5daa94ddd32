"""Lifecycle as stacked bars: who came above zero, who stayed away below it; groups as lines of what was gained."""

from collections.abc import Iterator

import altair as alt

from regard.showing.cells.lifecycle import CAME, LOST, latest
from regard.showing.cells.shapes import whole_cells
from regard.showing.curve_charts.drawing import CHART, Drawing, drawn_groups, group_colour, layered, rows_of, told
from regard.showing.dates import bucket_names
from regard.showing.theme import PALETTE
from regard.showing.words import JSON, number_text

_HEIGHT = 260
_COLOURS = {"new": PALETTE[2], "returning": PALETTE[0], "resurrecting": PALETTE[5], LOST: PALETTE[1]}
_FADED = 0.45
"""How opaque a bar is whose bucket is not whole."""


def lifecycle_chart(reply: JSON) -> Drawing:
    """Return the bars of everybody, or the lines of groups where only groups are told."""
    cells = latest(whole_cells(reply), CHART)
    if not cells:
        return _lines(reply)
    rows = [row for cell, name in zip(cells, _names(cells, reply), strict=True) for row in _bars(cell, name)]
    chart = rows_of(rows)
    kinds = [*CAME, LOST]
    legend = alt.Legend(orient="top", title=None, labelColor="#737373")
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[_COLOURS[kind] for kind in kinds]), legend=legend)
    bars = chart.mark_bar().encode(
        _time(_names(cells, reply)),
        alt.Y("drawn:Q", title="people; below zero: lost", stack="zero"),
        color=colour,
        order=alt.Order("place:Q"),
        opacity=alt.condition("datum.whole", alt.value(1), alt.value(_FADED)),
        tooltip=told(("name", "When"), ("kind", "Who"), ("people", "People"), ("active", "Active in all")),
    )
    return Drawing(layered(bars, _zero(chart)), _HEIGHT, _left_out(len(whole_cells(reply)), len(cells)))


def _lines(reply: JSON) -> Drawing:
    """Return for each group how many were gained: the new and the resurrecting less the dormant."""
    groups, left_out = drawn_groups(reply)
    groups = {group: latest(cells, CHART) for group, cells in groups.items()}
    first = next(iter(groups.values()))
    names = _names(first, reply)
    rows = [
        {"name": name, "group": group, **_gained(cell)}
        for group, cells in groups.items()
        for name, cell in zip(names, cells, strict=True)
    ]
    chart = rows_of(rows)
    kinds = [(f"{kind}_told", kind.capitalize()) for kind in (*CAME, LOST)]
    line = chart.mark_line(point=True, strokeWidth=2).encode(
        _time(names),
        alt.Y("gained:Q", title="people gained"),
        color=group_colour(list(groups), reply),
        tooltip=told(("group", "Group"), ("name", "When"), *kinds),
    )
    said = ", ".join(filter(None, ("new and resurrecting less dormant", left_out)))
    return Drawing(layered(line, _zero(chart)), _HEIGHT, said)


def _names(cells: list[JSON], reply: JSON) -> list[str]:
    """Return the names of buckets."""
    return bucket_names([cell["start"] for cell in cells], reply["period"].get("every"))


def _time(names: list[str]) -> alt.X:
    """Return the axis of buckets, in their order."""
    axis = alt.Axis(grid=False, labelAngle=0, labelOverlap=True)
    return alt.X("name:N", sort=list(names), title=None, axis=axis)


def _zero(chart: alt.Chart) -> alt.Chart:
    """Return the line between who came and who stayed away."""
    rule: alt.Chart = chart.mark_rule(color="#737373").encode(y=alt.datum(0))
    return rule


def _bars(cell: JSON, name: str) -> Iterator[JSON]:
    """Yield the pieces of one bar; a bucket that is not over has none."""
    if cell[LOST] is None:
        yield {"name": name, "kind": CAME[0], "place": 0, "drawn": None, "whole": False}
        return
    active = number_text(sum(cell[kind] for kind in CAME))
    for place, kind in enumerate((*CAME, LOST)):
        people = cell[kind]
        yield {
            "name": name,
            "kind": kind,
            "place": place,
            "drawn": -people if kind == LOST else people,
            "people": number_text(people),
            "active": active,
            "whole": cell["is_complete"],
        }


def _gained(cell: JSON) -> JSON:
    """Return what one bucket of a group gained, and of what it is made."""
    if cell[LOST] is None:
        return {"gained": None}
    said = {f"{kind}_told": number_text(cell[kind]) for kind in (*CAME, LOST)}
    return {"gained": cell["new"] + cell["resurrecting"] - cell[LOST], **said}


def _left_out(cells: int, shown: int) -> str:
    """Return how many buckets are drawn, where not all are."""
    return f"the latest {shown} of {cells}" if shown < cells else ""
