"""Bands: what a guide calls good. Data with a source, never a truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

NAMES = ("good", "great", "excellent")
"""The bands of merit, from the least to the best."""


@dataclass(frozen=True)
class Limit:
    """The values of one band: below, above or between, in the unit of the metric."""

    low: float | None = None
    high: float | None = None
    low_included: bool = True
    high_included: bool = True

    def holds(self, value: float) -> bool:
        """Return whether the value lies in the band."""
        above = self.low is None or value > self.low or (self.low_included and value == self.low)
        below = self.high is None or value < self.high or (self.high_included and value == self.high)
        return above and below

    def __str__(self) -> str:
        """Return the band as text, such as `< 0.40` or `0.75..0.85`."""
        if self.low is None:
            return f"{'<=' if self.high_included else '<'} {_number(self.high)}"
        if self.high is None:
            return f"{'>=' if self.low_included else '>'} {_number(self.low)}"
        return f"{_number(self.low)}..{_number(self.high)}"


@dataclass(frozen=True)
class Bands:
    """The named bands of a metric, with the source that calls them so."""

    source: str
    good: Limit | None = None
    great: Limit | None = None
    excellent: Limit | None = None
    usual: Limit | None = None
    """Where most values lie; tells nothing of merit."""

    def verdict(self, value: float | None) -> Mapping[str, str | None] | None:
        """Return the best named band that the value reaches, else `outside`, with every band as text and the source."""
        limits = {name: getattr(self, name) for name in (*NAMES, "usual")}
        if value is None or not any(limits.values()):
            return None
        named = NAMES if any(limits[name] for name in NAMES) else ("usual",)
        reached = [name for name in named if limits[name] is not None and limits[name].holds(value)]
        shown = {name: str(limit) for name, limit in limits.items() if limit is not None}
        return {"verdict": reached[-1] if reached else "outside", **shown, "source": self.source}


def below(high: float) -> Limit:
    """Return the band of values under `high`."""
    return Limit(high=high, high_included=False)


def above(low: float) -> Limit:
    """Return the band of values over `low`."""
    return Limit(low=low, low_included=False)


def between(low: float, high: float) -> Limit:
    """Return the band from `low` to `high`, both included."""
    return Limit(low=low, high=high)


def at_least(low: float) -> Limit:
    """Return the band from `low` on."""
    return Limit(low=low)


def at_most(high: float) -> Limit:
    """Return the band up to `high`."""
    return Limit(high=high)


def _number(value: float | None) -> str:
    """Return a limit as text: shares keep two decimals, so that `< 0.40` reads as written."""
    if value is None:
        return ""
    return f"{value:.2f}" if 0 < abs(value) < 1 else f"{value:g}"


Direction = Literal["higher", "lower", "neither"]
