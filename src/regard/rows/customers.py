"""Customers: what is known of a person, one row each."""

import ibis

from regard.rows.log import records_of
from regard.rows.people import with_user

FIELDS = ("created_at", "name", "email", "country", "plan", "tier", "segment", "member_since")
"""What can be asked of a person; where names meet, as `customer.country`."""


def customers() -> ibis.Table:
    """Return one row per person with a customer record: of merged people the record that says most lately."""
    table = with_user(records_of("customer"))
    own = table.user_id == table.person
    latest = ibis.window(group_by="person", order_by=[ibis.desc(own), ibis.desc(table.as_of), table.id])
    ranked = table.mutate(rank=ibis.row_number().over(latest))
    return ranked.filter(ranked["rank"] == 0).drop("rank")
