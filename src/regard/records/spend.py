"""Spend: what marketing and sales cost."""

from datetime import date

from regard.records.record import Currency, RecordType, State


class Spend(State, frozen=True, kw_only=True):
    """The cost of one day on one channel and campaign; a credit is negative."""

    day: date
    channel: str | None = None
    campaign: str | None = None
    amount: float
    currency: Currency | None = None


SPEND = RecordType("spend", "spend", Spend)
