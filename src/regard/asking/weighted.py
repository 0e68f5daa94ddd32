"""Sums of weighted rows, as though the weights had a mean of 1: then n is the number of rows again."""

from collections.abc import Mapping
from typing import Any

_ONCE, _TWICE = ("x", "n", "q"), ("xx", "nn", "xn")
"""The sums that grow with the weights, and those that grow with their square."""


def scaled(sums: Mapping[str, Any] | None, label: str) -> Mapping[str, Any] | None:
    """Return a row of sums with those under a label scaled; where rows have no weights, as it is.

    Only the proportions of weights mean anything: those of each group and bucket are scaled anew.
    """
    if sums is None or not sums.get(f"{label} w"):
        return sums
    rows = int(sums[f"{label} s"])
    factor = rows / sums[f"{label} n"]
    once = {f"{label} {name}" for name in _ONCE}
    twice = {f"{label} {name}" for name in _TWICE}
    found = dict(sums)
    for name, value in sums.items():
        if value is not None and (name in once or name.startswith(f"{label} part ")):
            found[name] = value * factor
        elif value is not None and name in twice:
            found[name] = value * factor * factor
    return {**found, f"{label} n": rows}


def effective_rows(sums: Mapping[str, Any] | None, label: str) -> float | None:
    """Return how many rows of equal weight would tell as much (Kish 1965); `None` where rows have no weights."""
    if sums is None or f"{label} w" not in sums:
        return None
    squares = sums[f"{label} w"]
    return float(sums[f"{label} n"] ** 2 / squares) if squares else 0.0
