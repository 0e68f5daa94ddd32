"""A question: what is asked, checked before anything is read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from regard.asking.arguments import read_options
from regard.errors import RegardError, suggest, unknown
from regard.metrics.calculators import CALCULATORS
from regard.metrics.catalogue import METRICS
from regard.metrics.kinds import Count, Curve, Distinct, Mean, Metric, Quantile
from regard.workspace.durations import Duration, parse_duration

EVERY = ("hour", "day", "week", "month", "quarter", "year")
TO_DATE = ("week", "month", "quarter", "year")
_OF_PEOPLE = ("people_in_period", "buyers")
METHODS = ("wilson", "wald", "adjusted_wald", "delta", "jackknife", "bootstrap")
OWNERS = {
    **dict.fromkeys(("rule", "cohorts", "min_occurrences", "intervals", "back"), "retention_curve"),
    **dict.fromkeys(("steps", "order", "exclude", "attribution"), "funnel"),
    **dict.fromkeys(("anchor", "direction", "depth", "touchpoints"), "journeys"),
    **dict.fromkeys(("lifespan", "margin", "discount"), "customer_lifetime_value"),
    **dict.fromkeys(("span",), "churn_rate"),
    **dict.fromkeys(("hold", "count"), "conversion"),
    **dict.fromkeys(("hours", "schedule"), "resolution_time"),
    **dict.fromkeys(("weights",), "nps"),
}
"""Arguments that belong to metrics of one kind, and the metric to name in a refusal."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """The arguments that every metric understands; those of one metric are in `own`."""

    period: Any = "28d"
    as_of: Any = None
    every: str | None = None
    by: tuple[str, ...] = ()
    where: Any = None
    compare: Any = None
    align: str | None = None
    per: str | None = None
    base: str = "group"
    variant: str | None = None
    zone: str | None = None
    week_start: str | None = None
    statistic: str | None = None
    bins: Any = None
    level: float = 0.95
    interval: str | None = None
    trailing: Any = None
    to_date: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)


_COMMON = tuple(option.name for option in fields(Question) if option.name != "own")


def find_metric(name: object, catalogue: Mapping[str, Metric[Any]] = METRICS) -> Metric[Any]:
    """Return the metric of that name.

    Raises `RegardError` with code `unknown_metric`.
    """
    if name in CALCULATORS and name not in catalogue:
        raise RegardError(
            "unknown_metric",
            f"{name} is not answered from records in this version.",
            f'Compute it from counts: regard.calc("{name}", ...), such as {CALCULATORS[str(name)].example}.',
        )
    if not isinstance(name, str) or name not in catalogue:
        raise unknown("metric", name, catalogue)
    return catalogue[name]


def read_question(metrics: Sequence[Metric[Any]], arguments: Mapping[str, Any]) -> Question:
    """Return the question that the arguments ask of the metrics.

    Raises `RegardError` where an argument is unknown, has a value that means nothing, or belongs to other metrics.
    """
    own = {name: value for name, value in arguments.items() if name not in _COMMON and value is not None}
    common = {name: value for name, value in arguments.items() if name in _COMMON and value is not None}
    for name in own:
        _check_own(name, metrics)
    common["by"] = _read_by(common.get("by"))
    question = Question(**common, own=own)
    _check_choice("every", question.every, EVERY)
    _check_choice("to_date", question.to_date, TO_DATE)
    _check_choice("base", question.base, ("group", "total"))
    _check_choice("align", question.align, ("weekday",))
    _check_choice("week_start", question.week_start, ("monday", "sunday"))
    _check_choice("interval", question.interval, METHODS)
    _check_level(question.level)
    for metric in metrics:
        read_options(own, () if isinstance(metric, Curve) else metric.takes)
    _check_pairs(question, metrics)
    return question


def resolve_metric(metric: Metric[Any], question: Question) -> Metric[Any]:
    """Return the metric in the variant and with the denominator that the question wants.

    Raises `RegardError` with code `unknown_variant`, `not_for_metric` or `missing_argument`.
    """
    resolved = metric
    if question.variant is not None:
        if question.variant not in metric.variants:
            if not metric.variants:
                raise RegardError("unknown_variant", f"{metric.name} has no variants.", "Leave variant out.")
            raise unknown("variant", question.variant, metric.variants)
        resolved = metric.variants[question.variant]
    if question.per is not None:
        if question.per not in resolved.per:
            offered = suggest(question.per, resolved.per) or "Leave it out."
            raise RegardError("not_for_metric", f'{metric.name} is not offered per "{question.per}".', offered)
        resolved = resolved.per[question.per]
    q = read_quantile(question.statistic)
    return resolved if q is None else _quantile(resolved, q)


def read_quantile(statistic: Any) -> float | None:
    """Return the quantile that a statistic names, `None` for the mean and the sum.

    Raises `RegardError` with code `bad_value`.
    """
    if statistic in (None, "mean", "sum"):
        return None
    if statistic == "median":
        return 0.5
    found = re.fullmatch(r"p(\d{1,2}(?:\.\d+)?)", str(statistic))
    if found and float(found[1]) > 0:
        return float(found[1]) / 100
    raise RegardError(
        "bad_value", f'statistic="{statistic}" means nothing.', 'Write "mean", "median", "p90" (any pNN) or "sum".'
    )


def read_trailing(metric: Metric[Any], question: Question) -> Duration | str | None:
    """Return the time that each point covers: a duration, `"all"`, or `None` for its bucket."""
    written = question.trailing or metric.trailing
    if question.to_date or written is None:
        return None
    return "all" if written == "all" else parse_duration(written)


def _quantile(metric: Metric[Any], q: float) -> Quantile[Any]:
    """Return the quantile of the number whose mean a metric is.

    Raises `RegardError` with code `not_for_metric`.
    """
    if not isinstance(metric, Mean):
        raise RegardError(
            "not_for_metric", f"{metric.name} is no mean of rows, and has no quantiles.", "Leave statistic out."
        )
    kept = {one.name: getattr(metric, one.name) for one in fields(Metric) if one.name != "interval"}
    return Quantile(**{**kept, "counts": None, "derived": None}, value=metric.value, q=q)


def _check_own(name: str, metrics: Sequence[Metric[Any]]) -> None:
    """Refuse an argument that none of the metrics takes."""
    if any(name in metric.takes for metric in metrics):
        return
    asked = metrics[0].name
    owner = OWNERS.get(name) or next((metric.name for metric in METRICS.values() if name in metric.takes), None)
    if owner is not None:
        raise RegardError("not_for_metric", f'"{name}" is for {owner}, not for {asked}.', "Leave it out.")
    known = [*_COMMON, *(option for metric in metrics for option in metric.takes)]
    raise RegardError("unknown_argument", f'There is no argument "{name}".', suggest(name, known))


def _read_by(by: Any) -> tuple[str, ...]:
    """Return the dimensions of a split."""
    if by is None:
        return ()
    names = (by,) if isinstance(by, str) else tuple(by) if isinstance(by, list | tuple) else (by,)
    for name in names:
        if not isinstance(name, str):
            raise RegardError("bad_value", f"{name!r} is not a dimension.", 'Write by="channel" or by=["channel"].')
    if len(set(names)) != len(names):
        raise RegardError("bad_value", "A dimension is named twice in by.", "Name each once.")
    return names


def _check_choice(name: str, value: Any, choices: Sequence[str]) -> None:
    """Refuse a value that is none of the choices."""
    if value is not None and value not in choices:
        offered = ", ".join(f'"{choice}"' for choice in choices)
        raise RegardError("bad_value", f'{name}="{value}" means nothing.', f"{name} is one of {offered}.")


def _check_level(level: Any) -> None:
    """Refuse a level that is no share of confidence."""
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        raise RegardError("bad_value", f"level={level!r} is not between 0 and 1.", "Write 0.95 for 95 %.")


def _check_pairs(question: Question, metrics: Sequence[Metric[Any]]) -> None:
    """Refuse arguments that do not go together, and those that the metrics cannot take."""
    if question.trailing and question.to_date:
        raise _not_together("trailing", "to_date", "Both say what a point covers; drop one.")
    if question.align and question.compare is None:
        raise _not_together("align", "no compare", 'Add compare="previous", or drop align.')
    if question.align and isinstance(question.compare, Mapping):
        raise _not_together("align", "a segment or a date", "Which days are compared is said already; drop align.")
    for metric in metrics:
        _check_pair(question, metric)
    read_quantile(question.statistic)


def _check_pair(question: Question, metric: Metric[Any]) -> None:
    """Refuse arguments that one metric cannot take."""
    if "goal" in question.by and "goal" not in metric.takes:
        sentence = f'by="goal" is for conversion_rate, not for {metric.name}.'
        raise RegardError("not_for_metric", sentence, "Leave it out.")
    reaches = isinstance(metric, Count | Distinct) or metric.trailing is not None
    for name in ("trailing", "to_date"):
        if getattr(question, name) and not reaches:
            raise _not_together(name, metric.name, f"Drop {name}: it is for counts, sums and people.")
    _check_hours(question, metric)
    if question.base == "total" and (metric.unit != "share" or metric.of.name not in _OF_PEOPLE):
        sentence = f'base="total" is for shares of people, not for {metric.name}.'
        raise RegardError("not_for_metric", sentence, "Leave it out.")
    for name in ("statistic", "bins"):
        if getattr(question, name) is not None and metric.unit not in ("seconds", "money"):
            sentence = f'"{name}" is for times and amounts, not for {metric.name}.'
            raise RegardError("not_for_metric", sentence, "Leave it out.")
    sums_up = question.bins is not None or question.statistic == "sum"
    if sums_up and (not isinstance(metric, Mean | Count) or metric.spread or metric.scale):
        asked = "bins" if question.bins is not None else 'statistic="sum"'
        sentence = f"{asked} is for times and amounts of rows, not for {metric.name}, which is worked out of them."
        raise RegardError("not_for_metric", sentence, "Leave it out.")


def _check_hours(question: Question, metric: Metric[Any]) -> None:
    """Refuse hours where a point is made of whole days."""
    if question.every != "hour":
        return
    for name in ("trailing", "to_date"):
        if getattr(question, name):
            raise _not_together(name, "hours", f'Drop {name}, or take every="day".')
    if metric.trailing or metric.spread:
        raise _not_together(metric.name, "hours", 'It is made of whole days: take every="day".')


def _not_together(one: str, other: str, way_out: str) -> RegardError:
    """Return the error for two things that do not go together."""
    return RegardError("not_together", f'"{one}" and "{other}" do not go together.', way_out)
