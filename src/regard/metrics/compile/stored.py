"""How metrics are read from totals and return gaps: worked out of their expressions once, then known by their names."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from regard.metrics.catalogue import METRICS
from regard.metrics.kinds import Metric
from regard.workspace.worked_out import NOTHING, learn, recall

_MOST = 2048
_FOUND: dict[tuple[str, int], tuple[Metric[Any], Any]] = {}
"""What was found of a metric, by its identity; the metric is held so that its identity stays its own."""


def stored_columns(metric: Metric[Any]) -> Mapping[str, str] | None:
    """Return the columns of the totals that a metric's sums are made of, `None` where they are not all kept.

    The keys are those of `levels.measure`: `x`, `n`, `s`, `part NAME`, `watch 0`.
    """
    found: Mapping[str, str] | None = _of_metric("columns_of", metric)
    return found


def person_column(metric: Metric[Any]) -> str | None:
    """Return the column of people whose mean a metric is, the empty text where it counts them.

    `None` where return gaps do not tell it; the people may be those with a visit, or the active ones.
    """
    found: str | None = _of_metric("column_of_people", metric)
    return found


def counts_active_of_paying(metric: Metric[Any]) -> bool:
    """Return whether a metric is active people over paying customers."""
    return bool(_of_metric("is_active_of_paying", metric))


@cache
def kept_columns(grain: str) -> tuple[str, ...]:
    """Return the columns of the totals of a grain, but for its keys."""
    return tuple(_known(f"columns of the totals of {grain}", lambda: list(_totals().columns_of_grain(grain))))


def _of_metric(what: str, metric: Metric[Any]) -> Any:
    """Return what a function of the totals finds of a metric; by its name where it is one of the catalogue."""
    key = (what, id(metric))
    known = _FOUND.get(key)
    if known is None:
        if len(_FOUND) >= _MOST:
            _FOUND.clear()

        def find() -> Any:
            return getattr(_totals(), what)(metric)

        name = _names().get(id(metric))
        known = _FOUND[key] = (metric, find() if name is None else _known(f"{what} {name}", find))
    return known[1]


def _known(key: str, make: Callable[[], Any]) -> Any:
    """Return what was worked out under a key, else work it out."""
    found = recall(key)
    if found is NOTHING:
        found = make()
        learn(key, found)
    return found


@cache
def _names() -> Mapping[int, str]:
    """Return the names of the metrics of the catalogue and of all their forms, by identity."""
    return {id(form): name for metric in METRICS.values() for name, form in _forms(metric.name, metric)}


def _forms(name: str, metric: Metric[Any]) -> Iterator[tuple[str, Metric[Any]]]:
    """Yield a metric, its variants, and each with its other denominators, under names of their own."""
    yield name, metric
    for kind, forms in (("variant", metric.variants), ("per", metric.per)):
        for own, form in forms.items():
            yield from _forms(f"{name} {kind} {own}", form)


def _totals() -> Any:
    """Return what makes expressions of metrics."""
    from regard.metrics.compile import totals

    return totals
