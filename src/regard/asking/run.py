"""Ask: a question in, replies out."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from regard.asking.answer import Answer, Side, ordered_groups, period_json, refuse_mixed, refuse_off_scale
from regard.asking.bins import bins_json, without_bins
from regard.asking.estimates import Estimate, How
from regard.asking.matching import unmatched_names
from regard.asking.passes import Found, Group, Passes
from regard.asking.periods import Clock, read_clock
from regard.asking.plan import Asked, Planner
from regard.asking.question import find_metric, read_question, resolve_metric
from regard.asking.reply import JSON, Reply
from regard.asking.warnings import warn
from regard.inference.change import Change
from regard.inference.comparisons import mark_stand_outs
from regard.metrics.catalogue import family_of
from regard.metrics.compile.names import first_time
from regard.rows.derive import DerivedTables
from regard.rows.log import to_sql
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock as wall
from regard.workspace.zones import find_zone, local_date


class Asker:
    """Answers questions about one workspace."""

    def __init__(self, warehouse: Warehouse, rows: DerivedTables) -> None:
        """Keep where the rows are and how they are kept up to date."""
        self._warehouse = warehouse
        self._rows = rows
        self._passes = Passes(warehouse, rows)

    def ask(self, names: Sequence[str], arguments: Mapping[str, Any]) -> dict[str, Reply]:
        """Return a reply for each metric, in the order asked.

        Raises `RegardError` where the question cannot be answered as it stands.
        """
        began = time.perf_counter()
        metrics = [find_metric(name) for name in names]
        question = read_question(metrics, arguments)
        if "goal" in question.by:
            return {name: self._by_goal(name, arguments) for name in names}
        self._rows.refresh()
        settings = self._rows.settings
        zone = find_zone(question.zone) if question.zone else settings.zone
        clock = read_clock(question.as_of, zone, wall.now())
        earliest = _Earliest(self._warehouse, zone.key)
        planner = Planner(settings, clock, earliest.day)
        asked = [
            planner.plan(name, f"m{index}", resolve_metric(metric, question), question)
            for index, (name, metric) in enumerate(zip(names, metrics, strict=True))
        ]
        found, found_before = self._passes.run(asked), self._passes.run(asked, before=True)
        answers = [_answer(member, found, found_before) for member in asked]
        changes = mark_stand_outs([_total_change(answer) for answer in answers], question.level)
        replies = {}
        for answer, change in zip(answers, changes, strict=True):
            reply = self._reply(answer, change, clock, earliest)
            replies[answer.asked.name] = replace(reply, seconds=time.perf_counter() - began)
        return replies

    def _reply(self, answer: Answer, change: Change | None, clock: Clock, earliest: "_Earliest") -> Reply:
        """Return the reply that an answer makes."""
        refuse_mixed(answer)
        refuse_off_scale(answer)
        asked, metric = answer.asked, answer.metric
        total = answer.total(answer.now)
        series = _series(answer, ())
        day = earliest.day(metric.of.name) if answer.before else None
        warnings = warn(answer, total, series, day)
        warnings += unmatched_names(asked, total.value, total.n, self._warehouse)
        sides = [side.found.sql for side in (answer.now, answer.before) if side is not None]
        return Reply(
            metric=asked.name,
            variant=asked.question.variant,
            value=total.value,
            unit=metric.unit,
            currency=total.same.get("currency") or None,
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
            warnings=warnings,
            definition=_definition(answer, total),
            path="rows",
            sql=";\n".join(dict.fromkeys(sides)),
        )

    def _by_goal(self, name: str, arguments: Mapping[str, Any]) -> Reply:
        """Return the reply split by goal: a question of its own for each, beside that for any of them."""
        rest = [field for field in _named(arguments["by"]) if field != "goal"]
        whole = {**arguments, "by": rest}
        total = self.ask([name], whole)[name]
        goals = _named(arguments.get("goal")) or list(self._rows.settings.goals)
        rows: list[JSON] = []
        for goal in goals:
            reply = self.ask([name], {**whole, "goal": goal})[name]
            rows += [{**row, "group": {"goal": goal, **row["group"]}} for row in reply.breakdown]
            if not rest:
                rows.append(_as_row(reply, {"goal": goal}))
        return replace(total, breakdown=rows)


class _Earliest:
    """The first local day of the rows of each grain, looked up once."""

    def __init__(self, warehouse: Warehouse, zone: str) -> None:
        """Know nothing yet."""
        self._warehouse = warehouse
        self._zone = find_zone(zone)
        self._known: dict[str, date | None] = {}

    def day(self, grain: str) -> date | None:
        """Return the local day of a grain's first row, `None` where it has no rows."""
        if grain not in self._known:
            table = self._warehouse.run(to_sql(first_time(grain), self._warehouse.dialect))
            first: datetime | None = table.to_pylist()[0]["first"]
            self._known[grain] = local_date(first.replace(tzinfo=UTC), self._zone) if first else None
        return self._known[grain]


def _answer(asked: Asked, found: Mapping[str, Found], found_before: Mapping[str, Found]) -> Answer:
    """Return what answers one metric."""
    question = asked.question
    how = How(question.level, question.interval, is_sum=question.statistic == "sum")
    before = Side(asked.before, found_before[asked.label]) if asked.before else None
    return Answer(asked, Side(asked.now, found[asked.label]), before, how)


def _total_change(answer: Answer) -> Change | None:
    """Return how the whole moved."""
    if answer.before is None:
        return None
    return answer.change(answer.total(answer.now), answer.total(answer.before))


def _series(answer: Answer, group: Group) -> list[JSON]:
    """Return the points of the period, each with its partner in the compared period."""
    partners = answer.before.timeline.buckets if answer.before else ()
    points = []
    for index, bucket in enumerate(answer.now.timeline.buckets):
        now = answer.point(answer.now, bucket, group)
        point = {"start": bucket.start, "end": bucket.end, **_shown(answer, now), "is_complete": bucket.is_complete}
        partner = partners[index] if index < len(partners) else None
        before = answer.point(answer.before, partner, group) if partner and answer.before else None
        moved = answer.change(now, before) if before else None
        point |= {
            "previous": before.value if before else None,
            "previous_start": partner.start if partner else None,
            "change": {"value": moved.value, "unit": moved.unit} if moved else None,
        }
        points.append(point)
    return points


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
    points = []
    for bucket in side.timeline.buckets:
        shown = _shown(answer, answer.point(side, bucket))
        points.append({"start": bucket.start, "end": bucket.end, **shown, "is_complete": bucket.is_complete})
    period = {"from": side.timeline.first.isoformat(), "to": side.timeline.last.isoformat()}
    return {"period": period, **_shown(answer, answer.total(side)), "series": points}


def _shown(answer: Answer, found: Estimate) -> JSON:
    """Return an estimate as JSON."""
    return {"value": found.value, "n": found.n, "parts": _parts(answer, found), "interval": _interval(found)}


def _interval(found: Estimate) -> JSON | None:
    """Return an interval as JSON."""
    return found.interval.to_dict() if found.interval else None


def _parts(answer: Answer, found: Estimate) -> JSON:
    """Return the parts of an estimate; effort has ease beside it."""
    parts = without_bins(found.parts)
    if answer.metric.name == "ces" and found.same.get("higher_is_better") == "false" and found.value is not None:
        ends = [float(found.same[name] or 0) for name in ("scale_min", "scale_max")]
        parts["ease"] = sum(ends) - found.value
    return parts


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
    return {
        "asks": metric.asks,
        "reads": metric.reads,
        "formula": metric.formula,
        "arguments": answer.asked.arguments,
        "method": method,
        "better": "lower" if total.same.get("higher_is_better") == "false" else metric.better,
        "family": family_of(answer.asked.name),
        "since": metric.since,
    }


def _as_row(reply: Reply, group: JSON) -> JSON:
    """Return a reply as a row of a breakdown."""
    kept = {name: getattr(reply, name) for name in ("value", "n", "parts", "interval", "change", "series")}
    previous = reply.previous["value"] if reply.previous else None
    return {"group": group, **kept, "share": None, "previous": previous}


def _named(value: Any) -> list[str]:
    """Return one name or several as a list."""
    return [] if value is None else [value] if isinstance(value, str) else list(value)
