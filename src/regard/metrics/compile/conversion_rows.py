"""People with their starts and the ends that belong to them, for one question.

Matching comes before the cut to the period: starts are those of the period, ends are read as far as a window reaches.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import ibis

from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.buckets import bucket_of, is_in_period
from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.kinds import Metric
from regard.rows import touches
from regard.rows.days import literal
from regard.rows.sources import Source

WINDOW_SECONDS = 30 * 86_400.0
"""How long after a start an end may follow unless the question says otherwise: 30 days of 24 hours."""

_NUMBERS = ("starters", "converted", "active", "ever_ended")


class Conversions:
    """The starts of one question, each with what followed."""

    def __init__(self, scope: Scope) -> None:
        """Read the arguments and match once."""
        self._scope = scope
        self._window: float | None = scope.options.get("window", WINDOW_SECONDS)
        self._holds = tuple(scope.options.get("hold", ()))
        self._by_events = scope.options.get("count") == "events"
        self._starts = self._counted() if self._by_events else self._followed()
        self._active = self._active_people()

    def rows_at(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per person who started or was active in the time."""
        columns = [*keys, "number"]
        starts = self._starts.group_by(columns).agg(starters=self._starts.count(), converted=self._starts.ends.sum())
        if not self._by_events:
            starts = starts.mutate(starters=ibis.literal(1, "int64"), converted=(starts.converted > 0).cast("int64"))
        nothing = ibis.literal(0, "int64")
        starts = starts.mutate(active=nothing, ever_ended=nothing)
        active = self._active.select(*columns, "ever_ended").distinct().mutate(starters=nothing, converted=nothing)
        active = active.mutate(active=ibis.literal(1, "int64"))
        parts = [
            rows.select(*columns, **{name: rows[name].cast("int64") for name in _NUMBERS}) for rows in (starts, active)
        ]
        both = ibis.union(*parts)
        rows = both.group_by(columns).agg(**{name: both[name].sum() for name in _NUMBERS})
        return rows.mutate(cluster=ibis.null("string"))

    def _read(self, since: datetime | None, until: datetime | None, fields: set[str]) -> Source:
        """Return the events of some time that pass the filters, with fields joined to them."""
        scope, rows = self._scope, touches.TABLE
        if since is not None:
            rows = rows.filter(rows.time >= literal(since))
        if until is not None:
            rows = rows.filter(rows.time < literal(until))
        source = asked_touches(rows, {*scope.fields(), *fields}, scope)
        return filtered(source, scope)

    def _keys(self, source: Source) -> dict[str, ibis.Value]:
        """Return the bucket and the groups of each event."""
        scope = self._scope
        keys = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
        return {**keys, "bucket": bucket_of(source.table.time, scope)} if scope.buckets else keys

    def _matched(self) -> ibis.Table:
        """Return starts and ends from the period on, as far as a window reaches, with what they must agree on."""
        scope = self._scope
        until = None if self._window is None else scope.ends + timedelta(seconds=self._window, microseconds=1)
        fields = {*scope.specs["start"].fields(), *scope.specs["end"].fields(), *self._holds}
        source = self._read(scope.span.starts, until, fields)
        table = source.table
        held = {f"hold {index}": source.field(name).key() for index, name in enumerate(self._holds)}
        rows = table.select(
            "number",
            "time",
            "place",
            is_start=scope.specs["start"].fits(source.field),
            is_end=scope.specs["end"].fits(source.field),
            **held,
            **self._keys(source),
        )
        counts = rows.is_start | rows.is_end
        return rows.filter(counts, rows.number.notnull(), *(rows[name].notnull() for name in held))

    def _parties(self) -> list[str]:
        """Return the columns on which a start and an end must agree."""
        return ["number", *(f"hold {index}" for index in range(len(self._holds)))]

    def _followed(self) -> ibis.Table:
        """Return the starts of the period with `ends`: 1 where an end came at that time or after, within the window."""
        rows = self._matched()
        never = ibis.null(rows.time.type())
        onwards = ibis.window(group_by=self._parties(), order_by=ibis.desc("time"), range=(None, 0))
        rows = rows.mutate(next_end=ibis.ifelse(rows.is_end, rows.time, never).min().over(onwards))
        starts = rows.filter(rows.is_start & is_in_period(rows.time, self._scope))
        return starts.mutate(ends=self._is_within(starts.time, starts.next_end).cast("int64"))

    def _counted(self) -> ibis.Table:
        """Return the starts of the period with `ends`: how many have it as their latest start, within the window."""
        rows, parties = self._matched(), self._parties()
        in_order = ibis.window(group_by=parties, order_by=["time", "place"], rows=(None, 0))
        rows = rows.mutate(turn=rows.is_start.cast("int64").sum().over(in_order))
        so_far = ibis.window(group_by=parties, order_by="time", range=(None, 0))
        rows = rows.mutate(
            latest=ibis.ifelse(rows.is_start, rows.turn, ibis.null("int64")).max().over(so_far),
            began=ibis.ifelse(rows.is_start, rows.time, ibis.null(rows.time.type())).max().over(so_far),
        )
        ends = rows.filter(rows.is_end & rows.latest.notnull())
        ends = ends.filter(self._is_within(ends.began, ends.time))
        own = ends.group_by([*parties, "latest"]).agg(ends=ends.count())
        own = own.rename({f"end {name}": name for name in parties})
        starts = rows.filter(rows.is_start & is_in_period(rows.time, self._scope))
        same = [starts[name] == own[f"end {name}"] for name in parties]
        joined = starts.left_join(own, [*same, starts.turn == own.latest])
        return joined.select(starts, ends=joined.ends.fill_null(0))

    def _is_within(self, start: ibis.Value, end: ibis.Value) -> ibis.expr.types.BooleanValue:
        """Return whether an end lies within the window of a start, the edge included."""
        if self._window is None:
            return end.notnull()
        reach = ibis.interval(microseconds=round(self._window * 1_000_000))
        return (end <= start + reach).fill_null(False)

    def _active_people(self) -> ibis.Table:
        """Return the active people of the time, with whether they ever did the end."""
        scope, end = self._scope, self._scope.specs["end"]
        source = self._read(scope.span.starts, scope.ends, scope.qualifying.fields())
        active = source.table.filter(scope.qualifying.fits(source.field), source.table.number.notnull())
        rows = active.select("number", **self._keys(source.of(active))).distinct()
        ever = self._read(None, None, end.fields())
        ended = ever.table.filter(end.fits(ever.field)).select(who="number").distinct()
        joined = rows.left_join(ended, rows.number == ended.who)
        return joined.select(rows, ever_ended=joined.who.notnull())


def conversions_at(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes the rows of conversions."""
    return Conversions(scope).rows_at
