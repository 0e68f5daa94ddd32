"""Retention: of those who started in a bucket, the share that came back in each bucket after it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from regard.asking.buckets import Bucket, make_buckets
from regard.asking.curves.curve import CurveAsked, CurveReply
from regard.asking.curves.retention_options import RetentionOptions, read_retention
from regard.asking.curves.telling import (
    by_size,
    check_common,
    group_key,
    immature,
    interval_json,
    interval_of,
    share_interval,
    small_base,
    unmatched,
    with_previous,
)
from regard.asking.passes import Group, shown_group
from regard.asking.periods import make_span
from regard.asking.reply import JSON
from regard.inference.change import Change
from regard.inference.differences import share_change
from regard.inference.interval import exact
from regard.inference.moments import Moments, from_counts
from regard.metrics.compile.curves.retention import RetentionRows, RetentionWanted
from regard.metrics.compile.scope import group_label
from regard.rows.derive import qualifying_spec
from regard.rows.log import to_sql
from regard.workspace.zones import first_instant

_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""How many days the longest bucket of each kind has."""

_METHODS = ("wilson", "wald", "adjusted_wald")
_DAY = timedelta(days=1)


def answer_retention(asked: CurveAsked) -> CurveReply:
    """Return the cells of a retention curve, their average by column, and the average of column 1 as the value."""
    check_common(asked, _METHODS)
    read_retention(asked.options, str(asked.question.every))
    return with_previous(asked, lambda one: _Retention(one).reply(), _change)


def _change(now: CurveReply, before: CurveReply) -> Change | None:
    """Return how the average of column 1 moved, in points."""
    return share_change(now.value, before.value, interval_of(now), interval_of(before))


@dataclass(frozen=True)
class _Column:
    """The average of one column: how many were in the cohorts whose cell is over, and how many of them came back."""

    k: int
    moments: Moments

    @property
    def value(self) -> float | None:
        """Return the share that came back; `None` where no cohort with anybody in it has a cell that is over."""
        return self.moments.value


class _Retention:
    """One retention curve over one period."""

    def __init__(self, asked: CurveAsked) -> None:
        """Read the arguments and lay out the buckets, of which the first ones are the cohorts."""
        self._asked = asked
        self._options: RetentionOptions = read_retention(asked.options, str(asked.question.every))
        self._cohorts = asked.now.buckets
        self._grid = _grid(asked, len(self._cohorts) + self._options.columns - 1)
        self._rows = RetentionRows(self._wanted())
        self._sql: list[str] = []

    def reply(self) -> CurveReply:
        """Return what the curve has to say."""
        groups = by_size({group: sum(self._sizes[group].values()) for group in self._sizes})
        names = self._asked.question.by
        cells = [cell for group in (groups if names else [()]) for cell in self._cells(group)]
        columns = self._columns(())
        first = columns[1] if len(columns) > 1 else None
        n = round(first.moments.n) if first else 0
        value = first.value if first else None
        notes = [*immature(cells), *small_base(n, "person", "people")]
        notes += unmatched(self._asked, [self._options.start, self._options.back], value, n)
        return CurveReply(
            value=value,
            n=n,
            parts=_parts(first),
            interval=self._interval(first) if first else None,
            cells=cells,
            average=[self._average(column) for column in columns],
            breakdown=[self._row(group) for group in groups] if names else [],
            warnings=notes,
            sql=";\n".join(self._sql),
            arguments=self._options.written,
        )

    def _wanted(self) -> RetentionWanted:
        """Return what is to be read."""
        asked, options, scope = self._asked, self._options, self._asked.now.scope
        last = asked.clock.today
        if not options.is_unbounded:
            spare = self._options.columns * timedelta(seconds=options.window_seconds or 0)
            last = min(last, self._grid[-1].span.last + spare + _DAY)
        until = first_instant(last + _DAY, scope.zone)
        is_plain = scope.zone.key == asked.settings.zone.key and options.window_seconds is None
        is_plain = is_plain and scope.every != "hour" and not scope.where
        activity = qualifying_spec(asked.settings)
        return RetentionWanted(
            scope=scope,
            reading=replace(scope, span=make_span(scope.span.first, max(last, scope.span.last), scope.zone)),
            labels=tuple(bucket.span.label for bucket in self._grid),
            until=until,
            start=options.start,
            back=options.back,
            columns=options.columns,
            at_least=options.at_least,
            is_recurring=options.is_recurring,
            is_unbounded=options.is_unbounded,
            window_seconds=options.window_seconds,
            keeps_start=is_plain and not scope.by and options.start == activity,
            keeps_back=is_plain and options.back == activity,
        )

    @cached_property
    def _people(self) -> Mapping[Group, Mapping[tuple[int, int], int]]:
        """Return how many people each cell has, by group, by cohort and column; unbounded ones at their last column."""
        found: dict[Group, dict[tuple[int, int], int]] = defaultdict(dict)
        for row in self._run(self._rows.counts()):
            found[self._group(row)][row["cohort"], row["k"]] = row["people"]
        return found

    @cached_property
    def _sizes(self) -> Mapping[Group, Mapping[int, int]]:
        """Return how many people joined each cohort, by group."""
        return {
            group: {cohort: people for (cohort, k), people in cells.items() if k == 0}
            for group, cells in self._people.items()
        }

    @cached_property
    def _sums(self) -> Mapping[tuple[Group, int], Moments]:
        """Return the sums over people by group and column, for cohorts that people join again and again."""
        columns = range(1, self._options.columns)
        last = [max((at for at in range(len(self._cohorts)) if self._is_over(at, k)), default=-1) for k in columns]
        names = [group_label(index) for index in range(len(self._asked.question.by))]
        found = {}
        for groups in ([], names) if names else ([],):
            for row in self._run(self._rows.person_sums(last, groups)):
                moments = Moments(row["n"], row["x"], row["x"], row["persons"], row["xx"], row["nn"], row["xn"])
                found[self._group(row) if groups else (), row["k"]] = moments
        return found

    def _run(self, table: object) -> list[JSON]:
        """Return the rows of a statement, and keep its SQL for the reply; nothing is read where nobody can be."""
        if not self._cohorts or not self._grid:
            return []
        warehouse = self._asked.warehouse
        query = to_sql(table, warehouse.dialect)
        self._sql.append(query)
        rows: list[JSON] = warehouse.run(query).to_pylist()
        return rows

    def _group(self, row: JSON) -> Group:
        """Return the group of a row, its values as JSON has them."""
        names = self._asked.question.by
        return shown_group([row[group_label(index)] for index in range(len(names))], self._asked.now.scope)

    def _came(self, group: Group, cohort: int, k: int) -> int:
        """Return how many of a cohort came back in column `k`, or in it or later."""
        cells = self._people.get(group, {})
        if k == 0 or not self._options.is_unbounded:
            return cells.get((cohort, k), 0)
        return sum(people for (joined, last), people in cells.items() if joined == cohort and last >= k)

    def _is_over(self, cohort: int, k: int) -> bool:
        """Return whether a cell is complete: the bucket is over, or the windows of all who could be in the cohort."""
        instant = self._asked.clock.instant
        seconds = self._options.window_seconds
        if k == 0 or seconds is None:
            return self._ends(cohort + k) <= instant.timestamp()
        return self._cohorts[cohort].span.ends.timestamp() + (k + 1) * seconds <= instant.timestamp()

    def _ends(self, place: int) -> float:
        """Return when a bucket of the calendar is over, as seconds since 1970."""
        return self._grid[place].span.ends.timestamp()

    def _cells(self, group: Group) -> list[JSON]:
        """Return the cells of a group, cohort by cohort."""
        return [
            self._cell(group, cohort, k) for cohort in range(len(self._cohorts)) for k in range(self._options.columns)
        ]

    def _cell(self, group: Group, cohort: int, k: int) -> JSON:
        """Return one cell; null where its bucket is not over."""
        size = self._sizes.get(group, {}).get(cohort, 0)
        is_over = self._is_over(cohort, k)
        people = self._came(group, cohort, k) if is_over else None
        column = None if people is None or not size else _Column(k, from_counts(people, size))
        return {
            **group_key(self._asked.question.by, group),
            "cohort": self._cohorts[cohort].start,
            "size": size,
            "k": k,
            "start": self._cohorts[cohort].start if k == 0 else self._grid[cohort + k].start,
            "people": people,
            "value": column.value if column else None,
            "interval": self._interval(column) if column else None,
            "is_complete": is_over,
        }

    def _columns(self, group: Group) -> list[_Column]:
        """Return the average of each column over the cells that are over; the group `()` is everybody."""
        groups = [group] if group or not self._asked.question.by else list(self._people)
        return [self._column(group, groups, k) for k in range(self._options.columns)]

    def _column(self, group: Group, groups: Sequence[Group], k: int) -> _Column:
        """Return the average of one column over some groups, which together are `group`."""
        if k and self._options.is_recurring:
            return _Column(k, self._sums.get((group, k), from_counts(0, 0)))
        over = [cohort for cohort in range(len(self._cohorts)) if self._is_over(cohort, k)]
        size = sum(self._sizes.get(one, {}).get(cohort, 0) for one in groups for cohort in over)
        people = sum(self._came(one, cohort, k) for one in groups for cohort in over)
        return _Column(k, from_counts(people, size))

    def _average(self, column: _Column) -> JSON:
        """Return the average of a column as JSON."""
        interval = self._interval(column)
        return {"k": column.k, "value": column.value, "n": round(column.moments.n), "interval": interval}

    def _interval(self, column: _Column) -> JSON | None:
        """Return the interval of a column; column 0 is the cohort itself, and known."""
        if column.value is None:
            return None
        if column.k == 0:
            return interval_json(exact(column.value, self._asked.question.level))
        return interval_json(share_interval(column.moments, self._asked))

    def _row(self, group: Group) -> JSON:
        """Return the row of the breakdown of one group."""
        columns = self._columns(group)
        first = columns[1] if len(columns) > 1 else None
        return {
            **group_key(self._asked.question.by, group),
            "value": first.value if first else None,
            "n": round(first.moments.n) if first else 0,
            "parts": _parts(first),
            "share": None,
            "interval": self._interval(first) if first else None,
            "previous": None,
            "change": None,
            "series": [],
        }


def _parts(column: _Column | None) -> JSON:
    """Return the two counts of an average."""
    if column is None:
        return {"returned": 0, "size": 0}
    return {"returned": round(column.moments.total), "size": round(column.moments.n)}


def _grid(asked: CurveAsked, length: int) -> tuple[Bucket, ...]:
    """Return so many buckets from the first of the period on, those after it being whole."""
    scope = asked.now.scope
    if not asked.now.buckets:
        return ()
    last = scope.span.first + timedelta(days=int(length * _DAYS[str(scope.every)]) + 3)
    whole = replace(scope, span=make_span(scope.span.first, max(last, scope.span.last), scope.zone))
    return make_buckets(whole, asked.clock, uncut_last=max(last, scope.span.last))[:length]
