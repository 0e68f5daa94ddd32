"""Mentions: what others say of the business in public, or write to it."""

import ibis

from regard.rows.log import records_of
from regard.rows.people import with_user
from regard.rows.seconds import seconds_between


def mentions() -> ibis.Table:
    """Return one row per mention, its person resolved."""
    table = with_user(records_of("mention"))
    waited = seconds_between(table.time, table.replied_at)
    return table.mutate(
        response_seconds=ibis.ifelse(waited >= 0, waited, ibis.null("float64")), is_skewed=(waited < 0).fill_null(False)
    )
