"""Rows made of touches for one question: events, visits, page visits, people; by bucket and group."""

from collections.abc import Sequence

import ibis

from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.buckets import bucket_of, is_in_period, local_days, spine, within
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.rows import active_days, page_visits, people, touches, visits
from regard.rows.sources import Source

_NEEDED = ("lone_id", "number", "time", "type", "name", "page", "visit", "identified", "opens")
"""The columns of touches that rows are made of; the fewer go on, the sooner the statement is compiled."""


class TouchRows:
    """The touches that a question reads, and the rows of each grain made of them."""

    def __init__(self, scope: Scope, *, whole_visits: bool = False) -> None:
        """Join and filter once; `whole_visits` reads `page` as the page on which a visit began."""
        self._scope = scope
        self._page = "entry_page" if whole_visits else "page"
        self._touches = self._prepared()

    @property
    def groups(self) -> list[str]:
        """Return the columns of the dimensions."""
        return [group_label(index) for index in range(len(self._scope.by))]

    def events(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per event."""
        rows = self._in_windows() if "bucket" in keys and self._scope.windowed else self._touches
        return rows.mutate(cluster=_if_nobody(rows, rows.lone_id))

    def visits(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per visit with an event in the time, with its columns as a whole."""
        rows = self.events(keys)
        seen = rows.filter(rows.opens & rows.visit.notnull())
        seen = seen.group_by([*keys, "visit"]).agg(
            views_inside=(seen.type == "page").sum(), did_goal=seen.fits_goal.any()
        )
        joined = seen.join(visits.TABLE, "visit")
        return joined.mutate(cluster=_if_nobody(joined, people.nobody(joined.visit)))

    def page_visits(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per page and visit that viewed it in the time."""
        rows = self.events(keys)
        seen = rows.filter((rows.type == "page") & rows.visit.notnull() & rows.page.notnull())
        seen = seen.group_by([*keys, "visit", "page"]).agg(views_inside=seen.count())
        joined = seen.join(page_visits.TABLE, ["visit", "page"])
        return joined.mutate(cluster=_if_nobody(joined, people.nobody(joined.visit)))

    def people(self, keys: Sequence[str], *, kept_days: bool = False) -> ibis.Table:
        """Return one row per person with an event in the time; `kept_days` reads the table of active days instead."""
        if "bucket" in keys and self._scope.windowed:
            daily = self._kept_days() if kept_days else self._daily()
            rows = daily.cross_join(spine(self._scope))
            rows = rows.filter((rows.day >= rows["first"]) & (rows.day <= rows["last"]))
            visits_made = rows.visits.sum()
        else:
            rows = self._dated_people()
            visits_made = rows.visit_made.nunique()
        grouped = rows.group_by([*keys, "number"]).agg(
            visits=visits_made,
            active_days=rows.day.nunique(where=rows.qualifies),
            did_event=rows.fits_event.any(),
            did_goal=rows.fits_goal.any(),
            did_start=rows.started.notnull().any(),
            started=rows.started.min(),
            ended=rows.ended.max(),
        )
        did_end = (grouped.ended >= grouped.started).fill_null(False)
        return self._with_first_seen(grouped.mutate(did_end=did_end, cluster=ibis.null("string")), keys)

    def _prepared(self) -> ibis.Table:
        """Return the touches of the time asked for that pass the filters, with group, day and what they fit."""
        scope = self._scope
        asked = {self._renamed(name) for name in scope.fields()}
        rows = touches.TABLE.filter(within(touches.TABLE.time, scope))
        source = asked_touches(rows, asked | scope.spec_fields(), scope)
        return self._labelled(filtered(source, scope, self._renamed))

    def _labelled(self, source: Source) -> ibis.Table:
        """Return touches with the columns that grouping and measuring need."""
        scope, table = self._scope, source.table
        columns = {group_label(index): source.field(self._renamed(name)).key() for index, name in enumerate(scope.by)}
        if scope.buckets and not scope.windowed:
            columns["bucket"] = bucket_of(table.time, scope)
        nothing = ibis.literal(False)
        for option in ("event", "goal", "start", "end"):
            spec = scope.specs.get(option)
            columns[f"fits_{option}"] = spec.fits(source.field) if spec else nothing
        columns["qualifies"] = scope.qualifying.fits(source.field)
        columns["day"] = local_days(table.time, scope)
        return table.select(*_NEEDED, **columns)

    def _renamed(self, name: str) -> str:
        """Return the field that a name means: a page is where whole visits began, else where something happened."""
        return self._page if name in ("page", "path") else name

    def _in_windows(self) -> ibis.Table:
        """Return each touch once for every span that counts it."""
        rows = self._touches.cross_join(spine(self._scope))
        return rows.filter((rows.time >= rows.starts) & (rows.time < rows.ends))

    def _dated_people(self) -> ibis.Table:
        """Return the touches of people with the visit that each made and when each started and ended something."""
        rows = self._touches.filter(self._touches.number.notnull())
        never = ibis.null(rows.time.type())
        return rows.mutate(
            visit_made=ibis.ifelse(rows.opens, rows.visit, ibis.null("uint64")),
            started=ibis.ifelse(rows.fits_start, rows.time, never),
            ended=ibis.ifelse(rows.fits_end, rows.time, never),
        )

    def _daily(self) -> ibis.Table:
        """Return one row per person, day and group: what is enough to count people over any run of days."""
        rows = self._dated_people()
        return rows.group_by(["number", "day", *self.groups]).agg(
            visits=rows.visit_made.nunique(),
            qualifies=rows.qualifies.any(),
            fits_event=rows.fits_event.any(),
            fits_goal=rows.fits_goal.any(),
            started=rows.started.min(),
            ended=rows.ended.max(),
        )

    def _kept_days(self) -> ibis.Table:
        """Return the kept table of active days in the same form, for questions without filters, splits and specs."""
        rows = active_days.TABLE
        scope = self._scope
        first, last = min(span.first for span in scope.spans), max(span.last for span in scope.spans)
        rows = rows.filter((rows.day >= ibis.literal(first)) & (rows.day <= ibis.literal(last)))
        nothing = ibis.literal(False)
        columns = {
            "visits": ibis.literal(0),
            "qualifies": ibis.literal(True),
            "fits_event": nothing,
            "fits_goal": nothing,
            "started": ibis.null("timestamp(6)"),
            "ended": ibis.null("timestamp(6)"),
        }
        return rows.mutate(**columns)

    def _with_first_seen(self, rows: ibis.Table, keys: Sequence[str]) -> ibis.Table:
        """Return people with who they are, when they were first seen, and whether that lies in the time that counts."""
        scope = self._scope
        known = people.TABLE.select("number", "identified", "first_seen")
        joined = rows.join(known, "number")
        inside = is_in_period(joined.first_seen, scope)
        if "bucket" in keys and not scope.windowed:
            inside = inside & (bucket_of(joined.first_seen, scope) == joined.bucket)
        return joined.mutate(is_new=inside)


def _if_nobody(rows: ibis.Table, own: ibis.Value) -> ibis.Value:
    """Return what tells rows of nobody apart, null for those of a person, whom their number tells."""
    return ibis.ifelse(rows.number.isnull(), own, ibis.null("string"))
