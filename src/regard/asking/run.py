"""Ask: a question in, replies out."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from regard.asking.answer import Answer, Side, period_json
from regard.asking.compose import change_of_whole, compose, define
from regard.asking.curves import CURVES
from regard.asking.curves.curve import CurveAsked
from regard.asking.estimates import How
from regard.asking.matching import unmatched_names
from regard.asking.passes import Found, Passes
from regard.asking.periods import read_clock
from regard.asking.plan import Asked, Planner, check_needs
from regard.asking.question import Question, find_metric, read_question, resolve_metric
from regard.asking.quotients import QuotientAnswer
from regard.asking.reply import JSON, Reply
from regard.asking.warnings import period_cut
from regard.asking.weighing import with_weights
from regard.inference.comparisons import mark_stand_outs
from regard.metrics.catalogue import METRICS
from regard.metrics.compile.names import first_time
from regard.metrics.kinds import Curve, Metric
from regard.metrics.own import own_metrics
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
        self._declared: Mapping[str, Any] = {}
        self._own: dict[str, Metric[Any]] = {}

    def ask(self, names: Sequence[str], arguments: Mapping[str, Any]) -> dict[str, Reply]:
        """Return a reply for each metric, in the order asked.

        Raises `RegardError` where the question cannot be answered as it stands.
        """
        began = time.perf_counter()
        catalogue = self.catalogue()
        metrics = [find_metric(name, catalogue) for name in names]
        question = read_question(metrics, arguments)
        if "goal" in question.by:
            return {name: self._by_goal(name, arguments) for name in names}
        self._rows.refresh()
        settings = self._rows.settings
        zone = find_zone(question.zone) if question.zone else settings.zone
        clock = read_clock(question.as_of, zone, wall.now())
        earliest = _Earliest(self._warehouse, zone.key)
        planner = Planner(settings, clock, earliest.day)
        resolved = {name: resolve_metric(metric, question) for name, metric in zip(names, metrics, strict=True)}
        replies = self._sums(resolved, question, planner, earliest)
        for name, metric in resolved.items():
            if isinstance(metric, Curve):
                replies[name] = self._curve(name, metric, question, planner)
        seconds = time.perf_counter() - began
        return {name: replace(replies[name], seconds=seconds) for name in names}

    def catalogue(self) -> Mapping[str, Metric[Any]]:
        """Return every metric that can be asked for; statements of metrics that were declared anew are forgotten."""
        declared = self._rows.settings.metrics
        if declared != self._declared:
            self._declared = declared
            self._own = own_metrics(declared)
            self._passes = Passes(self._warehouse, self._rows)
        return {**METRICS, **self._own}

    def _sums(
        self, metrics: Mapping[str, Metric[Any]], question: Question, planner: Planner, earliest: "_Earliest"
    ) -> dict[str, Reply]:
        """Return the replies of the metrics that are one number, all read in as few passes as may be."""
        asked = [
            planner.plan(name, f"m{index}", metric, question)
            for index, (name, metric) in enumerate(metrics.items())
            if not isinstance(metric, Curve)
        ]
        asked = with_weights(asked, self._rows.settings.weightings, self._warehouse)
        found, found_before = self._passes.run(asked), self._passes.run(asked, before=True)
        answers = [_answer(member, found, found_before) for member in asked]
        changes = mark_stand_outs([change_of_whole(answer) for answer in answers], question.level)
        replies = {}
        for answer, change in zip(answers, changes, strict=True):
            reply = compose(answer, change, planner.clock, earliest.day)
            unmatched = unmatched_names(answer.asked, reply.value, reply.n, self._warehouse)
            replies[reply.metric] = replace(reply, warnings=[*reply.warnings, *unmatched])
        return replies

    def _curve(self, name: str, metric: Curve[Any], question: Question, planner: Planner) -> Reply:
        """Return the reply of one curve."""
        check_needs(metric, question, self._rows.settings)
        question = replace(question, every=question.every or metric.every)
        now, before, is_cut = planner.timelines(metric, question)
        asked = CurveAsked(name, metric, question, now, before, planner.clock, self._rows.settings, self._warehouse)
        told = CURVES[metric.shape](asked)
        bands = metric.bands.verdict(told.value) if metric.bands else None
        return Reply(
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
            warnings=[*told.warnings, *([period_cut(now)] if is_cut else [])],
            definition=define(metric, name, told.arguments or asked.options),
            path="rows",
            sql=told.sql,
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
            first: datetime | date | None = table.to_pylist()[0]["first"]
            if isinstance(first, datetime):
                first = local_date(first.replace(tzinfo=UTC), self._zone)
            self._known[grain] = first
        return self._known[grain]


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
