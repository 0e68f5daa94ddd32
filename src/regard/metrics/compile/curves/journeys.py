"""Journeys as statements: the stops of each person before or after an anchor, over all channels."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import ibis

from regard.metrics.compile.buckets import is_in_period
from regard.metrics.compile.curves.moments import groups_of
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.rows import touches
from regard.rows.days import literal
from regard.rows.seconds import seconds_between
from regard.rows.sources import Source, record_source, touch_source
from regard.rows.specs import OPENING, EventSpec
from regard.rows.touchpoints import COLUMNS, event_touchpoints, record_touchpoints

_ORDER = ("time", "told_at", "record", "id")
"""What puts the touchpoints of a person in order."""


@dataclass(frozen=True)
class JourneysWanted:
    """The journeys that are looked at."""

    scope: Scope
    until: datetime
    """The instant before which touchpoints are read."""

    anchor: EventSpec | str
    """An event, or a kind of record."""

    depth: int
    """How many stops from the anchor are followed."""

    is_before: bool = False
    dimensions: tuple[str, ...] = ()
    """Fields of events that name their stops; the type of an event where there are none."""


class JourneyRows:
    """The rows behind the journeys of one period."""

    def __init__(self, wanted: JourneysWanted) -> None:
        """Keep what is wanted."""
        self._wanted = wanted
        self._groups = groups_of(wanted.scope)

    def steps(self) -> ibis.Table:
        """Return the steps between stops: groups, `depth`, `here`, `there`, `people`, `median_seconds`.

        `here` is the stop nearer to the anchor; `there` is null where the person's timeline ends.
        """
        rows = self._stops
        in_order = ibis.window(group_by="person", order_by="stop")
        rows = rows.mutate(there=rows.touchpoint.lead().over(in_order), at_there=rows.at.lead().over(in_order))
        rows = rows.filter(rows.stop < self._wanted.depth)
        first, last = (rows.at_there, rows.at) if self._wanted.is_before else (rows.at, rows.at_there)
        rows = rows.mutate(seconds=seconds_between(first, last), depth=rows.stop + 1)
        keys = [*self._groups, "depth", "touchpoint", "there"]
        return (
            rows.group_by(keys).agg(people=rows.count(), median_seconds=rows.seconds.median()).rename(here="touchpoint")
        )

    def paths(self, most: int) -> ibis.Table:
        """Return the commonest whole paths, from the anchor outwards: `path` (a list of stops), `people`."""
        rows = self._stops
        each = rows.group_by("person").agg(path=rows.touchpoint.collect(order_by="stop"))
        found = each.group_by("path").agg(people=each.count())
        return found.order_by([ibis.desc("people"), "path"]).limit(most)

    @cached_property
    def _stops(self) -> ibis.Table:
        """Return the stops of each person from the anchor on: `person`, groups, `stop` (0 the anchor's), name, `at`.

        Touchpoints of one name in a row are one stop, which is `at` the first of them; the anchor's is at the anchor.
        """
        rows = self._from_anchor()
        direction = ibis.desc if self._wanted.is_before else ibis.asc
        outwards = ibis.window(group_by="person", order_by=direction("position"))
        rows = rows.mutate(previous=rows.touchpoint.lag().over(outwards))
        rows = rows.mutate(turns=(rows.previous.notnull() & (rows.previous != rows.touchpoint)).cast("int64"))
        so_far = ibis.window(group_by="person", order_by=direction("position"), rows=(None, 0))
        rows = rows.mutate(stop=rows.turns.sum().over(so_far))
        rows = rows.filter(rows.stop <= self._wanted.depth)
        keys = ["person", *self._groups, "stop"]
        stops = rows.group_by(keys).agg(
            touchpoint=rows.touchpoint.arbitrary(), first=rows.time.min(), anchored=rows.anchored.min()
        )
        return stops.select(*keys, "touchpoint", at=ibis.ifelse(stops.stop == 0, stops.anchored, stops["first"]))

    def _from_anchor(self) -> ibis.Table:
        """Return the touchpoints of people with an anchor, from their first anchor of the period on, or up to it."""
        wanted = self._wanted
        rows = self._touchpoints()
        anchored = rows.filter(rows.is_anchor & is_in_period(rows.time, wanted.scope)).select("person").distinct()
        rows = rows.semi_join(anchored, "person")
        in_order = ibis.window(group_by="person", order_by=list(_ORDER))
        rows = rows.mutate(position=ibis.row_number().over(in_order))
        anchors = rows.filter(rows.is_anchor & is_in_period(rows.time, wanted.scope))
        firsts = anchors.group_by("person").agg(anchor=anchors.position.min(), anchored=anchors.time.min())
        people = self._people(firsts)
        joined = rows.join(people, "person")
        return joined.filter(joined.position <= joined.anchor if wanted.is_before else joined.position >= joined.anchor)

    def _people(self, firsts: ibis.Table) -> ibis.Table:
        """Return the people with an anchor that pass the filters of the question, with their groups."""
        scope = self._wanted.scope
        source: Source = filtered(record_source(firsts, scope.fields(), scope.zone), scope)
        groups = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
        return source.table.select("person", "anchor", "anchored", **groups)

    def _touchpoints(self) -> ibis.Table:
        """Return every touchpoint until the clock, with whether it is an anchor."""
        wanted, until = self._wanted, literal(self._wanted.until)
        parts = [self._events()]
        for kind, rows in record_touchpoints().items():
            parts.append(rows.mutate(is_anchor=ibis.literal(kind == wanted.anchor)))
        rows = ibis.union(*parts)
        return rows.filter(rows.time < until)

    def _events(self) -> ibis.Table:
        """Return events as touchpoints, called by the dimensions that name their stops."""
        wanted = self._wanted
        spec = wanted.anchor if isinstance(wanted.anchor, EventSpec) else None
        fields = {"type", "received_at", *wanted.dimensions, *(spec.fields() if spec else ())}
        rows = touches.TABLE.filter(touches.TABLE.type.isin(OPENING))
        source = touch_source(rows, fields, wanted.scope.zone, lambda seen: is_in_period(seen, wanted.scope))
        is_anchor = spec.fits(source.field) if spec else ibis.literal(False)
        told_at = source.field("received_at").column
        name = _stop_name(source, wanted.dimensions)
        return event_touchpoints(source.table, name, told_at, is_anchor=is_anchor).select(*COLUMNS, "is_anchor")


def _stop_name(source: Source, dimensions: tuple[str, ...]) -> ibis.expr.types.StringValue:
    """Return what the stop of each event is called: the dimensions that are set, else its type."""
    name: ibis.expr.types.StringValue | None = None
    for dimension in dimensions:
        field = source.field(dimension)
        text = field.text()
        own = field.key().cast("string") if text is None else ibis.coalesce(text, field.key().cast("string"))
        both = own if name is None else ibis.coalesce(name + " / " + own, name, own)
        name = both
    kind = source.table.type
    return kind if name is None else ibis.coalesce(name, kind)
