"""Mentions: what others say of the business in public, or write to it."""

from typing import Literal

from regard.records.record import Happening, Instant, RecordType


class Mention(Happening, frozen=True, kw_only=True):
    """One mention, comment, review or message."""

    time: Instant
    network: str | None = None
    author: str | None = None
    kind: Literal["mention", "comment", "review", "message"] = "mention"
    text: str | None = None
    language: str | None = None
    rating: float | None = None
    """The stars of a review, from 1 to 5."""
    replied_at: Instant | None = None
    sentiment: Literal["positive", "neutral", "negative"] | None = None
    user_id: str | None = None


MENTION = RecordType("mention", "mentions", Mention)
