"""Posts: what profiles published, and what it came to."""

from regard.rows.columns import Moment, Number, Text
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
