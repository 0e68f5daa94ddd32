"""The four sides of a contest: Regard, the log in DuckDB, the log in chDB, and the analyst's kept tables in DuckDB."""

import importlib
import importlib.util
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, Protocol

import duckdb

import regard
from benchmarks.data import MEMORY, Data
from benchmarks.listening import EXPLAIN, scanned, statements
from benchmarks.question import Dates, Question, Rows

Side = Literal["Regard", "DuckDB", "chDB", "kept tables"]
SIDES: tuple[Side, ...] = ("Regard", "DuckDB", "chDB", "kept tables")
"""The second and the third read the log; the last reads the analyst's own days, visits and page visits."""

_SQL_OF: dict[Side, str] = {"DuckDB": "duckdb", "chDB": "chdb", "kept tables": "kept"}


class Opened(Protocol):
    """A side with its data open."""

    def ask(self, question: Question, dates: Dates) -> Rows:
        """Return the answer to a question over some dates."""

    def rows_read(self, question: Question, dates: Dates) -> int:
        """Return how many rows of tables are read for an answer."""


def available() -> list[Side]:
    """Return the sides that can be held here: chDB is no dependency and may be missing."""
    return [side for side in SIDES if side != "chDB" or importlib.util.find_spec("chdb")]


def answers(side: Side, question: Question) -> bool:
    """Return whether a side has an answer to a question at all."""
    return side == "Regard" or bool(getattr(question, _SQL_OF[side]))


def warm_up(side: Side) -> None:
    """Import what a side needs: imports are not timed but in the contest of fresh processes."""
    wanted = {"chDB": ("chdb",), "Regard": ("regard.asking.curves.funnel_side", "regard.asking.curves.retention")}
    for module in wanted.get(side, ()):
        importlib.import_module(module)


@contextmanager
def opened(side: Side, data: Data) -> Iterator[Opened]:
    """Give a side with its data open."""
    if side == "Regard":
        with regard.open(data.workspace) as workspace:
            yield _Regard(workspace)
    elif side == "chDB":
        yield _ChDB(data)
    else:
        with by_hand(data, read_only=True) as connection:
            yield _DuckDB(connection, _SQL_OF[side])


@contextmanager
def by_hand(data: Data, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the analyst's database, with the memory that Regard gives its own."""
    with duckdb.connect(str(data.by_hand), read_only=read_only) as connection:
        for setting in ("timezone = 'UTC'", "enable_progress_bar = false", f"memory_limit = '{MEMORY}'"):
            connection.execute(f"set {setting}")
        yield connection


def chdb_session(data: Data) -> Callable[[str], Any]:
    """Return what runs a statement in chDB, which knows one folder for each process."""
    session = importlib.import_module("chdb.session").Session(str(data.chdb))

    def run(statement: str) -> Any:
        return session.query(f"{statement} settings output_format_json_quote_64bit_integers = 0", "JSONCompact")

    return run


class _Regard:
    """A workspace."""

    def __init__(self, workspace: regard.Workspace) -> None:
        self._workspace = workspace

    def ask(self, question: Question, dates: Dates) -> Rows:
        """Ask the workspace."""
        return question.ask(self._workspace, dates)

    def rows_read(self, question: Question, dates: Dates) -> int:
        """Return how many rows the statements behind the answer scan."""
        with statements() as heard:
            self.ask(question, dates)
        return sum(one.rows_scanned for one in heard)


class _DuckDB:
    """The analyst's database, asked by one of the forms of a question."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, form: str) -> None:
        self._connection, self._form = connection, form

    def ask(self, question: Question, dates: Dates) -> Rows:
        """Run the statements."""
        return [
            [list(row) for row in self._connection.execute(sql).fetchall()]
            for sql in dates.fill(getattr(question, self._form))
        ]

    def rows_read(self, question: Question, dates: Dates) -> int:
        """Return how many rows the statements scan."""
        statements = dates.fill(getattr(question, self._form))
        plans = [self._connection.sql(f"{EXPLAIN} {sql}").to_arrow_table().to_pylist()[0] for sql in statements]
        return sum(map(scanned, plans))


class _ChDB:
    """The log in chDB."""

    def __init__(self, data: Data) -> None:
        self._run = chdb_session(data)

    def ask(self, question: Question, dates: Dates) -> Rows:
        """Run the statements."""
        return [json.loads(str(self._run(sql)))["data"] for sql in dates.fill(question.chdb)]

    def rows_read(self, question: Question, dates: Dates) -> int:
        """Return how many rows the statements read."""
        return sum(int(self._run(sql).storage_rows_read()) for sql in dates.fill(question.chdb))
