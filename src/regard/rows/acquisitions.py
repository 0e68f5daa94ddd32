"""Acquisitions: what was spent to win customers, beside the customers and the money that came in."""

import ibis

from regard.rows.log import records_of
from regard.rows.memberships import paying
from regard.rows.orders import orders


def spend() -> ibis.Table:
    """Return one row per record of spend: of a local day, with channel, campaign, currency and amount."""
    return records_of("spend").select("id", "day", "channel", "campaign", "currency", "amount")


def new_customers() -> ibis.Table:
    """Return one row per person who ever became a customer, with when, and the origin of the first kept order.

    People without such an order began with their first contract or paying time, of which no origin is known.
    """
    bought = orders()
    bought = bought.filter(bought.is_kept & bought.person.notnull())
    in_order = ibis.window(group_by="person", order_by=[bought.time, bought.id])
    ranked = bought.mutate(place=ibis.row_number().over(in_order))
    columns = ("person", "time", "channel", "campaign", "currency")
    first = ranked.filter(ranked.place == 0).select(*columns)
    signed = paying().anti_join(first, "person")
    signed = signed.group_by("person").agg(time=signed.since.min())
    nothing = ibis.null("string")
    signed = signed.mutate(channel=nothing, campaign=nothing, currency=nothing)
    return ibis.union(first, signed.select(*columns))
