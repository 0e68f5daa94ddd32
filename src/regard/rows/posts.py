"""Posts: what profiles published, and what it came to."""

import ibis

from regard.rows.log import records_of

REACTIONS = ("likes", "comments", "shares", "saves", "link_clicks")
"""What adds up to an engagement where a network gives no total."""


def posts() -> ibis.Table:
    """Return one row per post."""
    table = records_of("post")
    told = ibis.coalesce(*(table[name] for name in REACTIONS))
    total = sum((table[name].fill_null(0) for name in REACTIONS), start=ibis.literal(0))
    return table.mutate(
        views=ibis.coalesce(table.video_views, table.impressions),
        engagement=ibis.coalesce(table.engagements, ibis.ifelse(told.notnull(), total, ibis.null("int64"))),
    )
