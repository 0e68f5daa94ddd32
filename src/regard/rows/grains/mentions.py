"""Mentions: what others say of the business in public, or write to it."""

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.row import Rows


class SocialMention:
    """One mention, comment, review or message."""

    id: Text
    person: Text
    time: Moment
    network: Text
    author: Text
    kind: Text
    rating: Number
    """The stars of a review, of five."""
    replied_at: Moment
    response_seconds: Number
    """From the mention to its first reply; null where there is none, or it lies before the mention."""
    is_skewed: Flag
    """Whether the reply lies before the mention."""
    is_own: Flag
    """Whether it is about the business, as the question says."""


MENTIONS = Rows(SocialMention, "mentions")
