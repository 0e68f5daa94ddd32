"""Owners: whose the events of the log are, settled once for all ids that they name before everything is made anew."""

from collections.abc import Callable

import ibis

from regard.rows import people, touches
from regard.rows.days import Days
from regard.rows.log import kept_sql, records_of
from regard.warehouses.warehouse import Warehouse

IDS = ibis.table(
    {
        **dict.fromkeys(("user_id", "anonymous_id", "person"), "string"),
        "identified": "boolean",
        "time": "timestamp(6)",
        "events": "int64",
    },
    name="owned_ids",
)
"""The ids that events name, a user id or else an anonymous one, with the first `time` and number of events of each."""

OWNERS = ibis.table(
    {
        "is_user": "boolean",
        **dict.fromkeys(("owner_id", "person"), "string"),
        "identified": "boolean",
        **dict.fromkeys(("number", "part"), "int32"),
    },
    name="owners",
)
"""The person of each id, and in which part of the log the events of that person are."""

_UNKNOWN = ("identified", "number")


def make_owners(warehouse: Warehouse, days: Days, size: int, further: ibis.Table | None = None) -> int:
    """Make the people anew, and the owners of all events in parts of about `size` events; return how many there are.

    `further` are ids that events no longer in the log named, with the first time of each, as in `IDS`.
    People are numbered as they were first seen, and parts are ranges of numbers, so that what is written part by part
    is in order as a whole.
    """
    statements: tuple[tuple[ibis.Table, Callable[[], ibis.Table], bool], ...] = (
        (IDS, lambda: _ids(further), True),
        (people.TABLE, lambda: people.people(IDS, days.of, ibis.literal(0)), False),
        (OWNERS, lambda: _owners(size), True),
    )
    for table, make, is_temporary in statements:
        told = ("owners", table.get_name(), days, size, further is None)
        query = kept_sql(told, make, warehouse.dialect)
        warehouse.derive(table.get_name(), query, temporary=is_temporary)
    count = kept_sql("parts", lambda: OWNERS.aggregate(last=OWNERS.part.max().fill_null(0)), warehouse.dialect)
    warehouse.drop(IDS.get_name())
    return int(warehouse.run(count).to_pylist()[0]["last"]) + 1


def events_of(part: int, parts: int) -> ibis.Table:
    """Return the events of a part of the log with their owners; those of nobody are parted by session."""
    log = records_of("event")
    log = log.filter(~touches.is_bot(log))
    owners = OWNERS.filter(OWNERS.part == part) if parts > 1 else OWNERS
    is_owner = [
        log.user_id.notnull() == owners.is_user,
        ibis.coalesce(log.user_id, log.anonymous_id) == owners.owner_id,
    ]
    known = log.join(owners.select("is_user", "owner_id", *_UNKNOWN), is_owner).drop("is_user", "owner_id")
    nobodys = log.filter(log.user_id.isnull() & log.anonymous_id.isnull())
    if parts > 1:
        nobodys = nobodys.filter(ibis.coalesce(nobodys.session_id, nobodys.id).hash().abs() % parts == part)
    nobodys = nobodys.mutate(identified=ibis.literal(False), number=ibis.null("int32"))
    return touches.on_pages(ibis.union(known, nobodys.select(*known.columns)))


def _ids(further: ibis.Table | None) -> ibis.Table:
    """Return the ids that events name, with whose they are, and further ones."""
    log = records_of("event")
    log = log.filter(~touches.is_bot(log), log.user_id.notnull() | log.anonymous_id.notnull())
    named = log.mutate(anonymous_id=ibis.ifelse(log.user_id.isnull(), log.anonymous_id, ibis.null("string")))
    grouped = named.group_by(["user_id", "anonymous_id"]).agg(time=named.time.min(), events=named.count())
    if further is not None:
        both = ibis.union(grouped, further.select(*grouped.columns))
        grouped = both.group_by(["user_id", "anonymous_id"]).agg(time=both.time.min(), events=both.events.sum())
    return touches.with_owner(grouped).select(*IDS.columns)


def _owners(size: int) -> ibis.Table:
    """Return the owners, each person in the part in which the events of the people before it end."""
    events = IDS.group_by("person").agg(events=IDS.events.sum())
    numbered = people.TABLE.select("person", "number").join(events, "person")
    so_far = numbered.events.sum().over(ibis.window(order_by="number", rows=(None, 0)))
    numbered = numbered.mutate(part=((so_far - numbered.events) // size).cast("int32"))
    rows = IDS.join(numbered.select("person", "number", "part"), "person")
    return rows.select(
        is_user=rows.user_id.notnull(),
        owner_id=ibis.coalesce(rows.user_id, rows.anonymous_id),
        person=rows.person,
        identified=rows.identified,
        number=rows.number,
        part=rows.part,
    )
