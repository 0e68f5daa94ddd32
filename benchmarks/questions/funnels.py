"""Funnels of 3 and 6 steps, best attempt, 14 days: asked as steps, and as goal paths that were declared before."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import regard
from benchmarks.question import Dates, Question, Rows

_DAYS = 14
_BUYING = ("/", "/products", "/products/desk", "add_to_cart", "checkout_started", "purchase")
_SHORT = ("/", "add_to_cart", "purchase")
PATHS = {"short_path": _SHORT, "buying_path": _BUYING}
"""Names of events and paths of pages; no event fits two steps of a funnel."""


def specs(steps: Sequence[str]) -> list[Any]:
    """Return steps as event specs."""
    return [{"page": step} if step.startswith("/") else step for step in steps]


def _ask(steps: tuple[str, ...], workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for a funnel."""
    reply = workspace.ask("funnel", steps=specs(steps), window=f"{_DAYS}d", **dates.asked)
    return [[[cell["people"]] for cell in reply.cells]]


def _in_duckdb(steps: tuple[str, ...]) -> str:
    """Join each step to the latest event of the step before that can be reached: the fastest exact form found."""
    in_time = "ts >= '{first}' and ts < '{after}'"
    parts = [f"s1 as (select person, ts, ts as t1 from ev where what = '{steps[0]}' and {in_time})"]
    parts += [
        f"s{place} as (select e.person, e.ts, s.t1 "
        f"from (select person, ts from ev where what = '{step}' and {in_time}) e "
        f"asof join s{place - 1} s on e.person = s.person and e.ts >= s.ts where e.ts <= s.t1 + interval {_DAYS} day)"
        for place, step in enumerate(steps[1:], 2)
    ]
    counts = (f"select {place} step, count(distinct person) n from s{place}" for place in range(1, len(steps) + 1))
    return f"with {', '.join(parts)} select n from ({' union all '.join(counts)}) order by step"


def _in_chdb(steps: tuple[str, ...]) -> str:
    """Return the statement of ClickHouse's own `windowFunnel`."""
    conditions = ", ".join(f"what = '{step}'" for step in steps)
    names = ", ".join(f"'{step}'" for step in steps)
    level = (
        f"select windowFunnel({_DAYS * 86_400_000_000})(micros, {conditions}) as level from ev "
        f"where what in ({names}) and ts >= '{{first}}' and ts < '{{after}}' group by person"
    )
    reached = ", ".join(f"countIf(level >= {step})" for step in range(1, len(steps) + 1))
    return f"select arrayJoin([{reached}]) from ({level})"


def _question(name: str, steps: tuple[str, ...], must: float | None = None) -> Question:
    """Return the question of a funnel; nothing but its time in chDB was promised where `must` is left out."""
    return Question(name, partial(_ask, steps), duckdb=(_in_duckdb(steps),), chdb=(_in_chdb(steps),), must=must)


QUESTIONS = (
    _question("funnel of 3 steps, 14 days", _SHORT),
    _question("funnel of 6 steps, 14 days", _BUYING),
)
DECLARED = (
    _question("declared path of 3 steps", _SHORT, 300),
    _question("declared path of 6 steps", _BUYING, 300),
)
"""The same questions, asked once the steps were declared as goal paths."""
