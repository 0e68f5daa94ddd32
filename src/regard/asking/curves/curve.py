"""What a curve is asked, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from regard.asking.periods import Clock
from regard.asking.plan import Timeline
from regard.asking.question import Question
from regard.asking.reply import JSON
from regard.metrics.kinds import Curve
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings


class Kept(Protocol):
    """What the workspace keeps beside its rows."""

    @property
    def has_totals(self) -> bool:
        """Return whether totals are kept: return gaps, cohorts and the like."""


@dataclass(frozen=True)
class CurveAsked:
    """One curve of a question: its time, its arguments, and where its rows are."""

    name: str
    metric: Curve[Any]
    question: Question
    now: Timeline
    before: Timeline | None
    clock: Clock
    settings: Settings
    warehouse: Warehouse
    kept: Kept | None = None
    """What may be read in place of rows; without it, rows are read."""

    @property
    def has_totals(self) -> bool:
        """Return whether totals may be read in place of rows."""
        return self.kept is not None and self.kept.has_totals

    @property
    def options(self) -> JSON:
        """Return the arguments of the curve as they were written."""
        return {name: value for name, value in self.question.own.items() if name in self.metric.takes}


@dataclass(frozen=True, kw_only=True)
class CurveReply:
    """What a curve has to say; the names are those of a reply."""

    value: float | int | None = None
    n: int = 0
    parts: JSON = field(default_factory=dict)
    interval: JSON | None = None
    cells: list[JSON] = field(default_factory=list)
    average: list[JSON] = field(default_factory=list)
    series: list[JSON] = field(default_factory=list)
    breakdown: list[JSON] = field(default_factory=list)
    previous: JSON | None = None
    change: JSON | None = None
    warnings: list[JSON] = field(default_factory=list)
    sql: str | None = None
    arguments: JSON = field(default_factory=dict)
    """The arguments as they were understood, defaults included."""

    path: str = "rows"
    """What was read: `rows`, or `totals` that are kept beside them."""

    reading: str | None = None
    """The same in words."""


AnswerCurve = Callable[[CurveAsked], CurveReply]
