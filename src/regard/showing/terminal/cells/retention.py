"""Retention as an aligned triangle: shares shaded by depth on a terminal with colours, readable without."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from regard.showing.cells.retention import Row, Triangle, cohort_triangle, share_text, size_text
from regard.showing.cells.table import OPEN, TERMINAL
from regard.showing.terminal.cells.drawn import Drawn, cut_names
from regard.showing.terminal.columns import QUIET, Column, aligned, quiet_lines, texts, width_of
from regard.showing.theme import shade
from regard.showing.words import JSON

_MARGIN, _NAME_WIDTH = 2, 24
_MANY_COLOURS = {"256", "truecolor"}
"""Terminals that can show shades of one hue."""


class TriangleView:
    """A triangle in the richest layout that fits: shares with a decimal, without, then fewer columns, which is said."""

    def __init__(self, triangle: Triangle) -> None:
        """Keep the triangle."""
        self._triangle = triangle

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, and a note where columns are left out."""
        room = options.max_width - _MARGIN
        layouts = list(self._layouts(is_shaded=console.color_system in _MANY_COLOURS))
        shown, columns = next((layout for layout in layouts if width_of(layout[1]) <= room), layouts[-1])
        yield aligned(*columns, margin=_MARGIN)
        if shown < len(self._triangle.columns):
            yield quiet_lines(self._cut(shown))

    def _layouts(self, *, is_shaded: bool) -> Iterator[tuple[int, list[Column]]]:
        """Yield how many columns are shown, and the table, richest first."""
        every = len(self._triangle.columns)
        yield every, self._columns(every, 1, is_shaded=is_shaded)
        for shown in range(every, -1, -1):
            yield shown, self._columns(shown, 0, is_shaded=is_shaded)

    def _columns(self, shown: int, decimals: int, *, is_shaded: bool) -> list[Column]:
        """Return the columns of a layout."""
        rows = self._triangle.rows
        first = [
            Column(cut_names([row.name for row in rows], _NAME_WIDTH), self._triangle.heading),
            Column(texts((size_text(row) for row in rows), QUIET), "Size", "right"),
        ]
        width = 5 if decimals else 3
        return first + [
            Column(
                tuple(self._share(row, k, (decimals, width), is_shaded=is_shaded) for row in rows),
                self._triangle.column_heading(k),
                "right",
            )
            for k in self._triangle.columns[:shown]
        ]

    def _share(self, row: Row, k: int, form: tuple[int, int], *, is_shaded: bool) -> Text:
        """Return a cell of the triangle, as wide as its column so that its shade is."""
        cell, (decimals, width) = row.cells.get(k), form
        text = share_text(cell, decimals)
        depth = self._triangle.depth(cell)
        if text == OPEN or depth is None or not is_shaded:
            return Text(text, style=QUIET if text == OPEN else "")
        fill, ink = shade(depth)
        return Text(text.rjust(width), style=f"{ink} on {fill}")

    def _cut(self, shown: int) -> Iterable[str]:
        """Return the note on columns that do not fit."""
        left = self._triangle.columns[shown:]
        return TERMINAL.left_out(len(left), f"later {self._triangle.every}", f"later {self._triangle.every}s")


def retention_view(cells: Sequence[JSON], reply: JSON) -> Drawn:
    """Return the triangle of everybody or of one group."""
    return triangle_view(cohort_triangle(cells, reply, TERMINAL))


def triangle_view(triangle: Triangle) -> Drawn:
    """Return a triangle with its notes."""
    return Drawn(TriangleView(triangle), triangle.notes)
