"""A question of the benchmark: how Regard is asked, and the same in SQL for each rival."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import regard
from benchmarks.data import AS_OF
from regard.asking.reply import Reply

Rows = list[list[list[Any]]]
"""What a side answers: for each of its statements rows of text and numbers; dates are text."""

WEEKS = (date(2024, 12, 30), date(2025, 12, 28))
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class Dates:
    """The first and the last day of a question."""

    first: date
    last: date

    @property
    def asked(self) -> dict[str, Any]:
        """Return the dates as Regard is told them."""
        return {"period": (str(self.first), str(self.last)), "as_of": AS_OF}

    def fill(self, statements: Sequence[str]) -> list[str]:
        """Return statements with the dates in place of their names."""
        days = (self.last - self.first).days + 1
        told = {
            "first": self.first,
            "last": self.last,
            "after": self.last + timedelta(days=1),
            "earlier": self.first - timedelta(days=days),
            "before": self.first - timedelta(days=1),
        }
        return [statement.format(**told) for statement in statements]


@dataclass(frozen=True)
class Question:
    """One question, and how long Regard may take for it."""

    name: str
    ask: Callable[[regard.Workspace, Dates], Rows]
    duckdb: tuple[str, ...] = ()
    """From the log `ev`."""
    chdb: tuple[str, ...] = ()
    """From the same log."""
    kept: tuple[str, ...] = ()
    """From the analyst's tables of days, visits and page visits."""
    must: float | None = None
    """How many milliseconds the median may be at 50 million events; `None` where nothing was promised."""
    is_flat: bool = False
    """Whether the answer should take as long however large the log is."""
    span: tuple[date, date] = YEAR
    step: int = 1
    """Days by which the dates move from one round to the next, so that no round repeats another."""

    def dates(self, turn: int) -> Dates:
        """Return the dates of a round: other ones in each of sixteen, all about as long."""
        first, last = self.span
        return Dates(first + timedelta(days=self.step * (turn % 4)), last - timedelta(days=self.step * (turn // 4 % 4)))


def series(reply: Reply) -> list[list[Any]]:
    """Return the points of a series that are not 0, as rows of start and value."""
    return [[point["start"], point["value"]] for point in reply.series if point["value"]]


def parts(point: dict[str, Any], names: Sequence[str] | None) -> list[Any]:
    """Return the parts of a point from which its value is made; its value where it is no quotient."""
    return [point["parts"][name] for name in names] if names else [point["value"]]
