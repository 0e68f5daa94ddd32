"""People: everybody who was ever seen."""

import ibis

USERS = ibis.table({"user_id": "string", "person": "string"}, name="user_people")
"""The person of every user id that is not its own person."""

ANONYMOUS = ibis.table({"anonymous_id": "string", "person": "string"}, name="anonymous_people")
"""The person of every anonymous id that somebody was identified by."""

TABLE = ibis.table({"person": "string", "first_seen": "timestamp(6)", "identified": "boolean"}, name="people")


def people(touches: ibis.Table) -> ibis.Table:
    """Return one row per person: when the person was first seen, by an event of any kind, and whether identified."""
    known = touches.filter(touches.person.notnull())
    return known.group_by("person").agg(first_seen=known.time.min(), identified=known.identified.any())


def with_user(records: ibis.Table) -> ibis.Table:
    """Return records that name a `user_id` with the `person` behind it."""
    joined = records.left_join(USERS, records.user_id == USERS.user_id).select(records, resolved=USERS.person)
    return joined.mutate(person=ibis.coalesce(joined.resolved, joined.user_id)).drop("resolved")
