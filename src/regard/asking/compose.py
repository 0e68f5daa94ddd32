"""What was found into a reply: the number, its series, its groups, what it is compared with, what it means."""

from collections.abc import Callable
from datetime import date
from typing import Any

from regard.asking.answer import Answer, Side, ordered_groups, period_json, refuse_mixed, refuse_off_scale
from regard.asking.bins import bins_json, without_bins
from regard.asking.estimates import Estimate, Estimates
from regard.asking.periods import Clock
from regard.asking.places import Group
from regard.asking.reply import JSON, Reply
from regard.asking.warnings import warn
from regard.inference.change import Change
from regard.inference.comparisons import mark_stand_outs
from regard.metrics.catalogue import family_of
from regard.metrics.kinds import Metric


def compose(answer: Answer, change: Change | None, clock: Clock, earliest: Callable[[str], date | None]) -> Reply:
    """Return the reply that an answer makes; `change` is that of the whole, judged among all that was asked."""
    refuse_mixed(answer)
    refuse_off_scale(answer)
    asked, metric = answer.asked, answer.metric
    total = answer.total(answer.now)
    series = _series(answer, ())
    day = earliest(metric.of.name) if answer.before else None
    return Reply(
        metric=asked.name,
        variant=asked.question.variant,
        value=total.value,
        unit=metric.unit,
        currency=(total.same.get("currency") or None) if metric.unit == "money" else None,
        n=total.n,
        parts=_parts(answer, total),
        interval=_interval(total),
        period=period_json(asked.now, clock, asked.question.every),
        series=series,
        breakdown=_breakdown(answer),
        bins=bins_json(total.parts, asked.edges) if asked.edges else [],
        previous=_previous(answer),
        change=change.to_dict() if change else None,
        band=_band(answer, total),
        warnings=warn(answer, total, series, day),
        definition=_definition(answer, total),
        path="rows",
        sql=";\n".join(dict.fromkeys(answer.statements())),
    )


def change_of_whole(answer: Answer) -> Change | None:
    """Return how the whole moved."""
    if answer.before is None:
        return None
    return answer.change(answer.total(answer.now), answer.total(answer.before))


def _series(answer: Answer, group: Group) -> list[JSON]:
    """Return the points of the period, each with its partner in the compared period."""
    points = _points(answer, answer.now, group)
    for point in points:
        point |= {"previous": None, "previous_start": None, "change": None}
    if answer.before is None:
        return points
    told = answer.told(answer.before)
    values = told.estimates.values[told.points(group)]
    moves = answer.moves(answer.now, answer.before, group)
    for point, partner, value, moved in zip(points, answer.before.timeline.buckets, values, moves, strict=False):
        point["previous"] = value
        point["previous_start"] = partner.start
        point["change"] = moved
    return points


def _points(answer: Answer, side: Side, group: Group = ()) -> list[JSON]:
    """Return the points of one period."""
    told = answer.told(side)
    at, found = told.points(group), told.estimates
    shown = zip(
        side.timeline.buckets,
        found.values[at],
        found.n[at],
        _shown_parts(answer, found, at),
        found.intervals[at],
        strict=True,
    )
    return [
        {
            "start": bucket.start,
            "end": bucket.end,
            "value": value,
            "n": n,
            "parts": parts,
            "interval": interval,
            "is_complete": bucket.is_complete,
        }
        for bucket, value, n, parts, interval in shown
    ]


def _breakdown(answer: Answer) -> list[JSON]:
    """Return a row per group, the largest first."""
    names = answer.asked.question.by
    if not names:
        return []
    groups = ordered_groups(answer)
    before = {group: answer.group(answer.before, group) for group in groups} if answer.before else {}
    now = {group: answer.group(answer.now, group) for group in groups}
    changes = mark_stand_outs(
        [answer.change(now[group], before[group]) if before else None for group in groups], answer.how.level
    )
    whole = answer.total(answer.now).value
    has_share = answer.metric.unit in ("count", "people") and bool(whole)
    return [
        {
            "group": dict(zip(names, group, strict=True)),
            **_shown(answer, now[group]),
            "share": now[group].value / whole if has_share else None,  # type: ignore[operator]
            "previous": before[group].value if before else None,
            "change": change.to_dict() if change else None,
            "series": _series(answer, group),
        }
        for group, change in zip(groups, changes, strict=True)
    ]


def _previous(answer: Answer) -> JSON | None:
    """Return the compared period whole."""
    side = answer.before
    if side is None:
        return None
    period = {"from": side.timeline.first.isoformat(), "to": side.timeline.last.isoformat()}
    return {"period": period, **_shown(answer, answer.total(side)), "series": _points(answer, side)}


def _shown(answer: Answer, found: Estimate) -> JSON:
    """Return an estimate as JSON."""
    return {"value": found.value, "n": found.n, "parts": _parts(answer, found), "interval": _interval(found)}


def _interval(found: Estimate) -> JSON | None:
    """Return an interval as JSON."""
    return found.interval.to_dict() if found.interval else None


def _shown_parts(answer: Answer, found: Estimates, at: slice) -> list[JSON]:
    """Return the parts of several estimates."""
    if _shows_all(answer):
        return found.parts[at]
    return [_parts(answer, found.at(index)) for index in range(at.start, at.stop)]


def _shows_all(answer: Answer) -> bool:
    """Return whether all parts of an estimate are shown as they are."""
    metric = answer.metric
    hidden = any(name.startswith("_") for name in metric.parts)
    return not (hidden or metric.derived or answer.asked.edges or metric.name == "ces")


def _parts(answer: Answer, found: Estimate) -> JSON:
    """Return the parts of an estimate; effort has ease beside it."""
    if _shows_all(answer):
        return found.parts
    parts = without_bins(found.parts)
    if answer.metric.name == "ces" and found.same.get("higher_is_better") == "false" and found.value is not None:
        ends = [float(found.same[name] or 0) for name in ("scale_min", "scale_max")]
        parts["ease"] = sum(ends) - found.value
    return {name: part for name, part in parts.items() if not name.startswith("_")}


def _band(answer: Answer, total: Estimate) -> JSON | None:
    """Return the band that the value reaches."""
    metric = answer.metric
    bands = metric.bands_of(total.same) if metric.bands_of and total.same else metric.bands
    verdict = bands.verdict(total.value) if bands else None
    return dict(verdict) if verdict else None


def _definition(answer: Answer, total: Estimate) -> JSON:
    """Return what the number means, resolved for this question."""
    metric = answer.metric
    method = None
    if answer.asked.fallback is not None:
        method = "next_page" if answer.stands_in else "focused"
    told = define(metric, answer.asked.name, answer.asked.arguments)
    better = "lower" if total.same.get("higher_is_better") == "false" else metric.better
    return {**told, "method": method, "better": better}


def define(metric: Metric[Any], name: str, arguments: JSON) -> JSON:
    """Return what a metric means; `method` is null unless there are several ways to it."""
    return {
        "asks": metric.asks,
        "reads": metric.reads,
        "formula": metric.formula,
        "arguments": arguments,
        "method": None,
        "better": metric.better,
        "family": family_of(name),
        "since": metric.since,
    }
