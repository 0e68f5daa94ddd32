"""Retention as statements: who joined which cohort, and who came back in which bucket after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import ibis

from regard.metrics.compile.buckets import bucket_of, is_in_period
from regard.metrics.compile.curves.moments import group_columns, groups_of, placed, read_events
from regard.metrics.compile.scope import Scope
from regard.rows import active_days
from regard.rows.days import local_day
from regard.rows.sources import Source
from regard.rows.specs import Spec

_MICROSECONDS = 1_000_000
_ORDER = ("time", "place")
"""What puts the events of a person in order."""


@dataclass(frozen=True)
class RetentionWanted:
    """What a retention curve counts, over which time."""

    scope: Scope
    """The question: its period, split and filters."""

    reading: Scope
    """The same with a period that goes on until the last day read: what labels buckets after the period."""

    labels: tuple[str, ...]
    """The labels of the buckets from the first cohort on, as far as any cohort has columns."""

    until: datetime
    """The instant before which events are read."""

    start: Spec
    back: Spec
    columns: int
    """How many buckets each cohort is followed for, its own included."""

    at_least: int = 1
    """How many times `back` must happen in a bucket."""

    is_recurring: bool = False
    is_unbounded: bool = False
    window_seconds: int | None = None
    """The length of a bucket that runs from each person's own start; `None` for buckets of the calendar."""

    keeps_start: bool = False
    keeps_back: bool = False
    """Whether the table of active days says all that is asked of starts, of returns."""


class RetentionRows:
    """The rows behind a retention curve."""

    def __init__(self, wanted: RetentionWanted) -> None:
        """Keep what is wanted."""
        self._wanted = wanted
        self._groups = groups_of(wanted.scope)

    def counts(self) -> ibis.Table:
        """Return how many people each cell has: `cohort` (its place), groups, `k`, `people`.

        `k` 0 is the size of the cohort. In an unbounded curve people are counted once, at the last `k` they came in.
        """
        keys = ["cohort", *self._groups]
        sizes = self._members.group_by(keys).agg(people=self._members.count())
        returned = self._returned.group_by([*keys, "k"]).agg(people=self._returned.count())
        columns = ["cohort", *self._groups, "k", "people"]
        return ibis.union(sizes.mutate(k=ibis.literal(0, "int64")).select(columns), returned.select(columns))

    def person_sums(self, last_cohorts: Sequence[int], groups: Sequence[str]) -> ibis.Table:
        """Return sums over people for each `k` from 1: a person may be in several cohorts.

        `last_cohorts` gives for each `k` from 1 the place of the last cohort whose cell is over. Columns: groups, `k`,
        `n` memberships, `x` returns, `persons`, and the sums of squares and products `xx`, `nn`, `xn`.
        """
        steps = _steps(last_cohorts)
        lasts = steps.select("last_cohort").distinct()
        joined = self._members.cross_join(lasts)
        joined = joined.filter(joined.cohort <= joined.last_cohort)
        sizes = joined.group_by([*groups, "number", "last_cohort"]).agg(n=joined.count().cast("float64"))
        back = self._returned.rename(came="k")
        met = back.came >= steps.k if self._wanted.is_unbounded else back.came == steps.k
        found = back.join(steps, [met, back.cohort <= steps.last_cohort])
        came = found.group_by([*groups, "number", "k"]).agg(x=found.count().cast("float64"))
        came = came.rename({f"its {name}": name for name in [*groups, "number", "k"]})
        asked = sizes.join(steps, "last_cohort")
        same = [asked[name].identical_to(came[f"its {name}"]) for name in groups]
        own = asked.left_join(came, [asked.number == came["its number"], asked.k == came["its k"], *same])
        own = own.select(*groups, "k", "n", x=own.x.fill_null(0.0))
        return own.group_by([*groups, "k"]).agg(
            n=own.n.sum(),
            x=own.x.sum(),
            persons=own.count(),
            xx=(own.x * own.x).sum(),
            nn=(own.n * own.n).sum(),
            xn=(own.x * own.n).sum(),
        )

    @cached_property
    def _members(self) -> ibis.Table:
        """Return who joined which cohort, with the groups of the event that did it: `number`, `cohort`, `at`."""
        wanted = self._wanted
        if wanted.keeps_start:
            rows = self._kept_starts()
        else:
            since = wanted.scope.span.starts if wanted.is_recurring else None
            source = read_events(wanted.scope, [wanted.start], since, wanted.until)
            rows = self._starts(source)
        return placed(rows, "bucket", wanted.labels).rename(cohort="place").drop("bucket")

    def _starts(self, source: Source) -> ibis.Table:
        """Return the first start of each person, or of each person in each bucket: `number`, `bucket`, `at`, groups."""
        wanted, table = self._wanted, source.table
        told = table.select(
            "number", *_ORDER, fits=wanted.start.fits(source.field), **group_columns(source, wanted.scope)
        )
        told = told.filter(told.fits & told.number.notnull())
        if wanted.is_recurring:
            told = told.filter(is_in_period(told.time, wanted.scope))
            told = told.mutate(bucket=bucket_of(told.time, wanted.scope))
        keys = ["number", "bucket"] if wanted.is_recurring else ["number"]
        earliest = ibis.struct({name: told[name] for name in _ORDER})
        # In a struct, because argmin passes over values that are not set.
        firsts = {name: ibis.struct({"value": told[name]}).argmin(earliest)["value"] for name in self._groups}
        rows = told.group_by(keys).agg(at=told.time.min(), **firsts)
        if not wanted.is_recurring:
            rows = rows.filter(is_in_period(rows["at"], wanted.scope))
            rows = rows.mutate(bucket=bucket_of(rows["at"], wanted.scope))
        return rows.select("number", "bucket", "at", *self._groups)

    def _kept_starts(self) -> ibis.Table:
        """Return the same from the table of active days, without the moment: what days and longer need."""
        wanted, rows = self._wanted, active_days.TABLE
        span = wanted.scope.span
        if not wanted.is_recurring:
            rows = rows.group_by("number").agg(day=rows.day.min())
        rows = rows.filter((rows.day >= ibis.literal(span.first)) & (rows.day <= ibis.literal(span.last)))
        rows = rows.select("number", bucket=bucket_of(rows.day, wanted.scope))
        return rows.distinct() if wanted.is_recurring else rows

    @cached_property
    def _returned(self) -> ibis.Table:
        """Return who came back in which bucket after the cohort's, or last of them: `number`, `cohort`, `k`."""
        wanted = self._wanted
        rows = self._in_calendar() if wanted.window_seconds is None else self._in_windows(wanted.window_seconds)
        if not wanted.is_unbounded:
            return rows.filter(rows.k < wanted.columns)
        return rows.group_by(["number", "cohort", *self._groups]).agg(k=rows.k.max())

    def _in_calendar(self) -> ibis.Table:
        """Return returns by buckets of the calendar; those after the last label are at the place after it."""
        wanted = self._wanted
        days = self._kept_returns() if wanted.keeps_back else self._return_days()
        totals = days.group_by(["number", "bucket"]).agg(times=days.times.sum())
        totals = totals.filter(totals.times >= wanted.at_least)
        back = placed(totals, "bucket", wanted.labels, how="left" if wanted.is_unbounded else "inner")
        back = back.select(who="number", came=back.place.fill_null(len(wanted.labels)))
        if wanted.is_unbounded:
            back = back.group_by("who").agg(came=back.came.max())
        members = self._members
        joined = members.join(back, members.number == back.who)
        joined = joined.filter(joined.came > joined.cohort)
        return joined.select("number", "cohort", *self._groups, k=joined.came - joined.cohort)

    def _return_days(self) -> ibis.Table:
        """Return how often each person did `back` in each bucket, by local day where buckets are days or longer."""
        wanted = self._wanted
        source = read_events(wanted.scope, [wanted.back], wanted.scope.span.starts, wanted.until)
        rows = source.table.filter(wanted.back.fits(source.field), source.table.number.notnull())
        if wanted.reading.every == "hour":
            rows = rows.select("number", bucket=bucket_of(rows.time, wanted.reading))
            return rows.group_by(["number", "bucket"]).agg(times=rows.count())
        span = wanted.reading.span
        rows = rows.select("number", day=local_day(rows.time, wanted.scope.zone, span.starts, span.ends))
        days = rows.group_by(["number", "day"]).agg(times=rows.count())
        return days.select("number", "times", bucket=bucket_of(days.day, wanted.reading))

    def _kept_returns(self) -> ibis.Table:
        """Return the same from the table of active days."""
        wanted, rows = self._wanted, active_days.TABLE
        first, last = wanted.scope.span.first, wanted.reading.span.last
        rows = rows.filter((rows.day >= ibis.literal(first)) & (rows.day <= ibis.literal(last)))
        return rows.select("number", times="events", bucket=bucket_of(rows.day, wanted.reading))

    def _in_windows(self, seconds: int) -> ibis.Table:
        """Return returns by windows of so many seconds from each person's own start."""
        wanted, members = self._wanted, self._members
        source = read_events(wanted.scope, [wanted.back], wanted.scope.span.starts, wanted.until)
        back = source.table.filter(wanted.back.fits(source.field), source.table.number.notnull())
        back = back.select(who="number", time="time")
        joined = members.join(back, [members.number == back.who, back.time > members["at"]])
        k = joined.time.delta(joined["at"], unit="us") // (seconds * _MICROSECONDS)
        joined = joined.select("number", "cohort", *self._groups, k=k.cast("int64"))
        joined = joined.filter(joined.k > 0)
        if not wanted.is_unbounded:
            joined = joined.filter(joined.k < wanted.columns)
        keys = ["number", "cohort", *self._groups, "k"]
        totals = joined.group_by(keys).agg(times=joined.count())
        return totals.filter(totals.times >= wanted.at_least).drop("times")


def _steps(last_cohorts: Sequence[int]) -> ibis.Table:
    """Return the columns from 1 on, each with the last cohort whose cell is over: `k`, `last_cohort`."""
    listed = ibis.literal(",".join(str(place) for place in last_cohorts)).split(",")
    each = ibis.range(len(last_cohorts)).unnest().name("step").as_table()
    return each.select(k=each.step.cast("int64") + 1, last_cohort=listed[each.step].cast("int64"))
