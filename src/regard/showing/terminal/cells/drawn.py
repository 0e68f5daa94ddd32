"""What a terminal shows of cells: a table, and the notes that belong below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.text import Text

_SIGN = "…"


@dataclass(frozen=True)
class Drawn:
    """A table and its notes."""

    table: RenderableType
    notes: Sequence[str] = ()


def cut_names(names: Sequence[str], width: int) -> tuple[Text, ...]:
    """Return names, long ones cut in their middle: long names differ at either end."""
    return tuple(_cut(name, width) for name in names)


def _cut(name: str, width: int) -> Text:
    """Return the two ends of a long name with a sign between them; one of wide letters is cut at its end."""
    text = Text(name)
    if text.cell_len > len(name):
        text.truncate(width, overflow="ellipsis")
    elif len(name) > width:
        tail = (width - 1) // 2
        return Text(f"{name[: width - 1 - tail]}{_SIGN}{name[len(name) - tail :]}")
    return text
