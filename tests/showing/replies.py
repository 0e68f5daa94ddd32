"""Replies made by hand, as a question would give them."""

from typing import Any

JSON = dict[str, Any]

BAND = {"verdict": "good", "good": "< 0.40", "usual": "0.20..0.55", "source": "guide 000"}
MARCH = {"from": "2025-03-01", "to": "2025-03-31", "zone": "Europe/Rome", "week_start": "monday", "every": None}
FEBRUARY = {"from": "2025-01-29", "to": "2025-02-28"}
SMALL = {"code": "small_base", "message": "Only 10 visits on 2025-03-01: read that day with care."}


def interval(low: float, high: float, method: str = "wilson") -> JSON:
    """Return an interval at 95 percent."""
    return {"low": low, "high": high, "level": 0.95, "method": method, "standard_error": (high - low) / 4}


def point(day: int, value: float | None, *, complete: bool = True, previous: float | None = None) -> JSON:
    """Return the bucket of one day in March 2025, with an interval of two points where it has a value."""
    return {
        "start": f"2025-03-{day:02}",
        "end": f"2025-03-{day:02}",
        "value": value,
        "n": 40 if value is not None else 0,
        "parts": {},
        "interval": interval(value - 0.01, value + 0.01) if value is not None else None,
        "is_complete": complete,
        "previous": previous,
        "previous_start": None,
        "change": None if previous is None or value is None else {"value": value - previous, "unit": "points"},
    }


def group(channel: str | None, value: float | None, n: int = 100, **more: Any) -> JSON:
    """Return one row of a breakdown by channel."""
    row = {"group": {"channel": channel}, "value": value, "n": n, "parts": {}, "share": None, "interval": None}
    return row | {"previous": None, "change": None, "series": []} | more


def reply(**more: Any) -> JSON:
    """Return the bounce rate of March 2025 as JSON, with the given keys in place of its own."""
    whole: JSON = {
        "metric": "bounce_rate",
        "variant": None,
        "value": 0.382,
        "unit": "share",
        "currency": None,
        "n": 12_345,
        "parts": {"bounces": 4_716, "visits": 12_345},
        "interval": interval(0.376, 0.388),
        "period": MARCH,
        "series": [],
        "breakdown": [],
        "cells": [],
        "average": [],
        "bins": [],
        "previous": None,
        "change": None,
        "band": None,
        "warnings": [],
        "definition": {"asks": "What share of visits ended after one page?", "formula": "bounces / visits"},
        "path": "rows",
        "sql": "",
        "seconds": 0.01,
    }
    whole["definition"] |= {"better": "lower"}
    return whole | more


def compared(**more: Any) -> JSON:
    """Return the bounce rate compared with the days before: 2.1 points lower, which stands out."""
    change = {"value": -0.021, "unit": "points", "interval": interval(-0.03, -0.012, "newcombe"), "stands_out": True}
    previous = {"period": FEBRUARY, "value": 0.403, "n": 9_000, "parts": {}, "interval": {}, "series": []}
    return reply(previous=previous, change=change, band=BAND, warnings=[SMALL], **more)
