"""Deliveries: messages sent to people, one by one or as the counts of a day."""

from typing import Literal

from regard.records.record import Amount, Currency, Happening, Instant, RecordType, Tally


class Delivery(Happening, frozen=True, kw_only=True):
    """What became of one message to one person; without `kind`, what a day's messages came to."""

    time: Instant
    channel: str | None = None
    """Such as email, sms, push, ad or social."""
    campaign: str | None = None
    message: str | None = None
    user_id: str | None = None
    kind: Literal["sent", "delivered", "opened", "clicked", "unsubscribed", "bounced"] | None = None
    impressions: Tally | None = None
    clicks: Tally | None = None
    unique_opens: Tally | None = None
    unique_clicks: Tally | None = None
    cost: Amount | None = None
    currency: Currency | None = None


DELIVERY = RecordType("delivery", "deliveries", Delivery)
