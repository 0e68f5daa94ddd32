"""Touches: events with their person, told by number, and their visit.

A table of the few columns that most questions need; what else an event holds is joined from the log when asked for.
"""

from collections.abc import Iterable
from datetime import datetime

import ibis

from regard.rows.declared_dimensions import NOTHING, Declared
from regard.rows.dimensions import column_of, declared_among
from regard.rows.fields import text_of
from regard.rows.grains.visits import ORIGIN
from regard.rows.people import ANONYMOUS, USERS
from regard.rows.specs import OPENING

_LOGGED = ("event", "time", "type", "name")
"""Fields of an event that are kept as they came."""

_FOR_VISITS = ("session_id", "page_view_id", "engaged_ms", "scroll_percent", "interactive")
"""Further ones that visits are made of, and that the log still has when somebody asks."""

BOTS = ("bot", "crawler", "spider")
"""What stands as the device of an event, in any case, that no person made."""


def owned(events: ibis.Table) -> ibis.Table:
    """Return few events, but those of bots, with `person`, `identified`, `page` and `opens`."""
    rows = events.filter(~is_bot(events))
    # Of all people the few are found first: a left join would go through all of them.
    users, anonymous = (known.semi_join(rows, known.columns[0]) for known in (USERS, ANONYMOUS))
    return on_pages(with_owner(rows, users, anonymous))


def with_owner(rows: ibis.Table, users: ibis.Table = USERS, anonymous: ibis.Table = ANONYMOUS) -> ibis.Table:
    """Return rows with a user id and an anonymous id with the `person` behind them, and whether it is `identified`."""
    joined = rows.left_join(users, rows.user_id == users.user_id).select(rows, user_person=users.person)
    joined = joined.left_join(anonymous, joined.anonymous_id == anonymous.anonymous_id).select(
        joined, anonymous_person=anonymous.person
    )
    return joined.mutate(
        person=ibis.coalesce(joined.user_person, joined.user_id, joined.anonymous_person, joined.anonymous_id),
        identified=joined.user_id.notnull() | joined.anonymous_person.notnull(),
    ).drop("user_person", "anonymous_person")


def on_pages(events: ibis.Table) -> ibis.Table:
    """Return events with their `page`, and whether each `opens` a visit."""
    on_device = (
        events.url.notnull()
        | events.path.notnull()
        | events.session_id.notnull()
        | events.device.notnull()
        | (events.type == "screen")
    )
    return events.mutate(page=page_of(events), opens=events.type.isin(OPENING) & on_device)


def touches(events: ibis.Table, by_gap: ibis.Table, places: ibis.Table, declared: Declared = NOTHING) -> ibis.Table:
    """Return events that have their owner with `visit`, `place` and what visits are made of.

    Those of nobody have their id as `lone_id`. `by_gap` and `places` are those of `rows.instants` for the same events.
    `visit` is null for events outside any visit: those of servers, attention without a visit to keep alive, and events
    of nobody without a session id.
    """
    told = (*_LOGGED, *_FOR_VISITS, "lone_id", "number", "identified", "page", "opens")
    events = events.select(*told, origin=origin_of(events, declared))
    joined = events.left_join(by_gap, ["number", "time"]).left_join(places, "event")
    visit = ibis.ifelse(walks(joined), joined.by_gap, session_visit(joined))
    made = joined.mutate(visit=visit, place=joined.place.fill_null(0), was_active=ibis.null("boolean"))
    return made.select(*MADE.columns)


def walks(events: ibis.Table) -> ibis.expr.types.BooleanColumn:
    """Return whether each event, with its owner and whether it opens a visit, is in a visit by gaps in time alone."""
    return events.session_id.isnull() & events.number.notnull() & (events.opens | (events.type == "engagement"))


def is_bot(events: ibis.Table) -> ibis.expr.types.BooleanColumn:
    """Return whether each event was made by a bot; never null."""
    return events.device.lower().isin(BOTS).fill_null(False)


def page_of(events: ibis.Table) -> ibis.expr.types.StringColumn:
    """Return the path of each event: as given, else as its address has it."""
    in_url = events.url.re_extract(r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*([^?#]*)", 1)
    return ibis.coalesce(events.path, ibis.ifelse(events.url.isnull(), ibis.null("string"), _or_root(in_url)))


def _or_root(path: ibis.expr.types.StringColumn) -> ibis.expr.types.StringColumn:
    """Return a path, `/` where the address ends with its host."""
    return ibis.ifelse(path == "", "/", path)


@ibis.udf.scalar.builtin(name="hash", signature=(("int32", "string"), "uint64"))  # type: ignore[untyped-decorator]
def _visit_of_session(number: int, session_id: str) -> int:  # type: ignore[empty-body]
    """Return the number of the visit of each person, or of nobody, under a session id."""


@ibis.udf.scalar.builtin(name="hash", signature=(("int32", "timestamp(6)"), "uint64"))  # type: ignore[untyped-decorator]
def visit_of_start(number: int, start: datetime) -> int:  # type: ignore[empty-body]
    """Return the number of the visit that each person began at an instant."""


def session_visit(events: ibis.Table) -> ibis.expr.types.IntegerColumn:
    """Return the visit that each event is of by its session id, null without one."""
    made = _visit_of_session(events.number, events.session_id)
    return ibis.ifelse(events.session_id.isnull(), ibis.null("uint64"), made)


def origins(events: ibis.Table, declared: Declared = NOTHING) -> ibis.Table:
    """Return where events came from, each `origin` once."""
    further = values_of(events, declared)
    told = events.select(*ORIGIN, origin=origin_of(events, declared), **further)
    return told.group_by("origin").agg(**{name: told[name].arbitrary() for name in (*ORIGIN, *further)})


def origin_of(events: ibis.Table, declared: Declared = NOTHING) -> ibis.expr.types.IntegerColumn:
    """Return a number for all that tells where each event came from, the same for the same; never null."""
    fields = {**{name: events[name] for name in ORIGIN}, **values_of(events, declared)}
    number: ibis.expr.types.IntegerColumn = ibis.struct(fields).hash()
    return number


def values_of(events: ibis.Table, declared: Declared) -> dict[str, ibis.expr.types.StringValue]:
    """Return the values that events of the log have of declared dimensions, by column."""
    return {column_of(name): text_of(events, field) for name, field in declared.items()}


def microseconds(time: ibis.expr.types.TimestampColumn) -> ibis.expr.types.IntegerColumn:
    """Return instants as microseconds since 1970."""
    return time.delta(ibis.timestamp("1970-01-01"), unit="us")


TABLE = ibis.table(
    {
        "event": "int64",
        **dict.fromkeys(("lone_id", "type", "name", "page"), "string"),
        "visit": "uint64",
        "time": "timestamp(6)",
        **dict.fromkeys(("number", "place"), "int32"),
        **dict.fromkeys(("identified", "opens", "was_active"), "boolean"),
    },
    name="touches",
)
"""What is kept. `event` is the number of the event in the log; `lone_id` is the id of events of nobody alone.

`place` puts the events of one person and instant in order: by receipt, then by id, from 0.

`was_active` tells of events that have left the log whether they counted as being active; of others it is null.

`visit` is a number of its own for each visit, or session that nothing has opened: a key of the tables, without meaning.
"""

MADE = ibis.table(
    {
        **dict(TABLE.schema().items()),
        **dict.fromkeys(("session_id", "page_view_id"), "string"),
        "origin": "int64",
        "engaged_ms": "int64",
        "scroll_percent": "float64",
        "interactive": "boolean",
    },
    name="made_touches",
)
"""What is made, with the columns that only visits need: `origin` is that of `origins_table`."""

ORIGINS = "origins"


def origins_table(dimensions: Iterable[str] = ()) -> ibis.Table:
    """Return the table of where events came from, each only once: a few, where the log has many.

    It has the columns of those among some dimensions that were declared.
    """
    names = (*ORIGIN, *declared_among(dimensions))
    return ibis.table({"origin": "int64", **dict.fromkeys(names, "string")}, name=ORIGINS)
