"""Cells as a table of text, and how much of it a surface shows."""

from dataclasses import dataclass

from regard.showing.words import JSON, number_text

OPEN = "·"
"""What stands for a cell that is not over."""


@dataclass(frozen=True)
class Surface:
    """How many rows a surface shows, how many transitions at each depth, and where it says that the rest is."""

    rows: int
    per_depth: int
    rest: str

    def left_out(self, count: int, one: str, several: str) -> list[str]:
        """Return the note that so many rows are not shown, nothing where all are."""
        if count < 1:
            return []
        said = f"1 {one} is" if count == 1 else f"{number_text(count)} {several} are"
        return [f"{said} not shown; {self.rest}."]


TERMINAL = Surface(rows=31, per_depth=8, rest="--json has all")
NOTEBOOK = Surface(rows=100, per_depth=25, rest="to_dict() has all")


@dataclass(frozen=True)
class Words:
    """Cells as text: headings, rows with a text for each heading, and notes."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    names: int = 1
    """How many columns from the left are names; the others are numbers."""

    def column(self, place: int) -> tuple[str, ...]:
        """Return the texts of one column."""
        return tuple(row[place] for row in self.rows)


def count_text(count: float | None) -> str:
    """Return a count, a dot where it is not known yet."""
    return OPEN if count is None else number_text(count)


def every_word(reply: JSON, otherwise: str) -> str:
    """Return what a bucket of the reply is called: `week`."""
    return str(reply["period"].get("every") or otherwise)
