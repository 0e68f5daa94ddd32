"""The cells of a curve in a terminal: a table that fits its width for each shape, and for each group of a split."""

from collections.abc import Callable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from regard.showing.cells.retention import group_triangle
from regard.showing.cells.shapes import Shape, grouped_cells, shape_of, split_text, whole_cells
from regard.showing.cells.table import TERMINAL
from regard.showing.terminal.cells.active_days import active_days_view
from regard.showing.terminal.cells.drawn import Drawn
from regard.showing.terminal.cells.funnel import funnel_view
from regard.showing.terminal.cells.journeys import journeys_view, paths_view
from regard.showing.terminal.cells.lifecycle import lifecycle_view
from regard.showing.terminal.cells.retention import retention_view, triangle_view
from regard.showing.terminal.columns import quiet_lines
from regard.showing.words import JSON

View = Callable[[Sequence[JSON], JSON], Drawn]
"""From the cells of everybody or of one group, and their reply, to what a terminal shows."""

_VIEWS: dict[Shape, View] = {
    "retention": retention_view,
    "lifecycle": lifecycle_view,
    "active_days": active_days_view,
    "funnel": funnel_view,
    "journeys": journeys_view,
}
_LINES, _LEAST, _MOST = 60, 2, 8
"""How many lines groups may take together, and how many groups are shown at least and at most."""


class CellViews:
    """The tables of a reply's cells, first of everybody, then of groups; what a note says is said once."""

    def __init__(self, reply: JSON) -> None:
        """Keep the reply; one without cells has no tables."""
        self._reply = reply
        self._shape = shape_of(reply)
        self._groups = grouped_cells(reply)
        self._said: set[str] = set()

    def whole(self) -> Iterator[RenderableType]:
        """Yield what is told of everybody: the cells, the averages of groups beside each other, the commonest paths."""
        cells = whole_cells(self._reply)
        if self._shape and cells:
            yield self._noted(_VIEWS[self._shape](cells, self._reply))
        if self._shape == "retention" and self._groups:
            yield self._noted(triangle_view(group_triangle(self._reply, TERMINAL)))
        if self._shape == "journeys" and (paths := paths_view(self._reply)):
            yield self._noted(paths)

    def of_groups(self) -> Iterator[RenderableType]:
        """Yield the cells of the largest groups, each under its name, and how many groups are not shown."""
        if not self._shape or not self._groups:
            return
        longest = max(
            len({cell.get("cohort", place) for place, cell in enumerate(cells)}) for cells in self._groups.values()
        )
        shown = max(_LEAST, min(_MOST, _LINES // (min(longest, TERMINAL.rows) + 3)))
        dimension = split_text(self._reply["cells"])
        for name, cells in list(self._groups.items())[:shown]:
            drawn = self._noted(_VIEWS[self._shape](cells, self._reply))
            yield Group(Text(f"{dimension}: {name}", style="bold"), drawn)
        if notes := TERMINAL.left_out(len(self._groups) - shown, "smaller group", "smaller groups"):
            yield quiet_lines(notes)

    def _noted(self, drawn: Drawn) -> RenderableType:
        """Return a table with those of its notes that were not said before."""
        notes = [note for note in drawn.notes if note not in self._said]
        self._said.update(notes)
        return Group(drawn.table, quiet_lines(notes)) if notes else drawn.table
