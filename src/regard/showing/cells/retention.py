"""Retention as a triangle: a row for each cohort, a column for each bucket after the one that people joined in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regard.showing.cells.shapes import grouped_cells, split_text
from regard.showing.cells.table import OPEN, Surface, every_word
from regard.showing.dates import bucket_names
from regard.showing.words import JSON, number_text, percent_text

_ALL = "all"
_OF_THE_LARGEST = 0.1
"""The size, as a part of the largest row's, from which a row says how deep the deepest shade is."""


@dataclass(frozen=True)
class Row:
    """A cohort or a group: its name, how many joined, whether more may join, and its cells by column."""

    name: str
    size: int | None
    is_open: bool
    cells: Mapping[int, JSON]


@dataclass(frozen=True)
class Triangle:
    """The rows of a retention curve, the first one an average; columns count from 1, as column 0 is the size."""

    heading: str
    every: str
    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    notes: tuple[str, ...]

    def column_heading(self, k: int) -> str:
        """Return the heading of a column: the first one names the bucket."""
        return f"{self.every.capitalize()} {k}" if k == self.columns[0] else str(k)

    def depth(self, cell: JSON | None) -> float | None:
        """Return how deep the shade of a cell is, from 0 to 1, measured by the greatest share of the larger rows."""
        if not cell or cell.get("value") is None:
            return None
        rows = self.rows[1:] or self.rows
        least = _OF_THE_LARGEST * max(row.size or 0 for row in rows)
        shares = [row.cells[k].get("value") for row in rows if (row.size or 0) >= least for k in self._known(row)]
        greatest = max((share for share in shares if share is not None), default=0)
        return min(cell["value"] / greatest, 1.0) if greatest else 0.0

    def _known(self, row: Row) -> list[int]:
        """Return the columns that a row has."""
        return [k for k in self.columns if k in row.cells]


def cohort_triangle(cells: Sequence[JSON], reply: JSON, surface: Surface) -> Triangle:
    """Return the latest cohorts of everybody or of one group, under a first row for the average of all of them."""
    of_group = any(cell.get("group") for cell in cells)
    average = _averaged(cells) if of_group else {point["k"]: point for point in reply["average"]}
    cohorts: dict[str, dict[int, JSON]] = {}
    for cell in cells:
        cohorts.setdefault(cell["cohort"], {})[cell["k"]] = cell
    names = bucket_names(list(cohorts), reply["period"].get("every"))
    rows = [_cohort(name, columns) for name, columns in zip(names, cohorts.values(), strict=True)]
    kept = rows[-surface.rows :]
    notes = [
        *_reading(reply),
        *_marks(kept),
        *surface.left_out(len(rows) - len(kept), "earlier cohort", "earlier cohorts"),
    ]
    return _triangle("Cohort", reply, [_average(_ALL, average), *kept], notes)


def group_triangle(reply: JSON, surface: Surface) -> Triangle:
    """Return the averages of each group, under a first row for everybody."""
    whole = _average(_ALL, {point["k"]: point for point in reply["average"]})
    rows = [_average(name, _averaged(cells)) for name, cells in grouped_cells(reply).items()]
    kept = rows[: surface.rows]
    notes = [*_reading(reply), *surface.left_out(len(rows) - len(kept), "smaller group", "smaller groups")]
    return _triangle(split_text(reply["cells"]), reply, [whole, *kept], notes)


def share_text(cell: JSON | None, decimals: int = 1) -> str:
    """Return the share of a cell as percent without a sign; a dot where it is not over, nothing for nobody."""
    if not cell:
        return ""
    if cell.get("value") is None:
        return "" if cell.get("is_complete") else OPEN
    return percent_text(cell["value"]) if decimals else _whole_percent(cell["value"])


def size_text(row: Row) -> str:
    """Return how many joined."""
    return "" if row.size is None else number_text(row.size)


def _triangle(heading: str, reply: JSON, rows: Sequence[Row], notes: Sequence[str]) -> Triangle:
    """Return a triangle with every column that a row has."""
    columns = sorted({k for row in rows for k in row.cells if k > 0})
    return Triangle(heading, every_word(reply, "bucket"), tuple(rows), tuple(columns), tuple(notes))


def _cohort(name: str, cells: Mapping[int, JSON]) -> Row:
    """Return the row of a cohort."""
    first = cells.get(0) or {}
    is_open = not first.get("is_complete", True)
    size = next(iter(cells.values())).get("size")
    return Row(f"{name} *" if is_open else name, size, is_open, cells)


def _average(name: str, points: Mapping[int, JSON]) -> Row:
    """Return a row of averages; its size is how many are in the cohorts that are over."""
    cells = {k: {**point, "is_complete": point.get("value") is not None} for k, point in points.items()}
    return Row(name, points.get(0, {}).get("n"), is_open=False, cells=cells)


def _averaged(cells: Sequence[JSON]) -> dict[int, JSON]:
    """Return the average of each column over complete cells, weighted by size."""
    averages: dict[int, JSON] = {}
    for k in sorted({cell["k"] for cell in cells}):
        over = [cell for cell in cells if cell["k"] == k and cell["is_complete"]]
        n, people = (sum(cell[name] or 0 for cell in over) for name in ("size", "people"))
        averages[k] = {"k": k, "value": people / n if n else None, "n": n}
    return averages


def _whole_percent(share: float) -> str:
    """Return a share as percent without decimals; neither nobody nor everybody is said where it is not so."""
    percent = share * 100
    if 0 < percent < 0.5:  # noqa: PLR2004 (what no decimal cannot show)
        return "<1"
    return ">99" if 99.5 <= percent < 100 else number_text(percent)  # noqa: PLR2004 (as above)


def _reading(reply: JSON) -> list[str]:
    """Return how the shares are read."""
    every = every_word(reply, "bucket")
    later = " or later" if reply["definition"].get("arguments", {}).get("rule") == "unbounded" else ""
    return [f"In %: of those who joined in a {every}, who came back so many {every}s after it{later}."]


def _marks(rows: Sequence[Row]) -> list[str]:
    """Return what the marks mean that rows have."""
    notes = []
    if any(share_text(cell) == OPEN for row in rows for cell in row.cells.values()):
        notes.append(f"{OPEN} not over yet, and left out of the averages.")
    if any(row.is_open for row in rows):
        notes.append("* not over: more may join.")
    return notes
