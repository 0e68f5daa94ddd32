"""Curves asked twice: from rows, and from the tables that are kept beside them."""

from dataclasses import dataclass
from typing import Any

import regard
from regard.asking.curves import find_curve
from regard.asking.curves.curve import CurveAsked, CurveReply
from regard.asking.periods import read_clock
from regard.asking.plan import Planner
from regard.asking.question import read_question
from regard.metrics.catalogue import METRICS
from regard.metrics.kinds import Curve
from regard.rows import active_days, people
from regard.rows.cohorts import cohorts
from regard.rows.log import to_sql
from regard.rows.return_gaps import active_gaps
from regard.workspace import clock as wall


@dataclass(frozen=True)
class Totals:
    """What says that totals are kept, or not."""

    has_totals: bool


_COMPILED: dict[str, str] = {}


def keep(ws: regard.Workspace) -> None:
    """Make the kept tables of a workspace as its records are now."""
    ws.rows("active_days")
    if not _COMPILED:
        _COMPILED["return_gaps"] = to_sql(active_gaps(active_days.TABLE, people.TABLE), "duckdb")
        for week_start in ("monday", "sunday"):
            _COMPILED[week_start] = to_sql(cohorts(active_days.TABLE, week_start), "duckdb")
    ws._warehouse.derive("return_gaps", _COMPILED["return_gaps"])
    ws._warehouse.derive("cohorts", _COMPILED[ws.settings.week_start])


def ask(ws: regard.Workspace, name: str, *, has_totals: bool, **arguments: Any) -> CurveReply:
    """Return the answer of a curve, from what is kept where `has_totals`."""
    metric: Any = METRICS[name]
    assert isinstance(metric, Curve)
    question = read_question([metric], arguments)
    question = question if question.every else type(question)(**{**vars(question), "every": metric.every})
    clock = read_clock(question.as_of, ws.settings.zone, wall.now())
    planner = Planner(ws.settings, clock, lambda _: None)
    now, before, _ = planner.timelines(metric, question)
    kept = Totals(has_totals)
    return find_curve(metric.shape)(
        CurveAsked(name, metric, question, now, before, clock, ws.settings, ws._warehouse, kept=kept)
    )
