"""What is declared is checked before it is kept: each kind of thing by the room that uses it."""

from collections.abc import Callable
from typing import Any

from regard.acting.targets import check_target
from regard.asking.periods import make_span
from regard.asking.weighing import read_margins
from regard.metrics.catalogue import METRICS
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.statement import statement
from regard.metrics.own import own_metric, own_metrics
from regard.rows.answers import answers
from regard.rows.care_tables import check_schedule, check_sla
from regard.rows.declared_dimensions import read_dimensions
from regard.rows.goal_paths import read_path
from regard.rows.rates import read_rates
from regard.rows.sources import record_source
from regard.rows.specs import parse_spec
from regard.rows.upkeep import Upkeep
from regard.workspace import clock
from regard.workspace.zones import local_date

Check = Callable[[str, dict[str, Any], Upkeep], dict[str, Any] | None]
"""From a name, what is declared under it, and the rows with the settings so far to what is kept of it; `None` is all.

Raises `RegardError`.
"""


def check_declared(kind: str, name: str, spec: dict[str, Any], rows: Upkeep) -> dict[str, Any]:
    """Return what is to be kept of a declaration; refuse one that means nothing, or contradicts another."""
    check = _CHECKS.get(kind)
    kept = check(name, spec, rows) if check else None
    return spec if kept is None else kept


def _check_event(_: str, spec: dict[str, Any], rows: Upkeep) -> None:
    """Refuse an event that no event could be held against."""
    rows.check_spec(parse_spec(spec))


def _check_metric(name: str, spec: dict[str, Any], rows: Upkeep) -> None:
    """Refuse a metric that could not be asked for: a question that it is part of is compiled and thrown away."""
    metric = own_metric(name, spec)
    today = local_date(clock.now(), rows.settings.zone)
    scope = Scope(
        zone=rows.settings.zone,
        week_start=rows.settings.week_start,
        span=make_span(today, today, rows.settings.zone),
        where=metric.filters,
        log=rows.log(),
    )
    statement([("m", metric)], scope)


def _check_path(name: str, spec: dict[str, Any], rows: Upkeep) -> None:
    """Refuse what is no path, and steps that no event could be held against."""
    for step in read_path(name, spec).steps:
        rows.check_spec(step)


def _check_dimension(name: str, spec: dict[str, Any], _: Upkeep) -> None:
    """Refuse a name that is taken, and what is no field that visits could be split by."""
    read_dimensions({name: spec})


def _check_rate(name: str, spec: dict[str, Any], rows: Upkeep) -> None:
    """Refuse what is no rate, and one that does not go with the others."""
    read_rates({**rows.settings.rates, name: spec})


def _check_target(name: str, spec: dict[str, Any], rows: Upkeep) -> dict[str, Any]:
    """Return a target with the day on which it sets out."""
    catalogue = {**METRICS, **own_metrics(rows.settings.metrics)}
    today = local_date(clock.now(), rows.settings.zone)
    target = check_target(name, spec, catalogue, today)
    return {**spec, "metric": target.metric, "since": str(target.since), "by": str(target.by)}


def _check_weighting(name: str, spec: dict[str, Any], rows: Upkeep) -> None:
    """Refuse margins that are none, and those of fields that answers do not have."""
    record_source(answers(), read_margins(name, spec), rows.settings.zone)


_CHECKS: dict[str, Check] = {
    "goal": _check_event,
    "qualifying": _check_event,
    "schedule": lambda name, spec, rows: check_schedule(name, spec, rows.settings),
    "sla": lambda name, spec, rows: check_sla(name, spec, rows.settings),
    "metric": _check_metric,
    "target": _check_target,
    "path": _check_path,
    "dimension": _check_dimension,
    "rate": _check_rate,
    "weighting": _check_weighting,
}
