"""What only Regard is held to: the same question again, all but SQL of a new one, the first answer of a process."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory

from benchmarks.contest import Contest, Measured, Pace, in_own_process, timed
from benchmarks.data import AS_OF, Data
from benchmarks.listening import statements
from benchmarks.question import YEAR, Question
from benchmarks.questions.overview import OVERVIEW
from benchmarks.questions.people import DAILY
from benchmarks.questions.visits import QUESTIONS
from benchmarks.sides import Side, available, opened, warm_up

_PROCESSES = 5
_BOUNCES = next(question for question in QUESTIONS if question.name.startswith("bounce_rate"))

_IN_DUCKDB = """
import duckdb
query = {query!r}
with duckdb.connect({{by_hand!r}}, read_only=True) as connection:
    print(connection.execute(query).fetchone()[0])"""
_FIRST_ANSWERS: dict[Side, str] = {
    "Regard": f"""
import regard
period = ("{YEAR[0]}", "{YEAR[1]}")
with regard.open({{workspace!r}}) as workspace:
    print(workspace.ask("visits", period=period, as_of="{AS_OF}").value)""",
    "DuckDB": _IN_DUCKDB.format(
        query=f"select count(distinct visit) from ev where opens and year(ts) = {YEAR[0].year}"
    ),
    "chDB": f"""
from chdb.session import Session
query = "select uniqExact(visit) from ev where visit > 0 and opens and toYear(ts) = {YEAR[0].year}"
print(str(Session({{chdb!r}}).query(query)))""",
    "kept tables": _IN_DUCKDB.format(
        query=f"select count(distinct visit) from visit_days where year(day) = {YEAR[0].year}"
    ),
}
"""The visits of a year, by the shortest program of each side."""


def contests(data: Data, pace: Pace) -> Iterator[Contest]:
    """Return what these took."""
    yield first_answer(data)
    works: list[tuple[str, Callable[[Data, Question, Pace], Measured], Question, float | None]] = [
        ("the same question again: daily actives", _again, DAILY, 5),
        ("all but SQL, new dates: daily actives", _but_sql, DAILY, 6),
        ("all but SQL, new dates: bounces by country by week", _but_sql, _BOUNCES, None),
        ("all but SQL, new dates: the overview", _but_sql, OVERVIEW, None),
    ]
    for name, work, question, must in works:
        yield Contest(name, {"Regard": in_own_process(work, data, question, pace)}, must)


def first_answer(data: Data) -> Contest:
    """Return how long whole processes take, from their start to their end, for one answer.

    One process goes before, of every side: what it leaves for the next, such as the bytecode of Python, is there as on
    any machine on which a program has run before.
    """
    places = {"workspace": str(data.workspace), "by_hand": str(data.by_hand), "chdb": str(data.chdb)}
    sides = {side: _process(_FIRST_ANSWERS[side].format(**places)) for side in available()}
    told = {side: measured.rows for side, measured in sides.items()}
    assert len(set(told.values())) == 1, f"first answer of a fresh process: {told}"
    return Contest("first answer of a fresh process: visits of a year", sides, 500)


def _process(program: str) -> Measured:
    """Return the seconds of processes that run a program, and what the last printed; the first is not timed."""
    with TemporaryDirectory() as bytecode:
        known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        known |= {"PYTHONPYCACHEPREFIX": bytecode}

        def run() -> str:
            process = [sys.executable, "-c", program]
            return subprocess.run(process, check=True, capture_output=True, text=True, env=known).stdout.strip()

        told, seconds = run(), []
        for _ in range(_PROCESSES):
            began = time.perf_counter()
            told = run()
            seconds.append(time.perf_counter() - began)
    return Measured(seconds, rows=told)


def _again(data: Data, question: Question, pace: Pace) -> Measured:
    """Return the seconds of a question that was asked just before."""
    warm_up("Regard")
    with opened("Regard", data) as workspace:
        first = timed(workspace, question, 0)
        return Measured(pace.keep(lambda _: timed(workspace, question, 0)), first)


def _but_sql(data: Data, question: Question, pace: Pace) -> Measured:
    """Return the seconds of questions with other dates each time, less those of the engine for their statements."""
    warm_up("Regard")
    with opened("Regard", data) as workspace:

        def once(turn: int) -> float:
            with statements() as heard:
                seconds = timed(workspace, question, turn)
            return seconds - sum(one.seconds for one in heard)

        first = once(0)
        return Measured(pace.keep(once), first)
