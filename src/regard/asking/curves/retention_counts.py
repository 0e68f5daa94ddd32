"""What a retention curve counts: the size of each cohort, who came back when, and which cells are over."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from regard.asking.buckets import Bucket, make_buckets
from regard.asking.curves.curve import CurveAsked
from regard.asking.curves.retention_options import RetentionOptions
from regard.asking.curves.retention_reading import Curved, reading_of
from regard.asking.curves.statements import Statements
from regard.asking.periods import make_span
from regard.asking.places import Group
from regard.inference.moments import Moments, from_counts
from regard.metrics.compile.curves.retention import RetentionWanted
from regard.rows.specs import qualifying_spec
from regard.workspace.zones import first_instant

_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""How many days the longest bucket of each kind has."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Column:
    """The average of one column: how many were in the cohorts whose cell is over, and how many of them came back."""

    k: int
    moments: Moments

    @property
    def value(self) -> float | None:
        """Return the share that came back; `None` where no cohort with anybody in it has a cell that is over."""
        return self.moments.value


class RetentionCounts:
    """The counts of one retention curve over one period."""

    def __init__(self, asked: CurveAsked, options: RetentionOptions) -> None:
        """Lay out the buckets, of which the first ones are the cohorts; nothing is read yet."""
        self._asked = asked
        self._options = options
        self.cohorts = asked.now.buckets
        self.buckets = _buckets(asked, len(self.cohorts) + options.columns - 1)
        self.statements = Statements(asked.warehouse)
        kept_weeks = asked.settings.week_start if asked.has_totals else None
        self.reading = reading_of(self._curved(), kept_weeks)

    def size(self, group: Group, cohort: int) -> int:
        """Return how many people of a group joined a cohort."""
        return self._people.get(group, {}).get((cohort, 0), 0)

    def came(self, group: Group, cohort: int, k: int) -> int:
        """Return how many of a cohort came back in column `k`, or in it or later where the rule says so."""
        return self._people.get(group, {}).get((cohort, k), 0)

    def sizes(self) -> dict[Group, int]:
        """Return how many joined any cohort, by group."""
        return {
            group: sum(people for (_, k), people in cells.items() if k == 0) for group, cells in self._people.items()
        }

    def is_over(self, cohort: int, k: int) -> bool:
        """Return whether a cell is complete: the bucket is over, or the windows of all who could be in the cohort."""
        seconds = self._options.window_seconds
        if k == 0 or seconds is None:
            return self.buckets[cohort + k].span.ends <= self._asked.clock.instant
        return self.cohorts[cohort].span.ends + timedelta(seconds=(k + 1) * seconds) <= self._asked.clock.instant

    def columns(self, group: Group) -> list[Column]:
        """Return the average of each column over the cells that are over; the group `()` is everybody."""
        return [self._column(group, k) for k in range(self._options.columns)]

    def _column(self, group: Group, k: int) -> Column:
        """Return the average of one column."""
        if k and self._options.is_recurring:
            return Column(k, self._sums.get((group, k), from_counts(0, 0)))
        groups = [group] if group or not self._asked.question.by else list(self._people)
        over = [cohort for cohort in range(len(self.cohorts)) if self.is_over(cohort, k)]
        size = sum(self.size(one, cohort) for one in groups for cohort in over)
        people = sum(self.came(one, cohort, k) for one in groups for cohort in over)
        return Column(k, from_counts(people, size))

    @cached_property
    def _people(self) -> Mapping[Group, Mapping[tuple[int, int], int]]:
        """Return how many people each cell has, by group, by cohort and column."""
        found: dict[Group, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
        for group, cohort, k, people in self.reading.cells():
            cells = found[group]
            first = 1 if self._options.is_unbounded and k else k
            for column in range(first, min(k, self._options.columns - 1) + 1):
                cells[cohort, column] += people
        return {group: dict(cells) for group, cells in found.items()}

    @cached_property
    def _sums(self) -> Mapping[tuple[Group, int], Moments]:
        """Return the sums over people by group and column, for cohorts that people join again and again."""
        return self.reading.sums()

    def _curved(self) -> Curved:
        """Return the curve as it is to be counted."""
        places = range(len(self.cohorts))
        steps = range(1, self._options.columns)
        last = [max((cohort for cohort in places if self.is_over(cohort, k)), default=-1) for k in steps]
        return Curved(self._to_read(), self.statements, len(self.cohorts), last)

    def _to_read(self) -> RetentionWanted:
        """Return what is to be read; the table of active days where it says all that is asked."""
        asked, options, scope = self._asked, self._options, self._asked.now.scope
        last = self._last_day()
        is_plain = scope.zone.key == asked.settings.zone.key and options.window_seconds is None
        is_plain = is_plain and scope.every != "hour" and not scope.where
        activity = qualifying_spec(asked.settings)
        return RetentionWanted(
            scope=scope,
            reading=replace(scope, span=make_span(scope.span.first, max(last, scope.span.last), scope.zone)),
            labels=tuple(bucket.span.label for bucket in self.buckets),
            until=first_instant(last + _DAY, scope.zone),
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

    def _last_day(self) -> date:
        """Return the last local day that is read: that of the clock, or the last one that any cell counts."""
        today = self._asked.clock.today
        if self._options.is_unbounded:
            return today
        spare = self._options.columns * timedelta(seconds=self._options.window_seconds or 0)
        return min(today, self.buckets[-1].span.last + spare + _DAY)


def _buckets(asked: CurveAsked, length: int) -> tuple[Bucket, ...]:
    """Return so many buckets from the first of the period on, those after it being whole."""
    scope = asked.now.scope
    last = max(scope.span.last, scope.span.first + timedelta(days=int(length * _DAYS[str(scope.every)]) + 3))
    whole = replace(scope, span=make_span(scope.span.first, last, scope.zone))
    return make_buckets(whole, asked.clock, uncut_last=last)[:length]
