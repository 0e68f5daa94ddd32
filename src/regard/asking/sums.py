"""Sums as passes give them, place by place, into columns of numbers with what follows from others filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regard.asking.places import Picked
from regard.asking.weighted import Numbers, effective_rows, scale
from regard.inference.moments import Moments
from regard.metrics.kinds import Metric

_FOLLOWS = (("x", None), ("n", "x"), ("s", "n"), ("q", "x"), ("xx", None), ("nn", "xx"), ("xn", "xx"), ("groups", None))
"""The sums of a metric, with those that they equal where they are left out: see `metrics.compile.levels`."""


@dataclass(frozen=True)
class Sums:
    """The sums of one metric at several places, as columns."""

    picked: Picked
    """What was found at each place."""

    label: str
    metric: Metric[Any]
    spreads: Numbers
    """What the number is divided by."""

    columns: Mapping[str, Numbers]
    parts: Mapping[str, Numbers]
    effective_n: Sequence[float | None] = ()
    """How many unweighted rows would tell as much; empty where no rows have weights."""

    def moments(self) -> Moments:
        """Return the moments of all places; a numerator that is known without error varies in no person."""
        own, spreads = self.columns, self.spreads
        varies = 0.0 if self.metric.is_fixed else 1.0
        number: Any = {
            "n": own["n"],
            "total": own["x"] / spreads,
            "squares": own["q"] / spreads**2 * varies,
            "groups": own["groups"],
            "group_totals_squared": own["xx"] / spreads**2 * varies,
            "group_sizes_squared": own["nn"],
            "group_products": own["xn"] / spreads * varies,
        }
        return Moments(**number, by_groups=self.picked.has(f"{self.label} by_groups"))

    def raw(self, name: str) -> list[Any]:
        """Return what was found under a name at each place, `None` where nothing was."""
        return self.picked.raw(f"{self.label} {name}")

    def totals(self) -> list[float | int]:
        """Return the sum of the number at each place, whole where it was found as a whole number."""
        pairs = zip(self.raw("x"), self.columns["x"].tolist(), strict=True)
        return [number if isinstance(found, float) else int(number) for found, number in pairs]

    def same(self) -> list[dict[str, str | None]]:
        """Return what the uniform columns hold at each place, `None` where several things; empty without rows."""
        told: list[dict[str, str | None]] = [{} for _ in range(self.picked.size)]
        for name in self.metric.uniform:
            for place, low, high in zip(told, self.raw(f"low {name}"), self.raw(f"high {name}"), strict=True):
                if low is not None:
                    place[name] = low if low == high else None
        return told


def read_sums(picked: Picked, label: str, metric: Metric[Any], spreads: Sequence[float]) -> Sums:
    """Return the sums of a metric from what was found at each place, and what its number is divided by there."""
    divisors = np.array(spreads, dtype=np.float64)
    columns: dict[str, Numbers] = {}
    for name, other in _FOLLOWS:
        columns[name] = _column(picked, f"{label} {name}", columns[other] if other else np.zeros(picked.size))
    nothing = np.zeros(picked.size)
    parts = {name: _column(picked, f"{label} part {name}", nothing) for name in metric.parts}
    weights = f"{label} w"
    if not picked.has(weights):
        return Sums(picked, label, metric, divisors, columns, parts)
    factor = scale(columns, _column(picked, weights, nothing))
    parts = {name: column * factor for name, column in parts.items()}
    return Sums(picked, label, metric, divisors, columns, parts, effective_rows(picked.rows, label))


def _column(picked: Picked, key: str, otherwise: Numbers) -> Numbers:
    """Return the numbers under a key, `otherwise` where there is none."""
    column = picked.numbers(key)
    return otherwise if column is None else np.where(np.isnan(column), otherwise, column)
