"""Orders: what was bought, and whether the money stayed."""

from typing import Literal

import msgspec

from regard.records.record import Amount, Currency, Instant, RecordType, State


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of an order; `price` is that of one piece."""

    sku: str | None = None
    category: str | None = None
    quantity: float = 1
    price: float | None = None


class Order(State, frozen=True, kw_only=True):
    """The state of one order."""

    time: Instant
    user_id: str | None = None
    total: Amount
    currency: Currency | None = None
    status: Literal["paid", "refunded", "cancelled"] = "paid"
    channel: str | None = None
    campaign: str | None = None
    discount: Amount | None = None
    items: list[Item] = msgspec.field(default_factory=list)


ORDER = RecordType("order", "orders", Order)
