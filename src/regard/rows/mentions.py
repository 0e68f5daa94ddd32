"""Mentions: what others say of the business in public, or write to it."""

import ibis

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.log import records_of
from regard.rows.people import with_user
from regard.rows.row import Rows
from regard.rows.seconds import seconds_between


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


def mentions() -> ibis.Table:
    """Return one row per mention, its person resolved."""
    table = with_user(records_of("mention"))
    waited = seconds_between(table.time, table.replied_at)
    return table.mutate(
        response_seconds=ibis.ifelse(waited >= 0, waited, ibis.null("float64")), is_skewed=(waited < 0).fill_null(False)
    )
