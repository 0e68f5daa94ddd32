"""Values with their intervals as dots on one scale, in text: `  ├──●──┤  `."""

from collections.abc import Sequence

from regard.showing.words import JSON

_FROM_ZERO = {"count", "people", "money"}


def dot_rows(rows: Sequence[JSON], unit: str, width: int) -> list[str]:
    """Return one line per row, all on the scale from the least to the greatest end; nothing where all are alike.

    Counts and amounts start at zero, so that distances keep their proportion.
    """
    ends = [end for row in rows for end in _ends(row) if end is not None]
    if not ends or width < 1:
        return ["" for _ in rows]
    low, high = min([0.0, *ends] if unit in _FROM_ZERO else ends), max(ends)
    if low == high:
        return ["" for _ in rows]
    scale = (width - 1) / (high - low)
    return [_dot_row(row, low, scale, width) for row in rows]


def _dot_row(row: JSON, low: float, scale: float, width: int) -> str:
    """Return the line of one row."""
    left, value, right = (None if end is None else round((end - low) * scale) for end in _ends(row))
    line = [" "] * width
    if value is None:
        return "".join(line)
    if left is not None and right is not None:
        line[left : right + 1] = "─" * (right - left + 1)
    line[value] = "●"
    return "".join(line)


def _ends(row: JSON) -> tuple[float | None, float | None, float | None]:
    """Return the low end, the value and the high end of a row."""
    interval = row.get("interval") or {}
    return interval.get("low"), row.get("value"), interval.get("high")
