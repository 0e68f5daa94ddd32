"""How a counted metric is told: its value, and the question under which it holds."""

from datetime import date
from typing import Any

from regard.simulator.baskets import CURRENCY
from regard.simulator.calendar import Calendar

JSON = dict[str, Any]


def entry(
    name: str,
    value: float | None,
    *,
    unit: str,
    period: tuple[date, date],
    arguments: JSON | None = None,
    **more: Any,
) -> JSON:
    """Return a metric with its question; what else the reply must say follows under its own name.

    A name such as `revenue_churn.net` is that of a variant.
    """
    metric, _, variant = name.partition(".")
    told = {
        "metric": metric,
        "variant": variant or None,
        "value": value,
        "unit": unit,
        "period": {"from": str(period[0]), "to": str(period[1])},
        "arguments": arguments or {},
        **more,
    }
    return {**told, "currency": CURRENCY} if unit == "money" else told


def whole(calendar: Calendar) -> tuple[date, date]:
    """Return the whole period."""
    return calendar.start, calendar.end


def ratio(above: float, below: float) -> float | None:
    """Return a quotient; nothing where there is nothing under it."""
    return float(above / below) if below else None
