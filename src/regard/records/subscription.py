"""Subscriptions: contracts that bring money every month."""

from regard.records.record import Amount, Currency, Instant, RecordType, State


class Subscription(State, frozen=True, kw_only=True):
    """The state of one contract; a change of price is another contract that begins where this one ends."""

    user_id: str
    started_at: Instant
    ended_at: Instant | None = None
    plan: str | None = None
    monthly_amount: Amount | None = None
    currency: Currency | None = None


SUBSCRIPTION = RecordType("subscription", "subscriptions", Subscription)
