"""Events: what people do on a web site, in a product, anywhere."""

from typing import Literal

from regard.records.record import Amount, Currency, Happening, Instant, Milliseconds, Percent, RecordType


class Event(Happening, frozen=True, kw_only=True):
    """One page view, screen view, tracked action or span of attention."""

    time: Instant
    type: Literal["page", "screen", "track", "engagement"] = "track"
    name: str | None = None
    anonymous_id: str | None = None
    user_id: str | None = None
    session_id: str | None = None
    page_view_id: str | None = None
    url: str | None = None
    host: str | None = None
    path: str | None = None
    title: str | None = None
    referrer: str | None = None
    channel: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    country: str | None = None
    language: str | None = None
    device: str | None = None
    browser: str | None = None
    os: str | None = None
    scroll_percent: Percent | None = None
    engaged_ms: Milliseconds | None = None
    interactive: bool | None = None
    """Whether a track event counts as doing something; not said means that it does."""
    revenue: Amount | None = None
    currency: Currency | None = None
    consent: str | None = None


EVENT = RecordType("event", "events", Event)
