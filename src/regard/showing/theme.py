"""One look for every chart: colours that colour-blind people tell apart, quiet type, ink for data."""

from collections.abc import Sequence
from typing import Any

ACCENT = "#0072B2"
BEFORE = "#7A7A7A"
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#9A8F00", "#555555")
"""Okabe and Ito's colours; its yellow and black are darkened and lightened to be read on white and on black."""

_PALE, _DEEP = (220, 235, 245), (0, 84, 132)
"""Between which colours a share is shaded, as red, green and blue: one hue, opaque, so that text on it can be read."""

FONT = "system-ui, -apple-system, Segoe UI, Roboto, sans-serif"

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {"domain": False, "ticks": False, "gridColor": "#8883", "labelColor": "#737373", "titleColor": "#737373",
             "titleFontWeight": "normal", "labelFontSize": 11, "titleFontSize": 11},
    "title": {"anchor": "start", "fontSize": 16, "fontWeight": 600, "color": "#737373", "subtitleColor": "#737373",
              "subtitleFontSize": 12, "offset": 12},
    "range": {"category": list(PALETTE)},
    "line": {"invalid": "break-paths-show-path-domains"},
}  # fmt: skip


def shade(depth: float) -> tuple[str, str]:
    """Return the colour of a cell, from pale at 0 to deep at 1, and the colour of text that contrasts most with it."""
    mixed = [round(pale + (deep - pale) * depth) for pale, deep in zip(_PALE, _DEEP, strict=True)]
    ink = "#FFFFFF" if _luminance(mixed) < 0.179 else "#000000"  # noqa: PLR2004 (where black and white contrast alike)
    return "#{:02X}{:02X}{:02X}".format(*mixed), ink


def _luminance(colour: Sequence[int]) -> float:
    """Return the relative luminance of a colour as WCAG defines it."""
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (sRGB)
        for part in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
