"""A funnel in words: a row for each step, who came so far, who still may, and how long it took."""

from collections.abc import Sequence

from regard.showing.cells.table import Surface, Words
from regard.showing.words import JSON, duration_text, half_width_text, number_text, value_text

PEOPLE, STILL, OF_FIRST, SURENESS, OF_PREVIOUS, OF_ACTIVE, MEDIAN = range(1, 8)
"""Places of the columns."""

_HEADINGS = ("Step", "People", "Still in time", "Of first", "Interval", "Of previous", "Of active", "Median time")


def funnel_words(cells: Sequence[JSON], reply: JSON, surface: Surface) -> Words:
    """Return the steps as a table."""
    kept = cells[: surface.rows]
    notes = ["Times run from the step before."] if any(cell.get("median_seconds") is not None for cell in kept) else []
    if _is_any_order(reply):
        notes.insert(0, f"In any order, of: {', '.join(str(cell['event']) for cell in kept)}.")
    notes += surface.left_out(len(cells) - len(kept), "later step", "later steps")
    return Words(_HEADINGS, tuple(_row(cell, reply) for cell in kept), tuple(notes))


def step_name(cell: JSON, reply: JSON) -> str:
    """Return a step with its number, such as `2 cart`; how many steps where their order does not matter."""
    if _is_any_order(reply):
        return "any step" if cell["step"] == 1 else f"any {cell['step']} steps"
    return f"{cell['step']} {cell['event']}"


def _is_any_order(reply: JSON) -> bool:
    """Return whether step k means k different steps."""
    return bool(reply["definition"].get("arguments", {}).get("order") == "any")


def _row(cell: JSON, reply: JSON) -> tuple[str, ...]:
    """Return the texts of one step."""
    is_later = cell["step"] > 1
    median = cell.get("median_seconds")
    return (
        step_name(cell, reply),
        number_text(cell["people"]),
        number_text(cell["in_progress"]) if cell.get("in_progress") else "",
        value_text(cell["of_first"], "share"),
        half_width_text(cell.get("interval"), "share") if is_later else "",
        value_text(cell["of_previous"], "share") if is_later else "",
        "" if cell.get("of_active") is None else value_text(cell["of_active"], "share"),
        "" if median is None else duration_text(median),
    )
