"""Mentions: what others say of the business in public, or write to it."""

from typing import Annotated, Literal

import msgspec

from regard.records.record import Happening, Instant, RecordType


class Mention(Happening, frozen=True, kw_only=True):
    """One mention, comment, review or message."""

    time: Instant
    network: str | None = None
    author: str | None = None
    kind: Literal["mention", "comment", "review", "message"] = "mention"
    text: str | None = None
    language: str | None = None
    rating: Annotated[float, msgspec.Meta(ge=0, le=5)] | None = None
    """The stars of a review, of five; some networks give none at all as 0."""
    replied_at: Instant | None = None
    sentiment: Literal["positive", "neutral", "negative"] | None = None
    user_id: str | None = None


MENTION = RecordType("mention", "mentions", Mention)
