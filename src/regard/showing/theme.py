"""One look for every chart: colours that colour-blind people tell apart, quiet type, ink for data."""

from typing import Any

ACCENT = "#0072B2"
BEFORE = "#7A7A7A"
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#9A8F00", "#555555")
"""Okabe and Ito's colours; its yellow and black are darkened and lightened to be read on white and on black."""

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
