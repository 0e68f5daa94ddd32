"""Posts: how often there is one, and what it comes to."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from regard.metrics.bands import Bands, at_least, between
from regard.metrics.kinds import Count, Metric, Ratio
from regard.rows.columns import Flag, Number
from regard.rows.grains.posts import FOLLOWED_POSTS, POSTS, STORIES, PublishedPost

WEIGHTS: Mapping[str, int] = {"likes": 1, "comments": 2, "shares": 3, "saves": 2, "link_clicks": 1}
"""What each counts for in the weighted engagement rate: the more it takes, the more."""

ENGAGED = POSTS.where(lambda post: post.engagement.notnull())
TOLD_STORIES = STORIES.where(lambda post: ((post.kind == "story") | post.kind.isnull()) & post.exits.notnull())


def _weighted(post: PublishedPost) -> Number:
    """Return the engagements of a post, each times its weight."""
    each: list[Number] = [getattr(post, name).fill_null(0) * weight for name, weight in WEIGHTS.items()]
    return reduce(lambda total, number: total + number, each)


def _tells(post: PublishedPost) -> Flag:
    """Return whether a post tells any of what is weighted."""
    told: list[Flag] = [getattr(post, name).notnull() for name in WEIGHTS]
    return reduce(lambda any_so_far, flag: any_so_far | flag, told)


def _counted(name: str, asks: str, what: str) -> Count[PublishedPost]:
    """Return the count of one thing that people do with posts."""
    return Count(
        name=name,
        asks=asks,
        reads=f"{what} so far of the posts published in the time; posts that do not tell them are left out.",
        formula=f"sum of {name.replace('_', ' ')}",
        of=POSTS.where(lambda post: getattr(post, name).notnull()),
        value=lambda post: getattr(post, name),
        unit="count",
        better="higher",
        since="0.2",
    )


posts = Count(
    name="posts",
    asks="How many posts were published?",
    reads="Dated by their publication.",
    formula="posts published",
    of=POSTS,
    unit="count",
    better="neither",
    since="0.2",
)

publishing_cadence = Count(
    name="publishing_cadence",
    asks="How many posts are published in a week?",
    reads="Posts of the period over its weeks: a period of ten days has 10/7 of them.",
    formula="posts / weeks",
    of=POSTS,
    unit="ratio",
    better="higher",
    bands=Bands(good=at_least(1), source="guide 004"),
    parts={"posts": lambda post: post.id.notnull()},
    derived=lambda _, weeks: {"weeks": weeks},
    spread="weeks",
    since="0.2",
)

likes = _counted("likes", "How often were our posts liked?", "Likes")
comments = _counted("comments", "How often were our posts commented on?", "Comments")
shares = _counted("shares", "How often were our posts shared?", "Shares")
saves = _counted("saves", "How often were our posts saved?", "Saves")
link_clicks = _counted("link_clicks", "How often were the links of our posts clicked?", "Clicks on links")

_OWN_TOTAL = (
    "Engagements are the network's own total where a post carries one, else likes, comments, shares, saves and link "
    "clicks together."
)
_BAND = Bands(good=at_least(0.01), usual=between(0.01, 0.05), source="guide 001")

engagement_rate = Ratio(
    name="engagement_rate",
    asks="How much of what is shown do people engage with?",
    reads=f"{_OWN_TOTAL} Impressions are views where a network has renamed them; posts that tell none are left out.",
    formula="engagements / impressions",
    of=ENGAGED.where(lambda post: post.impressions.notnull()),
    value=lambda post: post.engagement,
    over=lambda post: post.impressions,
    unit="share",
    better="higher",
    bands=_BAND,
    counts=("engagements", "impressions"),
    since="0.2",
)
_of_reach = replace(
    engagement_rate,
    reads=f"{_OWN_TOTAL} Below stands how many people saw each post; posts that do not tell it are left out.",
    formula="engagements / reach",
    of=ENGAGED.where(lambda post: post.reach.notnull()),
    over=lambda post: post.reach,
    counts=("engagements", "reach"),
)
_of_followers: Metric[Any] = replace(
    engagement_rate,
    reads=f"{_OWN_TOTAL} Below stand the followers that the profile had at the end of the day of each post.",
    formula="engagements / followers on the day of the post",
    of=FOLLOWED_POSTS.where(lambda post: post.engagement.notnull() & post.followers.notnull()),  # type: ignore[arg-type]
    over=lambda post: post.followers,  # type: ignore[attr-defined]
    counts=("engagements", "followers"),
)
_weights = ", ".join(f"{name.replace('_', ' ')} {weight}" for name, weight in WEIGHTS.items())
engagement_rate = replace(
    engagement_rate,
    variants={
        "weighted": replace(
            engagement_rate,
            reads=(
                f"Each engagement counts for what it takes: {_weights}. "
                "Posts with a total alone, which cannot be taken apart, are left out."
            ),
            formula="weighted engagements / impressions",
            of=POSTS.where(_tells).where(lambda post: post.impressions.notnull()),
            value=_weighted,
            bands=None,
            counts=("weighted_engagements", "impressions"),
        )
    },
    per={"reach": _of_reach, "follower": _of_followers},
)

story_retention = Ratio(
    name="story_retention",
    asks="What share of the views of a story goes on to the next?",
    reads="Exits of stories over their video views, or their impressions where those are not told.",
    formula="1 - exits / views",
    of=TOLD_STORIES.where(lambda post: post.views.notnull()),
    value=lambda post: post.views - post.exits,
    over=lambda post: post.views,
    unit="share",
    better="higher",
    parts={"views": lambda post: post.views, "exits": lambda post: post.exits},
    since="0.2",
)

METRICS = (
    posts,
    publishing_cadence,
    likes,
    comments,
    shares,
    saves,
    link_clicks,
    engagement_rate,
    story_retention,
)
