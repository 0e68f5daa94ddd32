"""Orders and those who place them."""

import ibis

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.log import records_of
from regard.rows.people import with_user
from regard.rows.row import Rows


class PlacedOrder:
    """One order."""

    id: Text
    person: Text
    time: Moment
    total: Number
    currency: Text
    status: Text
    is_kept: Flag
    """Paid, and neither refunded nor cancelled."""


class Buyer:
    """One person with an order that was kept, in the time asked for."""

    person: Text
    orders: Number
    revenue: Number


class Spender(Buyer):
    """One such person with what was spent in one currency."""

    currency: Text


ORDERS = Rows(PlacedOrder, "orders")
BUYERS = Rows(Buyer, "buyers")
SPENDERS = Rows(Spender, "spenders")


def orders() -> ibis.Table:
    """Return one row per order, its person resolved."""
    table = with_user(records_of("order"))
    return table.mutate(is_kept=table.status == "paid")
