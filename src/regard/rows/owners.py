"""Owners: whose the events of the log are, settled once for all ids that they name before everything is made anew."""

from collections.abc import Callable
from dataclasses import dataclass

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
"""The ids that events name, a user id or else an anonymous one, with the first `time` and number of events of each.

Events of nobody are those of the ids that are both null.
"""

OWNERS = ibis.table(
    {
        "is_user": "boolean",
        "owner_id": "string",
        "identified": "boolean",
        **dict.fromkeys(("number", "part"), "int32"),
        "first_seen": "timestamp(6)",
    },
    name="owners",
)
"""The number of the person of each id, when first seen, and in which part of the log the events of that person are."""


@dataclass(frozen=True)
class Parts:
    """In how many parts a log is looked at, and whether it has events of nobody."""

    count: int
    with_nobody: bool = True


def make_owners(warehouse: Warehouse, days: Days, size: int, further: ibis.Table | None = None) -> Parts:
    """Make the people anew, and the owners of all events in parts of at most about `size` events; return which.

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
    count = warehouse.run(kept_sql("owned events", _counted, warehouse.dialect)).to_pylist()[0]
    warehouse.drop(IDS.get_name())
    return Parts(max(1, -(-int(count["events"]) // size)), count["known"] < count["events"])


def events_of(part: int | None, parts: Parts) -> ibis.Table:
    """Return the events of a part of the log, or of all, with their owners and `part`; nobody's go by session."""
    log = records_of("event")
    log = log.filter(~touches.is_bot(log))
    return touches.on_pages(with_owners(log, part, parts))


def with_owners(log: ibis.Table, part: int | None, parts: Parts) -> ibis.Table:
    """Return those events of a log that are in a part, or all, with owners, `part` and the `lone_id` of nobody's."""
    in_part = part is not None and parts.count > 1
    owners = OWNERS.filter(OWNERS.part == part) if in_part else OWNERS
    is_owner = [
        log.user_id.notnull() == owners.is_user,
        ibis.coalesce(log.user_id, log.anonymous_id) == owners.owner_id,
    ]
    if in_part:
        # It always is: a log in order of time is read from when anybody of the part was first seen.
        is_owner.append(log.time >= owners.first_seen)
    known = log.join(owners, is_owner).drop("is_user", "owner_id", "first_seen")
    known = known.mutate(lone_id=ibis.null("string"))
    if not parts.with_nobody:
        return known
    nobodys = log.filter(log.user_id.isnull() & log.anonymous_id.isnull())
    place = (ibis.coalesce(nobodys.session_id, nobodys.id).hash().abs() % parts.count).cast("int32")
    nobodys = nobodys.mutate(identified=ibis.literal(False), number=ibis.null("int32"), part=place, lone_id="id")
    if in_part:
        nobodys = nobodys.filter(nobodys.part == part)
    return ibis.union(known, nobodys.select(*known.columns))


def _counted() -> ibis.Table:
    """Return how many events there are, and of how many somebody is known."""
    known = IDS.events.sum(where=IDS.person.notnull()).fill_null(0)
    return IDS.aggregate(events=IDS.events.sum().fill_null(0), known=known)


def _ids(further: ibis.Table | None) -> ibis.Table:
    """Return the ids that events name, with whose they are, and further ones."""
    log = records_of("event")
    log = log.filter(~touches.is_bot(log))
    named = log.mutate(anonymous_id=ibis.ifelse(log.user_id.isnull(), log.anonymous_id, ibis.null("string")))
    grouped = named.group_by(["user_id", "anonymous_id"]).agg(time=named.time.min(), events=named.count())
    if further is not None:
        both = ibis.union(grouped, further.select(*grouped.columns))
        grouped = both.group_by(["user_id", "anonymous_id"]).agg(time=both.time.min(), events=both.events.sum())
    return touches.with_owner(grouped).select(*IDS.columns)


def _owners(size: int) -> ibis.Table:
    """Return the owners, each person in the part in which the events of the people before it end.

    All parts are about as large: each reads the whole log, a small last one too.
    """
    events = IDS.group_by("person").agg(events=IDS.events.sum())
    numbered = people.TABLE.select("person", "number", "first_seen").join(events, "person")
    so_far = numbered.events.sum().over(ibis.window(order_by="number", rows=(None, 0)))
    # Who is known of closed rows alone owns no event of the log, be it all of them.
    owned = ibis.greatest(numbered.events.sum().over(ibis.window()), 1)
    count = (IDS.aggregate(all=IDS.events.sum()).as_scalar() + (size - 1)) // size
    numbered = numbered.mutate(part=((so_far - numbered.events) * count // owned).cast("int32"))
    rows = IDS.join(numbered.select("person", "number", "first_seen", "part"), "person")
    return rows.select(
        is_user=rows.user_id.notnull(),
        owner_id=ibis.coalesce(rows.user_id, rows.anonymous_id),
        identified=rows.identified,
        number=rows.number,
        part=rows.part,
        first_seen=rows.first_seen,
    )
