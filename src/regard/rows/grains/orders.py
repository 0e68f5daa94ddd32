"""Orders and those who place them."""

from regard.rows.columns import Flag, Moment, Number, Text
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
