"""Posts: what profiles published, and what it came to."""

import ibis

from regard.rows.columns import Moment, Number, Text
from regard.rows.log import records_of
from regard.rows.row import Rows


class PublishedPost:
    """One post; what its network does not tell is null."""

    id: Text
    time: Moment
    network: Text
    profile: Text
    kind: Text
    impressions: Number
    reach: Number
    engagements: Number
    """The network's own total."""
    likes: Number
    comments: Number
    shares: Number
    saves: Number
    link_clicks: Number
    exits: Number
    views: Number
    """Video views, or impressions where there are none."""
    engagement: Number
    """The network's own total, or the sum of what it tells; null where it tells nothing."""


class FollowedPost(PublishedPost):
    """One post beside those who followed its profile."""

    followers: Number
    """At the end of the day of the post, by the last count up to it."""


POSTS = Rows(PublishedPost, "posts")
STORIES = Rows(PublishedPost, "stories")
"""The same posts, where what counts are the views of stories."""
FOLLOWED_POSTS = Rows(FollowedPost, "followed_posts")

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
