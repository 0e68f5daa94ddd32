"""Where the counts of a retention curve come from: events, active days, or the cohorts that are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

from regard.asking.curves.statements import Statements
from regard.asking.found import shown_group
from regard.asking.places import Group
from regard.asking.reply import JSON
from regard.inference.moments import Moments
from regard.metrics.compile.curves.kept import cohort_cells, person_buckets
from regard.metrics.compile.curves.numbered import number_of
from regard.metrics.compile.curves.retention import RetentionRows, RetentionWanted
from regard.metrics.compile.scope import Every, group_label

if TYPE_CHECKING:
    from regard.metrics.curves.returns import Ints, Recurring

Cell = tuple[Group, int, int, int]
"""A group, the place of a cohort, a column, and how many people; column 0 is the size of the cohort."""

_BEGINNING = date(1, 1, 1)


class Reading(Protocol):
    """What counts a retention curve."""

    path: str
    """`rows` or `totals`."""

    said: str | None
    """What was read, in words, where it is not what a question of this kind reads always."""

    def cells(self) -> Iterable[Cell]:
        """Return how many people each cell has; in an unbounded curve each counts at the last column they came in."""

    def sums(self) -> Mapping[tuple[Group, int], Moments]:
        """Return the sums over people by group and column, for cohorts that people join again and again."""


@dataclass(frozen=True)
class Curved:
    """A retention curve to be counted."""

    wanted: RetentionWanted
    statements: Statements
    cohorts: int
    last_cohorts: Sequence[int]
    """For each column from 1 on the place of the last cohort whose cell is over, -1 for none."""

    @property
    def every(self) -> Every:
        """Return the length of the buckets."""
        return self.wanted.scope.every or "day"

    @property
    def shape(self) -> tuple[Every, str]:
        """Return what the statements of tables by number depend on."""
        return self.every, self.wanted.scope.week_start

    @property
    def first(self) -> int:
        """Return the number of the first cohort's bucket."""
        return number_of(self.wanted.scope.span.first, *self.shape)

    def days(self, since: date) -> dict[str, date | int]:
        """Return the days that are read, from one on."""
        span = self.wanted.scope.span
        until = self.wanted.reading.span.last
        return {"since": since, "until": until, "first": span.first, "last": span.last, "columns": self.wanted.columns}


def reading_of(curve: Curved, kept_weeks: str | None) -> Reading:
    """Return what counts a curve; `kept_weeks` are the weeks of the kept cohorts, `None` where none are kept."""
    wanted = curve.wanted
    if not (wanted.keeps_start and wanted.keeps_back) or wanted.at_least > 1:
        return FromRows(curve)
    if wanted.is_recurring:
        return FromRows(curve) if wanted.is_unbounded else FromPersonBuckets(curve)
    if wanted.is_unbounded:
        return FromLastReturns(curve)
    same_weeks = curve.every != "week" or kept_weeks == wanted.scope.week_start
    return FromCohorts(curve) if kept_weeks is not None and same_weeks else FromRows(curve)


class FromRows:
    """A curve from events, or from active days, as statements."""

    path: str = "rows"
    said: str | None = None

    def __init__(self, curve: Curved) -> None:
        """Keep what is to be counted."""
        self._curve = curve
        self._scope = curve.wanted.scope
        self._rows = RetentionRows(curve.wanted)
        self._names = [group_label(index) for index in range(len(self._scope.by))]

    def cells(self) -> Iterable[Cell]:
        """Return how many people each cell has."""
        for row in self._curve.statements.rows("cells", self._curve.wanted, self._rows.counts):
            yield self._group(row), row["cohort"], row["k"], row["people"]

    def sums(self) -> Mapping[tuple[Group, int], Moments]:
        """Return the sums over people by group and column, the group `()` being everybody."""
        last = list(self._curve.last_cohorts)
        found = {}
        for groups in ([], self._names) if self._names else ([],):
            wanted = (self._curve.wanted, last, groups)
            sums = partial(self._rows.person_sums, last, groups)
            for row in self._curve.statements.rows("averages", wanted, sums) if last else []:
                found[self._group(row) if groups else (), row["k"]] = _moments(row)
        return found

    def _group(self, row: JSON) -> Group:
        """Return the group of a row, its values as JSON has them."""
        return shown_group([row[name] for name in self._names], self._scope)


class _FromDays:
    """What the readings of kept days share."""

    def __init__(self, curve: Curved) -> None:
        """Keep what is to be counted."""
        self._curve = curve

    def sums(self) -> Mapping[tuple[Group, int], Moments]:
        """Return nothing: nobody is in two first-time cohorts."""
        return {}


class FromCohorts(_FromDays):
    """A curve of first-time cohorts from those that are kept by day."""

    path: str = "totals"
    said: str | None = "cohorts by day"

    def cells(self) -> Iterable[Cell]:
        """Return how many people each cell has."""
        shape, first = self._curve.shape, self._curve.first
        days = self._curve.days(_BEGINNING)
        for row in self._curve.statements.rows("cohorts", shape, lambda: cohort_cells(*shape), days):
            cohort, k = row["cohort"] - first, row["number"] - row["cohort"]
            yield (), cohort, k, row["people"] if k else row["joined"]


class FromPersonBuckets(_FromDays):
    """A curve of recurring cohorts from active days, put in order by the number of the person."""

    path: str = "rows"
    said: str | None = "active days"

    def cells(self) -> Iterable[Cell]:
        """Return how many people each cell has."""
        for cohort, columns in enumerate(self._counted.cells.tolist()):
            for k, people in enumerate(columns):
                yield (), cohort, k, people

    def sums(self) -> Mapping[tuple[Group, int], Moments]:
        """Return the sums over people by column; nothing for columns of which no cell is over."""
        sums = {name: column.tolist() for name, column in self._counted.sums.items()}
        rows = {k: {name: column[k] for name, column in sums.items()} for k in range(1, self._curve.wanted.columns)}
        return {((), k): _moments(row) for k, row in rows.items() if row["persons"]}

    @cached_property
    def _counted(self) -> "Recurring":
        """Return the cells and the sums, made in one pass."""
        from regard.metrics.curves.returns import recurring

        curve = self._curve
        keys = person_keys(curve.statements, curve.shape, curve.days(curve.wanted.scope.span.first))
        return recurring(keys, curve.first, curve.cohorts, curve.last_cohorts)


class FromLastReturns(_FromDays):
    """An unbounded curve of first-time cohorts from each person's first and last active day."""

    path: str = "rows"
    said: str | None = "active days"

    def cells(self) -> Iterable[Cell]:
        """Return the size of each cohort, and how many people came for the last time in which column."""
        from regard.metrics.curves.returns import last_returns

        curve = self._curve
        keys = person_keys(curve.statements, curve.shape, curve.days(_BEGINNING))
        for (cohort, k), people in last_returns(keys, curve.first, curve.cohorts).items():
            yield (), cohort, 0, people
            if k:
                yield (), cohort, k, people


def person_keys(statements: Statements, shape: tuple[Every, str], days: Mapping[str, date | int]) -> "Ints":
    """Return the keys of active days; see `metrics.compile.curves.kept.person_buckets`."""
    keys: Ints = (
        statements.table("person buckets", shape, lambda: person_buckets(*shape), days).column("key").to_numpy()
    )
    return keys


def _moments(row: Mapping[str, float]) -> Moments:
    """Return the moments of memberships that people came back from, or not."""
    return Moments(row["n"], row["x"], row["x"], int(row["persons"]), row["xx"], row["nn"], row["xn"])
