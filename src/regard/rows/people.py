"""People: everybody who was ever seen."""

from collections.abc import Callable

import ibis

from regard.rows.dimensions import GROUPS

_HEX = "0123456789abcdef"

LASTING = 2**32
"""Visits keep their number modulo this for good."""

USERS = ibis.table({"user_id": "string", "person": "string"}, name="user_people")
"""The person of every user id that is not its own person."""

ANONYMOUS = ibis.table({"anonymous_id": "string", "person": "string"}, name="anonymous_people")
"""The person of every anonymous id that somebody was identified by."""

TABLE = ibis.table(
    {
        "person": "string",
        **dict.fromkeys(("number", "person_group"), "int32"),
        "first_seen": "timestamp(6)",
        "first_day": "date",
        "identified": "boolean",
    },
    name="people",
)
"""`number` is a person's own, and what all rows of events know people by: it means nothing and is never given again."""


def people(
    owned: ibis.Table, day_of: Callable[[ibis.expr.types.TimestampColumn], ibis.Value], after: ibis.Value
) -> ibis.Table:
    """Return one row per person of events that have their owner: when first seen, by an event of any kind, and who.

    `day_of` gives the local day of an instant; the numbers go on after `after`, by when people were first seen.
    """
    known = owned.filter(owned.person.notnull())
    seen = known.group_by("person").agg(first_seen=known.time.min(), identified=known.identified.any())
    return seen.select(
        "person",
        number=(ibis.row_number().over(ibis.window(order_by=["first_seen", "person"])) + 1 + after).cast("int32"),
        person_group=group_of(seen.person),
        first_seen="first_seen",
        first_day=day_of(seen.first_seen),
        identified="identified",
    )


def group_of(person: ibis.expr.types.StringValue) -> ibis.expr.types.IntegerValue:
    """Return the group of each person, 0 to 63: the first two digits of the MD5 of who they are, mod 64."""
    digits = person.hexdigest("md5")
    places = [ibis.literal(_HEX).find(digits.substr(start, 1)) for start in range(2)]
    return ((places[0] * 16 + places[1]) % GROUPS).cast("int32")


def nobody(key: ibis.Column) -> ibis.expr.types.StringValue:
    """Return who stands for nobody in events by their `id`, in visits by their number, of which the lower half stays.

    When visits leave the log they have new numbers with the `LASTING` part of the old ones, and stay in their group.
    """
    return (key % LASTING if isinstance(key, ibis.expr.types.IntegerColumn) else key).cast("string")


def named(rows: ibis.Table) -> ibis.Table:
    """Return rows that know people by `number` with the `person` behind it, null for nobody."""
    known = TABLE.select("number", "person")
    return rows.left_join(known, "number").select(rows, known.person)


def with_user(records: ibis.Table) -> ibis.Table:
    """Return records that name a `user_id` with the `person` behind it."""
    joined = records.left_join(USERS, records.user_id == USERS.user_id).select(records, resolved=USERS.person)
    return joined.mutate(person=ibis.coalesce(joined.resolved, joined.user_id)).drop("resolved")
