"""Which shape of curve a reply has, and which of its cells are of everybody and which of a group."""

from collections.abc import Sequence
from typing import Literal

from regard.showing.words import JSON, group_text, label_text

Shape = Literal["retention", "lifecycle", "active_days", "funnel", "journeys"]

_MARKS: dict[str, Shape] = {
    "cohort": "retention",
    "dormant": "lifecycle",
    "active": "active_days",
    "step": "funnel",
    "depth": "journeys",
}
"""The key that only the cells of a shape have."""


def shape_of(reply: JSON) -> Shape | None:
    """Return the shape of a reply's cells, `None` where there are none or none that is known."""
    cells = reply.get("cells") or []
    return next((shape for mark, shape in _MARKS.items() if mark in cells[0]), None) if cells else None


def whole_cells(reply: JSON) -> list[JSON]:
    """Return the cells that are of everybody."""
    return [cell for cell in reply["cells"] if not cell.get("group")]


def grouped_cells(reply: JSON) -> dict[str, list[JSON]]:
    """Return the cells of each group under its name, in the order of the reply: the largest first."""
    groups: dict[str, list[JSON]] = {}
    for cell in reply["cells"]:
        if cell.get("group"):
            groups.setdefault(group_text(cell["group"]), []).append(cell)
    return groups


def split_text(cells: Sequence[JSON]) -> str:
    """Return the dimensions by which cells are split, such as `Channel, Country`; nothing where they are not."""
    group: JSON = next((cell["group"] for cell in cells if cell.get("group")), {})
    return ", ".join(label_text(name.removeprefix("properties.")) for name in group)
