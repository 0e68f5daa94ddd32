"""Customers: what is known of a person beside what the person does."""

from regard.records.record import Instant, RecordType, State


class Customer(State, frozen=True, kw_only=True):
    """The state of one customer."""

    user_id: str
    created_at: Instant | None = None
    name: str | None = None
    email: str | None = None
    country: str | None = None
    plan: str | None = None
    tier: str | None = None
    segment: str | None = None
    member_since: Instant | None = None
    """Since when the customer takes part in the loyalty programme."""
    paying_since: Instant | None = None
    paying_until: Instant | None = None


CUSTOMER = RecordType("customer", "customers", Customer)
