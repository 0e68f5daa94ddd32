"""Where a question's fields come from: the rows of a grain, joined with what the question names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import ibis

from regard.errors import RegardError, unknown
from regard.rows import people, visits
from regard.rows.closed_values import of_events
from regard.rows.customers import FIELDS as CUSTOMER_FIELDS
from regard.rows.customers import customers
from regard.rows.declared_dimensions import Declared
from regard.rows.dimensions import column_of
from regard.rows.fields import Field, property_of, text_of
from regard.rows.grains.visits import ORIGIN
from regard.rows.log import records_of
from regard.rows.logged import COLD, WHOLE, Log

_HOT = (
    "time",
    "type",
    "name",
    "page",
    "identified",
    "opens",
)
_OF_PERSON = {"person": "person", "user_id": "person", "new": "first_seen"}
"""Fields of an event that only the table of people tells, and the column of it that does."""

_OF_VISIT = ("visit_id", "entry_page", "exit_page", "is_bounce", "is_engaged", "is_overlong", "duration", "page_views")
_SAME = {"path": "page"}
_INTERNAL = ("person", "is_kept", "is_answered", "received_at", "as_of", "properties", "user_id", "items", "choices")


@dataclass(frozen=True)
class Source:
    """A table, and the fields that can be asked of it by name."""

    table: ibis.Table
    columns: dict[str, str]
    """From a field's name to the column that holds it."""
    zone: ZoneInfo

    def field(self, name: str) -> Field:
        """Return a field that was asked for when the source was made."""
        return Field(name, self.table[self.columns[name]], self.zone)

    def of(self, table: ibis.Table) -> "Source":
        """Return the same fields on a table derived from this one."""
        return Source(table, self.columns, self.zone)


def touch_source(
    rows: ibis.Table,
    names: Iterable[str],
    zone: ZoneInfo,
    is_new: Any = None,
    *,
    log: Log = WHOLE,
    told: ibis.Table | None = None,
) -> Source:
    """Return touches with the named fields joined to them, among them dimensions that are declared of the `log`.

    `is_new` gives from `first_seen` whether a person is new in the period; `told` are the visits, if not those kept.
    Raises `RegardError` with code `unknown_field`, or `bad_filter` for `new` where there is no period.
    """
    wanted, declared = sorted(set(names)), log.declared
    for name in wanted:
        _check_touch_field(name, declared)
    own = {name: _SAME.get(name, name) for name in wanted if _SAME.get(name, name) in _HOT}
    rest = [name for name in wanted if name not in own]
    joined = _with_log(rows, {name: declared.get(name, name) for name in rest if is_logged(name, log)}, log)
    of_visit = {name: column_of(name) if name in declared else name for name in rest}
    of_visit = {name: column for name, column in of_visit.items() if name in (*_OF_VISIT, *ORIGIN, *declared)}
    joined = _with_visits(joined, of_visit, visits.table(of_visit.values()) if told is None else told)
    of_customers = [name for name in rest if name not in declared and _customer_field(name)]
    joined = _joined(joined, _by_number(of_customers), "number") if of_customers else joined
    joined = _with_people(joined, [name for name in _OF_PERSON if name in rest], is_new)
    return Source(joined, {**own, **{name: _label(name) for name in rest}}, zone)


def record_source(rows: ibis.Table, names: Iterable[str], zone: ZoneInfo) -> Source:
    """Return the rows of a grain of records with the named fields: their own, else those of the customer.

    Raises `RegardError` with code `unknown_field`.
    """
    wanted = sorted(set(names))
    own = [name for name in rows.columns if name not in _INTERNAL]
    columns, table, foreign = {}, rows, []
    for name in wanted:
        if name in own:
            columns[name] = name
        elif name.startswith("properties.") and "properties" in rows.columns:
            columns[name] = _label(name)
            table = table.mutate(**{_label(name): property_of(rows.properties, name.removeprefix("properties."))})
        elif "person" not in rows.columns:
            raise unknown("field", name, own)
        elif name == "user_id":
            columns[name] = "person"
        elif _customer_field(name) or name in CUSTOMER_FIELDS:
            columns[name] = _label(name)
            foreign.append(name)
        else:
            raise unknown("field", name, (*own, "user_id", *CUSTOMER_FIELDS))
    return Source(_joined(table, _by_person(foreign), "person") if foreign else table, columns, zone)


def customer_field(name: str, declared: Collection[str] = ()) -> bool:
    """Return whether a name is that of a field of customers and of nothing else; `declared` are those of dimensions."""
    return name not in declared and (name == "user_id" or bool(_customer_field(name)))


def _check_touch_field(name: str, declared: Declared) -> None:
    """Refuse a field that no event, visit or customer has."""
    known = (*_HOT, *_SAME, *COLD, *_OF_VISIT, *ORIGIN, *_OF_PERSON, *CUSTOMER_FIELDS, *declared)
    if name not in known and not name.startswith("properties.") and not _customer_field(name):
        raise unknown("field", name, known)


def _label(name: str) -> str:
    """Return the column that holds a joined field; it cannot meet a column of the rows."""
    return f"field {name}"


def is_logged(name: str, log: Log = WHOLE) -> bool:
    """Return whether a field must be read from the log of events."""
    return name in (*COLD, *ORIGIN, *log.declared) or name.startswith("properties.")


def _with_log(rows: ibis.Table, names: Mapping[str, str], log: Log) -> ibis.Table:
    """Return touches with fields of the event as it was logged: under each name that field, another one as text.

    Of events that have left a short log few fields are known, the others are null.
    """
    if not names:
        return rows
    events = records_of("event")
    fields = {_label(name): _logged(events, name, field) for name, field in names.items()}
    logged = events.select(logged_event=events.event, **fields)
    if not log.is_short:
        return rows.join(logged, rows.event == logged.logged_event).drop("logged_event")
    known = {_label(name): field for name, field in names.items() if name in (*ORIGIN, *log.declared)}
    if known:
        closed = of_events(known)
        told = {name: closed[name] if name in known else ibis.null(logged[name].type()) for name in fields}
        logged = ibis.union(logged, closed.select(logged_event="event", **told))
    return rows.left_join(logged, rows.event == logged.logged_event).drop("logged_event")


def _logged(events: ibis.Table, name: str, field: str) -> ibis.Value:
    """Return a field of logged events: as it is under its own name, else as the text of a dimension."""
    if name != field:
        return text_of(events, field)
    return (
        property_of(events.properties, name.removeprefix("properties."))
        if name.startswith("properties.")
        else events[name]
    )


def _with_visits(rows: ibis.Table, names: Mapping[str, str], told: ibis.Table) -> ibis.Table:
    """Return touches with columns of their visit by name; where it came from is the event's own outside a visit."""
    if not names:
        return rows
    told = people.named(told) if "visit_id" in names else told
    fields = {name: visits.visit_id(told) if name == "visit_id" else told[column] for name, column in names.items()}
    told = told.select("visit", **{f"visit {name}": value for name, value in fields.items()})
    joined = rows.left_join(told, "visit").select(rows, *(told[f"visit {name}"] for name in names))
    values = {
        _label(name): joined[f"visit {name}"]
        if name in _OF_VISIT
        else ibis.ifelse(joined.visit.isnull(), joined[_label(name)], joined[f"visit {name}"])
        for name in names
    }
    return joined.mutate(**values).drop(*(f"visit {name}" for name in names))


def _with_people(rows: ibis.Table, names: Sequence[str], is_new: Any) -> ibis.Table:
    """Return touches with what the table of people tells.

    Raises `RegardError` with code `bad_filter` for `new` where there is no period.
    """
    if "new" in names and is_new is None:
        raise RegardError("bad_filter", '"new" is said of a period, and here is none.', "Filter the question by it.")
    for name in names:
        # A database looks among people first for a name that is asked for, where it is all that the join gives.
        key = ibis.ifelse(rows.identified, rows.number, ibis.null("int32")) if name == "user_id" else rows.number
        known = people.TABLE.select(known="number", **{_label(name): _OF_PERSON[name]})
        rows = rows.left_join(known, key == known.known).drop("known")
    return rows.mutate(**{_label("new"): is_new(rows[_label("new")])}) if "new" in names else rows


def _by_number(names: Iterable[str]) -> ibis.Table:
    """Return fields of customers, those who did anything, by the `number` of the person."""
    known = people.TABLE.select("number", "person")
    return _by_person(names).join(known, "person").drop("person")


def _by_person(names: Iterable[str]) -> ibis.Table:
    """Return fields of customers by `person`."""
    known = customers()
    fields = {}
    for name in names:
        field = _customer_field(name) or name
        is_free = field.startswith("properties.")
        fields[_label(name)] = property_of(known.properties, field[11:]) if is_free else known[field]
    return known.select("person", **fields)


def _joined(rows: ibis.Table, told: ibis.Table, key: str) -> ibis.Table:
    """Return rows with what is told by a key of theirs, null where nothing is."""
    return rows.left_join(told, key).select(rows, *(told[name] for name in told.columns if name != key))


def _customer_field(name: str) -> str | None:
    """Return the customer's field that a name means, `None` where it means none."""
    field = name.removeprefix("customer.")
    if field != name and (field in CUSTOMER_FIELDS or field.startswith("properties.")):
        return field
    return name if name in CUSTOMER_FIELDS and name not in ("name", "country") else None
