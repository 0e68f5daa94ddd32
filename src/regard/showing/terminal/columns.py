"""Aligned columns that never wrap: the richest of several layouts that fits the width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from regard.showing.verdicts import Tone

GAP = 2
"""Spaces between two columns."""

QUIET = "dim"
STYLES: dict[Tone, str] = {"better": "green", "worse": "red", "plain": "", "quiet": QUIET}
"""Colour comes last: every tone is also told by an arrow and a word."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, the side on which its cells stand, and the cells from top to bottom."""

    cells: tuple[Text, ...]
    heading: str = ""
    side: Literal["left", "right"] = "left"

    gap: int = GAP
    """Spaces before it."""

    @property
    def width(self) -> int:
        """Return how many characters the widest cell needs."""
        return max((cell.cell_len for cell in (Text(self.heading), *self.cells)), default=0)

    @property
    def is_empty(self) -> bool:
        """Return whether no cell says anything."""
        return not any(cell.plain.strip() for cell in self.cells)


class Fitted:
    """The first of several layouts of the same rows that fits the width; the last one is cut with an ellipsis."""

    def __init__(self, layouts: Sequence[Sequence[Column]], margin: int = 2) -> None:
        """Keep the layouts, richest first, and how far the table stands from the left edge."""
        self._layouts = [[column for column in layout if not column.is_empty] for layout in layouts]
        self._margin = margin

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table in the layout that fits."""
        room = options.max_width - self._margin
        layout = next((layout for layout in self._layouts if width_of(layout) <= room), self._layouts[-1])
        if layout:
            yield _table(layout, self._margin)


def aligned(*columns: Column, margin: int = 2) -> Fitted:
    """Return a table with one layout only."""
    return Fitted([columns], margin)


def quiet_lines(lines: Iterable[str], margin: int = 2) -> Table:
    """Return lines of notes in grey, each folded between words under its own start."""
    table = Table.grid(padding=(0, 0, 0, margin), pad_edge=True)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(Text(line, style=QUIET))
    return table


def texts(cells: Iterable[str], style: str = "") -> tuple[Text, ...]:
    """Return cells of one style."""
    return tuple(Text(cell, style=style) for cell in cells)


def width_of(layout: Sequence[Column]) -> int:
    """Return the width of a layout with its gaps."""
    return sum(column.gap + column.width for column in layout[1:]) + sum(column.width for column in layout[:1])


def _table(layout: Sequence[Column], margin: int) -> Table:
    """Return the table, with a line of headings where any column has one."""
    table = Table.grid()
    lefts = [margin, *(column.gap for column in layout[1:])]
    for column in layout:
        table.add_column(justify=column.side, no_wrap=True, overflow="ellipsis")
    if any(column.heading for column in layout):
        headings = (Text(column.heading, style=QUIET) for column in layout)
        table.add_row(*(Padding(cell, (0, 0, 0, left)) for cell, left in zip(headings, lefts, strict=True)))
    for row in zip(*(column.cells for column in layout), strict=True):
        table.add_row(*(Padding(cell, (0, 0, 0, left)) for cell, left in zip(row, lefts, strict=True)))
    return table
