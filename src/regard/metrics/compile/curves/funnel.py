"""The events of a funnel as one statement: sorted by unit and time, with what each fits as bits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import ibis

from regard.metrics.compile.buckets import is_in_period
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.rows import touches
from regard.rows.days import literal
from regard.rows.sources import Source, touch_source
from regard.rows.specs import OPENING, EventSpec

_OWN = {"person": "person", "visit": "visit_id"}


@dataclass(frozen=True)
class Wanted:
    """What a funnel reads: the steps and exclusions in the order of their bits, and whose events they are."""

    specs: tuple[EventSpec, ...]
    unit: str
    hold: tuple[str, ...]
    all_events: bool
    """Whether events that fit nothing count too, because they may lie between two steps."""

    in_order: bool
    """Whether events of one instant must come in their order."""

    until: datetime
    """The instant before which events are read."""

    def fields(self, scope: Scope) -> set[str]:
        """Return the fields of events that must be there."""
        unit = set() if self.unit in _OWN else {self.unit}
        return set().union(scope.fields(), self.hold, unit, *(spec.fields() for spec in self.specs))


def funnel_events(scope: Scope, wanted: Wanted) -> ibis.Table:
    """Return events from the start of the period on: `attempt`, `unit` (codes from 0), `time`, `fits`, `group 0` ...

    An attempt is a unit with one value of each field that is held. Events without a unit or such a value are left out.
    """
    table = touches.TABLE
    rows = table.filter((table.time >= literal(scope.span.starts)) & (table.time < literal(wanted.until)))
    source = filtered(_source(rows, wanted.fields(scope), scope), scope)
    chosen = _chosen(source, scope, wanted)
    coded = _coded(_coded(chosen, "attempt", _keys(wanted)), "unit", ["key 0"]) if wanted.hold else None
    if coded is None:
        coded = _coded(chosen, "attempt", _keys(wanted))
        coded = coded.mutate(unit=coded.attempt)
    groups = [group_label(index) for index in range(len(scope.by))]
    order = ["attempt", "time", *(["received_at", "id"] if wanted.in_order else [])]
    return coded.order_by(order).select("attempt", "unit", "time", "fits", *groups)


def active_people(scope: Scope) -> ibis.Table:
    """Return how many people of the period did what counts as being active and passes the filters, as `people`."""
    table = touches.TABLE.filter(is_in_period(touches.TABLE.time, scope))
    fields = {*scope.fields(), *scope.qualifying.fields()}
    source = filtered(_source(table, fields, scope), scope)
    active = source.table.filter(scope.qualifying.fits(source.field))
    return active.aggregate(people=active.person.nunique())


def _source(rows: ibis.Table, fields: set[str], scope: Scope) -> Source:
    """Return touches with fields joined to them; who is new is said of the period."""
    return touch_source(rows, fields, scope.zone, lambda seen: is_in_period(seen, scope))


def _keys(wanted: Wanted) -> list[str]:
    """Return the columns that tell attempts apart: the unit's, then those that are held."""
    return [f"key {index}" for index in range(1 + len(wanted.hold))]


def _chosen(source: Source, scope: Scope, wanted: Wanted) -> ibis.Table:
    """Return the events that count, with the keys of their attempt and what they fit."""
    unit = source.table[_OWN[wanted.unit]] if wanted.unit in _OWN else source.field(wanted.unit).key()
    keys = dict(zip(_keys(wanted), [unit, *(source.field(name).key() for name in wanted.hold)], strict=True))
    groups = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
    fits = _bits([spec.fits(source.field) for spec in wanted.specs])
    kept = ["id", "time", "received_at", "type"] if wanted.in_order else ["time", "type"]
    rows = source.table.select(*kept, fits=fits, **keys, **groups)
    counts = rows.type.isin(OPENING) if wanted.all_events else rows.fits != 0
    return rows.filter(counts, *(rows[key].notnull() for key in keys))


def _bits(flags: Sequence[ibis.expr.types.BooleanValue]) -> ibis.expr.types.IntegerValue:
    """Return flags as the bits of a number, the first being the lowest."""
    each = [
        ibis.ifelse(flag, ibis.literal(1 << index, "int64"), ibis.literal(0, "int64"))
        for index, flag in enumerate(flags)
    ]
    total = each[0]
    for bit in each[1:]:
        total = total + bit
    return total


def _coded(rows: ibis.Table, name: str, keys: Sequence[str]) -> ibis.Table:
    """Return rows with a code from 0 on for each combination of keys."""
    known = rows.select(*keys).distinct()
    known = known.select(*(known[key].name(f"{name} {key}") for key in keys), **{name: ibis.row_number()})
    matches = [rows[key] == known[f"{name} {key}"] for key in keys]
    return rows.join(known, matches).select(rows, known[name])
