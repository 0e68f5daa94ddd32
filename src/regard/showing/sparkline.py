"""A series in one line of text: eight blocks, gaps for nulls, a shade for buckets that are not whole."""

from collections.abc import Sequence

from regard.showing.words import JSON

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = " "
OPEN = "░"
"""A bucket that the period cuts or that is not over: its height would mislead."""

LENGTH = 12
"""How many buckets a row of a table shows, the latest ones."""


def sparkline(series: Sequence[JSON], length: int = LENGTH) -> str:
    """Return the last `length` buckets as text, one character each, between the least and the greatest whole bucket.

    A null is a gap, a bucket that is not complete is `░`; without two buckets with a value there is nothing to see.
    """
    shown = series[-length:]
    values = [point.get("value") for point in shown]
    whole = [value for value, point in zip(values, shown, strict=True) if value is not None and _is_whole(point)]
    if len(whole) < 2:  # noqa: PLR2004 (one point is no line)
        return ""
    low, high = min(whole), max(whole)
    return "".join(_mark(value, point, low, high) for value, point in zip(values, shown, strict=True))


def _mark(value: float | None, point: JSON, low: float, high: float) -> str:
    """Return the character of one bucket."""
    if value is None:
        return GAP
    if not _is_whole(point):
        return OPEN
    if high == low:
        return BLOCKS[len(BLOCKS) // 2 - 1]
    return BLOCKS[round((value - low) / (high - low) * (len(BLOCKS) - 1))]


def _is_whole(point: JSON) -> bool:
    """Return whether a bucket is over and not cut."""
    return bool(point.get("is_complete", True))
