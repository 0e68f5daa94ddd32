"""Ask: a question in, replies out."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from regard.asking.answer import Answer, Side, period_json
from regard.asking.compose import change_of_whole, compose, define
from regard.asking.curves import find_curve
from regard.asking.curves.curve import CurveAsked
from regard.asking.estimates import How
from regard.asking.found import Found, Path, Reading
from regard.asking.given import Answers, GivenBefore, question_key
from regard.asking.matching import unmatched_names
from regard.asking.passes import Passes
from regard.asking.periods import Clock, read_clock
from regard.asking.plan import Asked, Planner, check_needs
from regard.asking.question import Question, find_metric, read_question, resolve_metric
from regard.asking.quotients import QuotientAnswer
from regard.asking.reply import JSON, Reply
from regard.asking.short_log import short_log
from regard.asking.warnings import period_cut
from regard.asking.weighing import with_weights
from regard.inference.comparisons import mark_stand_outs
from regard.metrics.catalogue import METRICS
from regard.metrics.compile.grains import GRAINS
from regard.metrics.compile.names import first_time
from regard.metrics.kinds import Curve, Metric
from regard.metrics.own import own_metrics
from regard.rows.log import kept_sql
from regard.rows.upkeep import Kept, Upkeep
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock as wall
from regard.workspace.zones import find_zone, local_date

_EVENTS = "touches"
_CURVES_READ = {"totals": "kept days of people", "rows": "rows of events and of days of people"}


class Asker:
    """Answers questions about one workspace."""

    def __init__(self, warehouse: Warehouse, rows: Upkeep) -> None:
        """Keep where the rows are and how they are kept up to date."""
        self._warehouse = warehouse
        self._rows = rows
        self._passes = Passes(warehouse, rows)
        self._declared: Mapping[str, Any] = {}
        self._own: dict[str, Metric[Any]] = {}
        self._given = GivenBefore()
        self._earliest: dict[str, _Earliest] = {}

    def ask(self, names: Sequence[str], arguments: Mapping[str, Any]) -> dict[str, Reply]:
        """Return a reply for each metric, in the order asked.

        Raises `RegardError` where the question cannot be answered as it stands.
        """
        return {name: reply for name, (reply, _) in self._asked(names, arguments).items()}

    def explain(self, names: Sequence[str], arguments: Mapping[str, Any]) -> dict[str, list[str]]:
        """Return for each metric of a question what is read to answer it, and why it was rows where it was.

        Raises `RegardError` where the question cannot be answered as it stands.
        """
        return {name: [str(one) for one in read] for name, (_, read) in self._asked(names, arguments).items()}

    def _asked(self, names: Sequence[str], arguments: Mapping[str, Any]) -> Answers:
        """Return for each metric its reply, and what was read for it; those given before for the same data again."""
        began = time.perf_counter()
        catalogue = self.catalogue()
        metrics = [find_metric(name, catalogue) for name in names]
        question = read_question(metrics, arguments)
        self._rows.refresh()
        settings, version = self._rows.settings, self._rows.version()
        if not self._given.holds(version, settings):
            self._earliest.clear()
        zone = find_zone(question.zone) if question.zone else settings.zone
        clock = read_clock(question.as_of, zone, wall.now())
        key = question_key(names, metrics, question, clock)
        known = self._given.find(key, clock) if key else None
        if known is None:
            known = self._answered(dict(zip(names, metrics, strict=True)), question, clock, version, arguments)
            if key:
                self._given.keep(key, known)
        seconds = time.perf_counter() - began
        return {name: (replace(known[name][0], seconds=seconds), known[name][1]) for name in names}

    def _answered(
        self,
        metrics: Mapping[str, Metric[Any]],
        question: Question,
        clock: Clock,
        version: object,
        arguments: Mapping[str, Any],
    ) -> Answers:
        """Return for each metric its reply, and what was read for it."""
        if "goal" in question.by:
            return {name: (self._by_goal(name, arguments), ()) for name in metrics}
        zone = question.zone or self._rows.settings.zone.key
        earliest = self._earliest.setdefault(zone, _Earliest(self._warehouse, zone))
        planner = Planner(self._rows.settings, clock, earliest.day, log=self._rows.log())
        kept = self._passes.kept(version)
        resolved = {name: resolve_metric(metric, question) for name, metric in metrics.items()}
        answers = self._sums(resolved, question, planner, earliest, kept)
        for name, metric in resolved.items():
            if isinstance(metric, Curve):
                answers[name] = self._curve(name, metric, question, planner, kept)
        return answers

    def catalogue(self) -> Mapping[str, Metric[Any]]:
        """Return every metric that can be asked for; statements of metrics that were declared anew are forgotten."""
        declared = self._rows.settings.metrics
        if declared != self._declared:
            self._declared = declared
            self._own = own_metrics(declared)
            self._passes = Passes(self._warehouse, self._rows)
        return {**METRICS, **self._own}

    def _sums(
        self,
        metrics: Mapping[str, Metric[Any]],
        question: Question,
        planner: Planner,
        earliest: "_Earliest",
        kept: Kept | None,
    ) -> Answers:
        """Return the replies of the metrics that are one number, all read in as few passes as may be."""
        asked = [
            planner.plan(name, f"m{index}", metric, question)
            for index, (name, metric) in enumerate(metrics.items())
            if not isinstance(metric, Curve)
        ]
        asked = with_weights(asked, self._rows.settings.weightings, self._warehouse)
        found = self._passes.run(asked, kept)
        found_before = self._passes.run(asked, kept, before=True)
        told = [_answer(member, found, found_before) for member in asked]
        changes = mark_stand_outs([change_of_whole(answer) for answer in told], question.level)
        answers = {}
        for answer, change in zip(told, changes, strict=True):
            reply = compose(answer, change, planner.clock, earliest.day)
            unmatched = unmatched_names(answer.asked, reply.value, reply.n, self._warehouse)
            readings = _readings(answer.asked, found, found_before)
            path = "totals" if all(one.path == "totals" for one in readings) else "rows"
            gone = self._gone(answer.asked, path)
            answers[reply.metric] = replace(reply, warnings=[*reply.warnings, *unmatched, *gone], path=path), readings
        return answers

    def _gone(self, asked: Asked, path: str) -> list[JSON]:
        """Return the warnings of an answer that reaches to where events have left the log."""
        settings, horizon = self._rows.settings, self._rows.horizon
        found = [
            told
            for one in asked.halves or (asked,)
            for told in short_log(
                one.metric, one.question, (one.now, one.before), horizon=horizon, settings=settings, path=path
            )
        ]
        return [told for place, told in enumerate(found) if told not in found[:place]]

    def _curve(
        self, name: str, metric: Curve[Any], question: Question, planner: Planner, kept: Kept | None
    ) -> tuple[Reply, tuple[Reading, ...]]:
        """Return the reply of one curve, and what was read for it."""
        check_needs(metric, question, self._rows.settings)
        question = replace(question, every=question.every or metric.every)
        now, before, is_cut = planner.timelines(metric, question)
        settings, warehouse = self._rows.settings, self._warehouse
        asked = CurveAsked(name, metric, question, now, before, planner.clock, settings, warehouse, kept)
        told = find_curve(metric.shape)(asked)
        bands = metric.bands.verdict(told.value) if metric.bands else None
        path: Path = "totals" if told.path == "totals" else "rows"
        reading = Reading(path, told.reading or _CURVES_READ[path])
        gone = short_log(metric, question, (now, before), horizon=self._rows.horizon, settings=settings, path=path)
        reply = Reply(
            metric=name,
            variant=question.variant,
            value=told.value,
            unit=metric.unit,
            n=told.n,
            parts=told.parts,
            interval=told.interval,
            period=period_json(now, planner.clock, question.every),
            series=told.series,
            breakdown=told.breakdown,
            cells=told.cells,
            average=told.average,
            previous=told.previous,
            change=told.change,
            band=dict(bands) if bands else None,
            warnings=[*told.warnings, *([period_cut(now)] if is_cut else []), *gone],
            definition=define(metric, name, told.arguments or asked.options),
            path=path,
            sql=told.sql,
        )
        return reply, (reading,)

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
        grain = _EVENTS if GRAINS[grain].of_events else grain
        if grain not in self._known:
            table = self._warehouse.run(
                kept_sql(f"first of {grain}", lambda: first_time(grain), self._warehouse.dialect)
            )
            first: datetime | date | None = table.to_pylist()[0]["first"]
            if isinstance(first, datetime):
                first = local_date(first.replace(tzinfo=UTC), self._zone)
            self._known[grain] = first
        return self._known[grain]


def _readings(asked: Asked, found: Mapping[str, Found], found_before: Mapping[str, Found]) -> tuple[Reading, ...]:
    """Return what was read for a metric, or for the halves of a quotient, in both periods, each once."""
    labels = [half.label for half in asked.halves] or [asked.label]
    told = [side[label].reading for label in labels for side in (found, found_before) if label in side]
    return tuple(dict.fromkeys(told))


def _answer(asked: Asked, found: Mapping[str, Found], found_before: Mapping[str, Found]) -> Answer:
    """Return what answers one metric."""
    if asked.halves:
        above, below = (_answer(half, found, found_before) for half in asked.halves)
        return QuotientAnswer(asked, above, below)
    question = asked.question
    before = Side(asked.before, found_before[asked.label]) if asked.before else None
    how = How(question.level, question.interval, is_sum=question.statistic == "sum")
    return Answer(asked, Side(asked.now, found[asked.label]), before, how)


def _as_row(reply: Reply, group: JSON) -> JSON:
    """Return a reply as a row of a breakdown."""
    kept = {name: getattr(reply, name) for name in ("value", "n", "parts", "interval", "change", "series")}
    previous = reply.previous["value"] if reply.previous else None
    return {"group": group, **kept, "share": None, "previous": previous}


def _named(value: Any) -> list[str]:
    """Return one name or several as a list."""
    return [] if value is None else [value] if isinstance(value, str) else list(value)
