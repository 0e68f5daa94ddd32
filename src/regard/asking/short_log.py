"""What a short log means for an answer: events before the horizon have left it, and with them what only it told."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regard.asking.plan import Timeline
from regard.asking.question import Question
from regard.asking.reply import JSON
from regard.metrics.compile.grains import GRAINS
from regard.metrics.compile.scope import Scope
from regard.metrics.kinds import Curve, Metric
from regard.rows.declared_dimensions import Declared, read_dimensions
from regard.rows.filters import having_of
from regard.rows.logged import is_only_logged
from regard.rows.specs import parse_spec
from regard.warehouses.horizon import Horizon, Judged
from regard.workspace.settings import Settings
from regard.workspace.zones import first_instant

_OF_ALL_TIME = ("first_weeks", "conversions")
"""Grains that look at events outside of the period too, as curves do."""

_OF_ACTIVITY = ("people_in_period", "activity", "first_weeks", "conversions")


def short_log(
    metric: Metric[Any],
    question: Question,
    timelines: Sequence[Timeline | None],
    *,
    horizon: Horizon | None,
    settings: Settings,
    path: str,
) -> list[JSON]:
    """Return the warnings for an answer that reaches to where events have left the log; none where it does not.

    `path` is what was read: days that are kept as active need no events.
    """
    is_curve = isinstance(metric, Curve)
    if horizon is None or not (is_curve or GRAINS[metric.of.name].of_events):
        return []
    scopes = [timeline.scope for timeline in timelines if timeline is not None]
    is_of_all_time = is_curve or metric.of.name in _OF_ALL_TIME
    begins = min(scope.starts for scope in scopes)
    reached = [
        judged
        for judged in horizon.judgements()
        if is_of_all_time or begins < first_instant(judged.until, settings.zone)
    ]
    if not reached:
        return []
    is_of_activity = is_curve or metric.of.name in _OF_ACTIVITY
    asked = _named(question, scopes, settings, of_activity=is_of_activity and path == "rows")
    told = [*_not_known(asked, horizon, reached, read_dimensions(settings.dimensions))]
    for judged in reached:
        if metric.of.name == "visits" and _is_other(settings.goals, judged.goals, judged, settings):
            when = "when they left the log"
            told.append(f"Visits before {judged.until} are engaged by the goals that were declared {when}.")
        if is_of_activity and _is_other(settings.qualifying, judged.qualifying, judged, settings):
            when = "when their events left the log"
            told.append(f"Days before {judged.until} are active by what was declared {when}.")
    return [{"code": "short_history", "message": message} for message in told]


def _not_known(asked: set[str], horizon: Horizon, reached: Sequence[Judged], declared: Declared) -> Iterator[str]:
    """Yield what is to be said of names in a question that closed rows do not tell: of fields, then of dimensions."""
    fields = sorted(name for name in asked if is_only_logged(name))
    if fields:
        yield (
            f"Events before {horizon.day} have left the log (keep_events): {', '.join(fields)} of them is not known "
            "any more, and they count as if it were not set."
        )
    for name in sorted(asked & declared.keys()):
        untold = [judged.until for judged in reached if declared[name] not in judged.fields]
        if untold:
            yield (
                f"Events before {untold[-1]} had left the log (keep_events) when {name} was declared to be "
                f"{declared[name]}: of them it is not known, and they count as if it were not set."
            )


def _is_other(now: Mapping[str, Any], then: Any, judged: Judged, settings: Settings) -> bool:
    """Return whether declared events are others than those by which closed rows were judged, or look at others."""
    declared = read_dimensions(settings.dimensions)
    looked_at = set().union(*(parse_spec(spec).fields() for spec in now.values())) & declared.keys()
    return json.loads(json.dumps(now, default=str)) != then or any(
        declared[name] not in judged.fields for name in looked_at
    )


def _named(question: Question, scopes: Sequence[Scope], settings: Settings, *, of_activity: bool) -> set[str]:
    """Return the names in a question that may be fields, and the fields of declared things that it is about."""
    found = set(_texts([list(question.by), question.where, question.own, question.compare]))
    found |= set(_texts([settings.paths[name] for name in found & set(settings.paths)]))
    for scope in scopes:
        found |= scope.fields()
        specs = [*scope.specs.values(), *(having.spec for having in having_of(scope.where))]
        for spec in [*specs, scope.qualifying] if of_activity else specs:
            found |= spec.fields()
    return found


def _texts(written: Any) -> Iterator[str]:
    """Yield every text in what was written, however deep."""
    if isinstance(written, str):
        yield written
    elif isinstance(written, dict):
        for value in written.values():
            yield from _texts(value)
    elif isinstance(written, list | tuple):
        for value in written:
            yield from _texts(value)
