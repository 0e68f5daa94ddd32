"""The pages of the demo: every metric that the shop can answer, family by family."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regard import Workspace

WEEKS = 12
JSON = dict[str, Any]
Page = dict[str, JSON]
"""The replies of a family, as JSON, by the names of their metrics."""

OVER_THE_YEAR = ("customer_lifetime_value", "clv_to_cac", "payback_time")
"""Asked of all days of the shop: who buys seldom is missing from a few weeks, and they would come out too high."""

CURVES = ("retention_curve", "lifecycle", "active_days_distribution", "funnel", "journeys")
"""The metrics that are more than one number, in the order in which they are shown."""

_CART, _PAID, _LIFESPAN = "add_to_cart", "purchase", {"lifespan": "3 years"}
_TO_THE_TILL = {"start": _CART, "end": _PAID}


def measure(workspace: "Workspace", truth: Mapping[str, Any]) -> Iterator[tuple[str, Page]]:
    """Yield a page for each family: the last whole weeks of the shop, compared with as many before."""
    from regard.metrics.catalogue import FAMILIES

    questions = Questions(truth)
    for family, metrics in FAMILIES.items():
        names = [metric.name for metric in metrics]
        asked = {name: questions.about(name) for name in names}
        replies: Page = {}
        for _, alike in groupby(sorted(names, key=lambda name: str(asked[name])), key=lambda name: str(asked[name])):
            together = list(alike)
            replies |= workspace.ask(together, **asked[together[0]]).to_dict()
        yield family, {name: replies[name] for name in names}


class Questions:
    """How each metric is asked of the shop."""

    def __init__(self, truth: Mapping[str, Any]) -> None:
        """Read what the shop is and which days it has."""
        days = truth["period"]
        last = date.fromisoformat(days["to"])
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        self._clock = {"as_of": str(last)}
        self._year = (days["from"], days["to"])
        self._weeks = _days_to(sunday, 7 * WEEKS)
        self._month = _days_to(sunday, 28)
        goal = {"goal": list(truth["goals"])}
        self._arguments: dict[str, JSON] = {
            **dict.fromkeys(("conversions", "converting_visitors", "conversion_rate", "social_conversions"), goal),
            "first_week_engagement": goal,
            "checkout_abandonment": _TO_THE_TILL,
            "conversion": {**_TO_THE_TILL, "window": "7d"},
            "feature_usage": {"event": "export"},
            "customer_lifetime_value": _LIFESPAN,
            "clv_to_cac": _LIFESPAN,
            "share_of_voice": {
                "own": [["is", "properties.brand", [truth["brand"]]]],
                "where": [["is", "kind", ["mention"]]],
            },
        }
        self._curves: dict[str, JSON] = {
            "retention_curve": {"period": self._weeks, "intervals": 7},
            "lifecycle": {"period": self._weeks, "every": "week"},
            "active_days_distribution": {"period": self._month},
            "funnel": {"period": self._weeks, "steps": _steps(), "compare": "previous"},
            "journeys": {"period": self._weeks, "anchor": "ticket", "depth": 1},
        }

    def about(self, name: str) -> JSON:
        """Return the arguments of the question about a metric."""
        if name in self._curves:
            return {**self._clock, **self._curves[name]}
        own = self._arguments.get(name, {})
        if name in OVER_THE_YEAR:
            return {**self._clock, "period": self._year, **own}
        return {**self._clock, "period": self._weeks, "every": "week", "compare": "previous", **own}


def _days_to(last: date, days: int) -> tuple[str, str]:
    """Return the first and the last of so many days."""
    return str(last - timedelta(days=days - 1)), str(last)


def _steps() -> Sequence[Any]:
    """Return the way from a product to an order."""
    return [{"page": "/products/*"}, _CART, _PAID]
