"""Posts: what a profile published on a network, and what it came to so far."""

from regard.records.record import Instant, RecordType, State, Tally


class Post(State, frozen=True, kw_only=True):
    """The state of one post; what a network does not tell is not set."""

    time: Instant
    network: str
    profile: str | None = None
    kind: str | None = None
    """Such as image, video, story, reel, link or text."""
    text: str | None = None
    url: str | None = None
    impressions: Tally | None = None
    """How often it was shown; the views of networks that have renamed them."""
    reach: Tally | None = None
    engagements: Tally | None = None
    """The network's own total."""
    likes: Tally | None = None
    comments: Tally | None = None
    shares: Tally | None = None
    saves: Tally | None = None
    link_clicks: Tally | None = None
    video_views: Tally | None = None
    exits: Tally | None = None
    """How often people left at a story."""
    conversions: Tally | None = None


POST = RecordType("post", "posts", Post)
