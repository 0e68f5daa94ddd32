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
    return tuple(Text(name if len(name) <= width else _cut(name, width)) for name in names)


def _cut(name: str, width: int) -> str:
    """Return the two ends of a name with a sign between them."""
    tail = (width - 1) // 2
    return f"{name[: width - 1 - tail]}{_SIGN}{name[len(name) - tail :]}"
