"""The events of a funnel as one statement: sorted by unit and time, with what each fits as bits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import ibis

from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.buckets import is_in_period
from regard.metrics.compile.curves.looked_up import Fitted, code_of, fits_some, fitted_by
from regard.metrics.compile.curves.numbered import blank
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, Span, group_label
from regard.rows import active_days, return_gaps, touches
from regard.rows.dimensions import ACTIVE
from regard.rows.sources import Source, touch_source
from regard.rows.specs import ATTENTION, EventSpec

_OWN = {"person": "number", "visit": "visit"}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NO_SPAN = Span("", _NEVER.date(), _NEVER.date(), _NEVER, _NEVER)


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

    part: int = 0
    """Which of the parts into which the units fall is read."""

    parts: int = 1

    def places(self) -> tuple[str, ...]:
        """Return what puts the events of one instant in order: of several people together, when they were received."""
        return () if not self.in_order else ("place",) if self.unit in _OWN else ("received_at", "id")

    def fields(self, scope: Scope) -> set[str]:
        """Return the fields of events that must be there."""
        unit = set() if self.unit in _OWN else {self.unit, *self.places()}
        return set().union(scope.fields(), self.hold, unit, *(spec.fields() for spec in self.specs))


def read_of(scope: Scope, wanted: Wanted) -> Scope:
    """Return what the statements of events take from a scope: nothing of its period but who is new in it.

    Filters are taken whole, for some look at what a person did in the period.
    """
    if scope.where or "new" in wanted.fields(scope):
        return scope
    return replace(scope, span=_NO_SPAN, buckets=())


def coded_events(scope: Scope, wanted: Wanted, fitted: Fitted) -> ibis.Table:
    """Return the events from `since` to `until` (blanks) of people, in any order: `unit` (a number), `time`, `code`.

    Those of their steps are among them; `bits_of_codes` tells which steps a code fits.
    """
    source = _events(scope, wanted)
    events = source.table.filter(source.table.number.notnull(), *_in_part(source.table.number, wanted))
    return events.select("time", unit="number", code=code_of(source.of(events), fitted))


def fitting_events(scope: Scope, wanted: Wanted) -> ibis.Table:
    """Return the events of people's steps, in any order, as `coded_events` does; the code is what each fits as bits."""
    return _chosen(scope, wanted).select("time", unit="key 0", code="fits")


def funnel_events(scope: Scope, wanted: Wanted) -> ibis.Table:
    """Return events from `since` to `until` (blanks): `attempt`, `unit`, `time`, `fits`, `group 0` ...

    An attempt is a unit with one value of each field that is held, as a number; of units, those of which nothing is
    held are the attempts themselves. Events without a unit or such a value are left out.
    """
    chosen = _chosen(scope, wanted)
    if wanted.hold:
        coded = _coded(_coded(chosen, "attempt", _keys(wanted)), "unit", ["key 0"])
    elif wanted.unit == "person":
        coded = chosen.mutate(attempt=chosen["key 0"], unit=chosen["key 0"])
    else:
        coded = _coded(chosen, "attempt", _keys(wanted))
        coded = coded.mutate(unit=coded.attempt)
    groups = [group_label(index) for index in range(len(scope.by))]
    order = ["attempt", "time", *wanted.places()]
    return coded.order_by(order).select("attempt", "unit", "time", "fits", *groups)


def active_people(scope: Scope) -> ibis.Table:
    """Return how many people of the period did what counts as being active and passes the filters, as `people`."""
    table = touches.TABLE.filter(is_in_period(touches.TABLE.time, scope))
    fields = {*scope.fields(), *scope.qualifying.fields()}
    source = filtered(asked_touches(table, fields, scope), scope)
    active = source.table.filter(scope.qualifying.fits(source.field))
    return active.aggregate(people=active.number.nunique())


def kept_active_people(*, has_gaps: bool) -> ibis.Table:
    """Return how many people were active on the days from `first` to `last` (blanks), as `people`.

    `has_gaps` says that the gaps between the active days of people are kept.
    """
    days = return_gaps.TABLE if has_gaps else active_days.TABLE
    days = days.filter((days.day >= blank("first")) & (days.day <= blank("last")))
    if not has_gaps:
        return days.aggregate(people=days.number.nunique())
    # Filtered, not summed where it holds: a database reads past what is of other activities and dimensions.
    days = days.filter(days.activity == ACTIVE, days.dimension == "")
    days = days.filter(days.back.isnull() | (days.day.delta(blank("first"), unit="day") < days.back))
    return days.aggregate(people=days.people.sum())


def _keys(wanted: Wanted) -> list[str]:
    """Return the columns that tell attempts apart: the unit's, then those that are held."""
    return [f"key {index}" for index in range(1 + len(wanted.hold))]


def _chosen(scope: Scope, wanted: Wanted) -> ibis.Table:
    """Return the events that count, with the keys of their attempt and what they fit."""
    source = _events(scope, wanted)
    unit = source.table[_OWN[wanted.unit]] if wanted.unit in _OWN else source.field(wanted.unit).key()
    keys = dict(zip(_keys(wanted), [unit, *(source.field(name).key() for name in wanted.hold)], strict=True))
    groups = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
    fits = _bits([spec.test(source.field) for spec in wanted.specs])
    order = {name: _place(name, source, wanted) for name in wanted.places()}
    chosen = source.table.select("time", **order, fits=fits, **keys, **groups)
    fitting = [] if wanted.all_events else [chosen.fits != 0]
    return chosen.filter(*fitting, *(chosen[key].notnull() for key in keys), *_in_part(chosen["key 0"], wanted))


def _events(scope: Scope, wanted: Wanted) -> Source:
    """Return the events from `since` to `until` (blanks) that may count, and pass the filters of a question.

    Those of no name or page that is asked for are left out before other tables are joined to them.
    """
    table = touches.TABLE
    inside = (table.time >= blank("since", "timestamp(6)")) & (table.time < blank("until", "timestamp(6)"))
    fitted = None if wanted.all_events else fitted_by([EventSpec(spec.event, spec.page) for spec in wanted.specs])
    own = touch_source(table, ("type", "name", "page"), scope.zone)
    rows = table.filter(inside, fits_some(own, fitted) if fitted else table.type != ATTENTION)
    return filtered(asked_touches(rows, wanted.fields(scope), scope), scope)


def _place(name: str, source: Source, wanted: Wanted) -> ibis.Value:
    """Return a column that puts the events of one instant in order."""
    return source.table[name] if wanted.unit in _OWN else source.field(name).column


def _in_part(unit: ibis.Column, wanted: Wanted) -> list[ibis.expr.types.BooleanValue]:
    """Return whether each unit falls in the part that is read, as a filter; none where everything is read at once."""
    if wanted.parts == 1:
        return []
    number = unit if wanted.unit == "person" else unit.hash()
    return [(number % wanted.parts).abs() == wanted.part]


def _bits(flags: Sequence[ibis.expr.types.BooleanValue]) -> ibis.expr.types.IntegerValue:
    """Return flags as the bits of a number, the first being the lowest; one that is null is not set."""
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
