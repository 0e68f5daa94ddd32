"""Bars of text whose parts differ by their fill, so that they are told apart without colours."""

from collections.abc import Sequence

from rich.text import Text


def stacked_bar(parts: Sequence[tuple[float, str, str]], scale: float) -> Text:
    """Return parts as one bar, each a size, the character that fills it and its style; `scale` is cells for each unit.

    The ends of parts are rounded, not their lengths, so that the bar is as long as their sum.
    """
    bar, total = Text(), 0.0
    for size, fill, style in parts:
        start, total = round(total * scale), total + size
        bar.append(fill * (round(total * scale) - start), style=style)
    return bar


def bar_scale(sizes: Sequence[float], width: int) -> float:
    """Return how many characters a unit takes so that the greatest of the sizes fills the width."""
    greatest = max(sizes, default=0)
    return width / greatest if greatest else 0.0


FULL, LIGHT = ("█", "cyan"), ("░", "cyan")
"""Fill and style of what is counted, and of what may still come."""
