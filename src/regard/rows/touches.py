"""Touches: events with their person and their visit.

A table of the few columns that most questions need; what else an event holds is joined from the log when asked for.
"""

import ibis

from regard.rows.columns import Flag, Moment, Text
from regard.rows.people import ANONYMOUS, USERS
from regard.rows.row import Rows
from regard.rows.specs import OPENING

_LOGGED = ("id", "time", "type", "name")
"""Fields of an event that are kept as they came."""

_FOR_VISITS = ("received_at", "session_id", "page_view_id", "engaged_ms", "scroll_percent", "interactive")
"""Further ones that visits are made of, and that the log still has when somebody asks."""

BOTS = ("bot", "crawler", "spider")
"""What stands as the device of an event, in any case, that no person made."""


def owned(events: ibis.Table) -> ibis.Table:
    """Return events, but those of bots, with `person`, `identified`, `page` and `opens`."""
    events = events.filter(~is_bot(events))
    joined = events.left_join(USERS, events.user_id == USERS.user_id).select(events, user_person=USERS.person)
    joined = joined.left_join(ANONYMOUS, joined.anonymous_id == ANONYMOUS.anonymous_id).select(
        joined, anonymous_person=ANONYMOUS.person
    )
    on_device = (
        joined.url.notnull()
        | joined.path.notnull()
        | joined.session_id.notnull()
        | joined.device.notnull()
        | (joined.type == "screen")
    )
    return joined.mutate(
        person=ibis.coalesce(joined.user_person, joined.user_id, joined.anonymous_person, joined.anonymous_id),
        identified=joined.user_id.notnull() | joined.anonymous_person.notnull(),
        page=page_of(joined),
        opens=joined.type.isin(OPENING) & on_device,
    ).drop("user_person", "anonymous_person")


def touches(events: ibis.Table, timeout_seconds: float) -> ibis.Table:
    """Return events that have their owner with `visit_id`, `place` and what visits are made of.

    `visit_id` is null for events outside any visit: those of servers, attention without a visit to keep alive, and
    events of nobody without a session id.
    """
    events = events.select(*_LOGGED, *_FOR_VISITS, "person", "number", "identified", "page", "opens")
    walks = events.session_id.isnull() & events.person.notnull() & (events.opens | (events.type == "engagement"))
    rest = events.filter(~walks)
    in_session = rest.mutate(visit_id=_person_key(rest) + "|" + rest.session_id)
    by_gap = _by_gap(events.filter(walks), timeout_seconds)
    return _placed(ibis.union(in_session, by_gap.select(*in_session.columns)))


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


def _person_key(events: ibis.Table) -> ibis.expr.types.StringColumn:
    """Return text that names the person and no other, whatever follows it: ids may hold any character."""
    return ibis.ifelse(events.person.isnull(), "-", events.person.length().cast("string") + ":" + events.person)


def _placed(events: ibis.Table) -> ibis.Table:
    """Return events with their place among those of the same person, or of nobody in the same session, and instant."""
    unknown = ibis.ifelse(events.person.isnull(), events.session_id, ibis.null("string"))
    rows = events.mutate(unknown=unknown)
    of_instant = ibis.window(group_by=["number", "unknown", "time"], order_by=["received_at", "id"])
    return rows.mutate(place=ibis.row_number().over(of_instant).cast("int32")).select(*MADE.columns)


def _by_gap(events: ibis.Table, timeout_seconds: float) -> ibis.Table:
    """Return events without a session id with the visit that gaps in time give them.

    A run of events without a gap over the timeout holds at most one visit, from its first opening event on: attention
    keeps a visit alive and never opens one. Events of one instant are never parted.
    """
    never = ibis.null(events.time.type())
    timeout = ibis.interval(microseconds=round(timeout_seconds * 1_000_000))
    in_order = ibis.window(group_by="number", order_by="time")
    so_far = ibis.window(group_by="number", order_by="time", range=(None, 0))
    rows = events.mutate(before=events.time.lag().over(in_order))
    starts_run = rows.before.isnull() | (rows.time > rows.before + timeout)
    rows = rows.mutate(
        run=ibis.ifelse(starts_run, rows.time, never).max().over(so_far),
        opened=ibis.ifelse(starts_run & rows.opens, rows.time, never).max().over(so_far),
    )
    # Most runs begin with the event that opens the visit; only the others need a look at all their events.
    plain = rows.filter(rows.run.identical_to(rows.opened))
    others = rows.filter(~rows.run.identical_to(rows.opened))
    opening = ibis.ifelse(others.opens, others.time, never).min()
    others = others.mutate(opened=opening.over(ibis.window(group_by=["number", "run"])))
    rows = ibis.union(plain, others)
    visit_id = _person_key(rows) + "@" + microseconds(rows.opened).cast("string")
    return rows.mutate(visit_id=ibis.ifelse(rows.time >= rows.opened, visit_id, ibis.null("string")))


def microseconds(time: ibis.expr.types.TimestampColumn) -> ibis.expr.types.IntegerColumn:
    """Return instants as microseconds since 1970."""
    return time.delta(ibis.timestamp("1970-01-01"), unit="us")


class Touch:
    """One event, with its person and its visit."""

    id: Text
    person: Text
    time: Moment
    type: Text
    name: Text
    page: Text
    visit_id: Text
    fits_event: Flag
    """Whether it is what the question's `event` names."""
    fits_goal: Flag


EVENTS = Rows(Touch, "touches").where(lambda touch: touch.type.isin(OPENING))

TABLE = ibis.table(
    {
        **dict.fromkeys(("id", "type", "name", "person", "page", "visit_id"), "string"),
        "time": "timestamp(6)",
        **dict.fromkeys(("number", "place"), "int32"),
        **dict.fromkeys(("identified", "opens"), "boolean"),
    },
    name="touches",
)
"""What is kept. `place` puts the events of one person and instant in order: by receipt, then by id, from 0."""

MADE = ibis.table(
    {
        **dict(TABLE.schema().items()),
        **dict.fromkeys(("session_id", "page_view_id"), "string"),
        "received_at": "timestamp(6)",
        "engaged_ms": "int64",
        "scroll_percent": "float64",
        "interactive": "boolean",
    },
    name="made_touches",
)
"""What is made, with the columns that only visits need."""
