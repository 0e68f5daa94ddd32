"""Bins: how the rows behind a time or an amount spread, as counts between rising edges."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from regard.asking.reply import JSON
from regard.errors import RegardError
from regard.metrics.kinds import Metric
from regard.workspace.durations import parse_duration

_PREFIX = "bin "


def read_edges(bins: Any, metric: Metric[Any]) -> tuple[float, ...]:
    """Return the rising edges of bins, durations in seconds.

    Raises `RegardError` with code `bad_value`.
    """
    if not isinstance(bins, list | tuple) or not bins:
        raise RegardError("bad_value", f"bins={bins!r} is not a list of edges.", 'Write bins=[0, "1h", "1d"].')
    edges = [parse_duration(edge).seconds if metric.unit == "seconds" else edge for edge in bins]
    if not all(isinstance(edge, int | float) and not isinstance(edge, bool) for edge in edges):
        raise RegardError("bad_value", f"bins={bins!r} has an edge that is not a number.", "Write bins=[0, 20, 50].")
    if any(low >= high for low, high in pairwise(edges)):
        raise RegardError("bad_value", f"The edges of bins={bins!r} do not rise.", "Write them from low to high.")
    return tuple(edges)


def with_bins(metric: Metric[Any], edges: tuple[float, ...]) -> Metric[Any]:
    """Return the metric with one more part for each bin."""
    number: Callable[[Any], Any] = metric.value  # type: ignore[attr-defined]  # times and amounts have a number
    ends = [*edges[1:], None]

    def counts(low: float, high: float | None) -> Callable[[Any], Any]:
        return lambda row: number(row) >= low if high is None else (number(row) >= low) & (number(row) < high)

    bins = {f"{_PREFIX}{index}": counts(*span) for index, span in enumerate(zip(edges, ends, strict=True))}
    return replace(metric, parts={**metric.parts, **bins})


def bins_json(parts: Mapping[str, Any], edges: tuple[float, ...]) -> list[JSON]:
    """Return the bins of a reply, the last one open."""
    ends = [*edges[1:], None]
    return [
        {"from": low, "to": high, "n": parts[f"{_PREFIX}{index}"]}
        for index, (low, high) in enumerate(zip(edges, ends, strict=True))
    ]


def without_bins(parts: Mapping[str, Any]) -> JSON:
    """Return the parts that are no bins."""
    return {name: value for name, value in parts.items() if not name.startswith(_PREFIX)}
