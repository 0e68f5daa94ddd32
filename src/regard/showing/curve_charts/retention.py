"""Retention as a heat grid: one hue, the share as text in each cell, nothing where a cell is not over."""

from collections.abc import Iterator

import altair as alt

from regard.showing.cells.retention import Row, Triangle, cohort_triangle, group_triangle, share_text, size_text
from regard.showing.cells.shapes import whole_cells
from regard.showing.curve_charts.drawing import CHART, Drawing, layered, named, rows_of, told
from regard.showing.theme import shade
from regard.showing.words import JSON, half_width_text, number_text

_ROW_HEIGHT = 22
_QUIET = "#737373"
_SIZE = "size"


def retention_chart(reply: JSON) -> Drawing:
    """Return the grid of cohorts, or, where only groups are told, of the averages of groups."""
    cells = whole_cells(reply)
    triangle = cohort_triangle(cells, reply, CHART) if cells else group_triangle(reply, CHART)
    rows = [row for line in triangle.rows for row in _rows(triangle, line)]
    chart = rows_of(rows)
    across = [_SIZE, *(str(k) for k in triangle.columns)]
    title = f"{triangle.every}s after joining; % of those who joined"
    axis = alt.Axis(orient="top", labelAngle=0, grid=False)
    column = alt.X("column:N", sort=across, scale=alt.Scale(domain=across), title=title, axis=axis)
    line = named([row.name for row in triangle.rows])
    said = told(("name", triangle.heading), ("column", triangle.every.capitalize()), ("share", "Came back"), ("n", "n"))
    known = chart.transform_filter("isValid(datum.fill)")
    grid = known.mark_rect(stroke="#fff4").encode(column, line, color=alt.Color("fill:N", scale=None), tooltip=said)
    text = chart.mark_text(fontSize=11).encode(column, line, text="text:N", color=alt.Color("ink:N", scale=None))
    left_out = " ".join(note for note in triangle.notes if "not shown" in note)
    return Drawing(layered(grid, text), _ROW_HEIGHT * (len(triangle.rows) + 1), left_out.removesuffix("."))


def _rows(triangle: Triangle, line: Row) -> Iterator[JSON]:
    """Yield the data behind one line: its size as plain text, then its cells."""
    yield {"name": line.name, "column": _SIZE, "text": size_text(line), "ink": _QUIET, "fill": None}
    for k in triangle.columns:
        cell = line.cells.get(k)
        depth = triangle.depth(cell)
        if cell is None or depth is None:
            continue
        fill, ink = shade(depth)
        n = cell.get("size", cell.get("n")) or 0
        share = f"{share_text(cell)} % {half_width_text(cell.get('interval'), 'share')}".rstrip()
        yield {
            "name": line.name,
            "column": str(k),
            "text": share_text(cell),
            "share": share,
            "n": number_text(n),
            "fill": fill,
            "ink": ink,
        }
