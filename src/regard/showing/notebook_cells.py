"""The cells of a curve as accessible tables of a notebook, of everybody and of the largest groups."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from regard.showing.cells.active_days import active_days_words
from regard.showing.cells.funnel import funnel_words
from regard.showing.cells.journeys import journeys_words, paths_words
from regard.showing.cells.lifecycle import lifecycle_words
from regard.showing.cells.retention import Row, Triangle, cohort_triangle, group_triangle, share_text, size_text
from regard.showing.cells.shapes import Shape, grouped_cells, shape_of, split_text, whole_cells
from regard.showing.cells.table import NOTEBOOK, Surface, Words
from regard.showing.theme import shade
from regard.showing.words import JSON

GROUPS = 6
"""How many groups have a table each."""

_TITLES: dict[Shape, str] = {
    "retention": "Who came back",
    "lifecycle": "Who came and who stayed away",
    "active_days": "How many people were active how often",
    "funnel": "Steps",
    "journeys": "From stop to stop",
}
_WORDS: dict[Shape, Callable[[Sequence[JSON], JSON, Surface], Words]] = {
    "lifecycle": lifecycle_words,
    "active_days": active_days_words,
    "funnel": funnel_words,
    "journeys": journeys_words,
}


@dataclass(frozen=True)
class Grid:
    """A table of text: rows of cells, each a text with its style; the first cell of a row is its heading."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    notes: tuple[str, ...]
    names: int = 1
    """How many columns from the left are names; the others are numbers."""

    is_grid: bool = True

    @property
    def said(self) -> str:
        """Return the notes as one line of the caption."""
        return " ".join(self.notes)


def whole_grids(reply: JSON) -> Iterator[Grid]:
    """Yield the tables of everybody: the cells, the averages of groups beside each other, the commonest paths."""
    shape, cells = shape_of(reply), whole_cells(reply)
    if shape and cells:
        yield _grid(shape, _TITLES[shape], cells, reply)
    if shape == "retention" and grouped_cells(reply):
        yield _triangle_grid(
            f"{_TITLES[shape]}, by {split_text(reply['cells']).lower()}", group_triangle(reply, NOTEBOOK)
        )
    if shape == "journeys" and (paths := paths_words(reply, NOTEBOOK)):
        yield _words_grid(paths.headings[0], paths)


def group_grids(reply: JSON) -> Iterator[Grid]:
    """Yield the tables of the largest groups; the last one says how many groups have none."""
    shape, groups = shape_of(reply), grouped_cells(reply)
    if not shape:
        return
    shown = list(groups.items())[:GROUPS]
    left_out = NOTEBOOK.left_out(len(groups) - GROUPS, "smaller group", "smaller groups")
    for place, (name, cells) in enumerate(shown, 1):
        title = f"{_TITLES[shape]}, {split_text(cells).lower()}: {name}"
        grid = _grid(shape, title, cells, reply)
        yield replace(grid, notes=(*grid.notes, *left_out)) if place == len(shown) else grid


def _grid(shape: Shape, title: str, cells: Sequence[JSON], reply: JSON) -> Grid:
    """Return the table of a shape."""
    if shape == "retention":
        return _triangle_grid(title, cohort_triangle(cells, reply, NOTEBOOK))
    return _words_grid(title, _WORDS[shape](cells, reply, NOTEBOOK))


def _words_grid(title: str, words: Words) -> Grid:
    """Return a table of text without columns that say nothing at all."""
    kept = [place for place in range(len(words.headings)) if any(words.column(place)) or place == 0]
    rows = tuple(tuple((row[place], "") for place in kept) for row in words.rows)
    return Grid(title, tuple(words.headings[place] for place in kept), rows, words.notes, words.names)


def _triangle_grid(title: str, triangle: Triangle) -> Grid:
    """Return a triangle with its cells shaded by their depth."""
    headings = (triangle.heading, "Size", *(triangle.column_heading(k) for k in triangle.columns))
    return Grid(title, headings, tuple(_triangle_row(triangle, row) for row in triangle.rows), triangle.notes)


def _triangle_row(triangle: Triangle, row: Row) -> tuple[tuple[str, str], ...]:
    """Return one row of a triangle."""
    cells = [(share_text(row.cells.get(k)), _shaded(triangle.depth(row.cells.get(k)))) for k in triangle.columns]
    return ((row.name, ""), (size_text(row), ""), *cells)


def _shaded(depth: float | None) -> str:
    """Return the style of a cell."""
    if depth is None:
        return ""
    fill, ink = shade(depth)
    return f"background:{fill};color:{ink}"
