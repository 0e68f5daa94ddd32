"""Sums of weighted rows, as though the weights had a mean of 1: then n is the number of rows again."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_ONCE, _TWICE = ("x", "q"), ("xx", "nn", "xn")
"""The sums that grow with the weights, and those that grow with their square."""


def scale(sums: dict[str, Numbers], weights: Numbers) -> Numbers:
    """Scale sums by name in place, but for n, which becomes the number of rows; return what they are multiplied by.

    Only the proportions of weights mean anything: those of each place are scaled anew. `weights` are sums of squared
    weights; a place without them stays as it is.
    """
    is_weighed = weights != 0
    rows = np.trunc(sums["s"])
    factor = np.ones_like(rows)
    np.divide(rows, sums["n"], out=factor, where=is_weighed)
    for name in _ONCE:
        sums[name] = sums[name] * factor
    for name in _TWICE:
        sums[name] = sums[name] * factor * factor
    sums["n"] = np.where(is_weighed, rows, sums["n"])
    return factor


def effective_rows(rows: Sequence[Mapping[str, Any]], label: str) -> list[float | None]:
    """Return how many rows of equal weight would tell as much (Kish 1965); `None` where rows have no weights."""
    weights = f"{label} w"
    return [_effective(row[f"{label} n"], row[weights]) if weights in row else None for row in rows]


def _effective(total: float, squares: float | None) -> float:
    """Return the effective number of rows from the sum of their weights and that of the squares."""
    return float(total**2 / squares) if squares else 0.0
