"""Posts and mentions by chance, and what their metrics mean, said again over plain dicts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from tests.asking.plain_question import Choice, PlainQuestion
from tests.asking.yearly_log import PERSONS, ZONE, moments, periods
from tests.naive.records import Plain, Record, Statement, counted, mean, share

PARTS = ("likes", "comments", "shares", "saves", "link_clicks")
WEIGHTS = {"likes": 1, "comments": 2, "shares": 3, "saves": 2, "link_clicks": 1}
TALLIES = (*PARTS, "impressions", "reach", "engagements", "video_views", "exits")
FIELDS: Mapping[str, Callable[[Record], Any]] = {
    "network": lambda row: row["network"],
    "kind": lambda row: row["kind"],
}
CHOICES = (
    Choice(["is", "network", ["a"]], lambda row: row["network"] == "a"),
    Choice(["is_not", "kind", ["story", "review"]], lambda row: row["kind"] not in (None, "story", "review")),
)
WAITS = st.sampled_from([None, -60, 0, 1, 3600, 400_000])
OWN = [["is", "author", ["us", None]]]
"""Whose mentions are our own in these tests."""


@st.composite
def post_logs(draw: st.DrawFn, year: int) -> list[dict[str, Any]]:
    """Return up to 25 posts of a year; networks tell of some numbers and not of others."""
    tally = st.none() | st.integers(0, 30)
    return [
        {
            "id": f"{year} {number}",
            "time": draw(moments(year)),
            "network": draw(st.sampled_from("ab")),
            "profile": draw(st.sampled_from([f"us {year}", f"them {year}", None])),
            "kind": draw(st.sampled_from(["story", "video", None])),
            **{name: draw(tally) for name in TALLIES},
        }
        for number in range(draw(st.integers(0, 25)))
    ]


@st.composite
def mention_logs(draw: st.DrawFn, year: int) -> list[dict[str, Any]]:
    """Return up to 25 mentions of a year, some answered, some before they were made."""
    return [
        {
            "id": f"{year} {number}",
            "time": (time := draw(moments(year))),
            "network": draw(st.sampled_from(["a", "b", None])),
            "author": draw(st.sampled_from(["us", "them", None])),
            "kind": draw(st.sampled_from(["mention", "comment", "review", "message"])),
            "user_id": f"{draw(st.sampled_from(PERSONS))} {year}",
            "rating": draw(st.sampled_from([None, 0, 1.5, 5])),
            "replied_at": _after(time, wait) if (wait := draw(WAITS)) is not None else None,
        }
        for number in range(draw(st.integers(0, 25)))
    ]


def _after(time: datetime, wait: float) -> datetime:
    """Return a moment so many seconds later, as a stopwatch has it."""
    return datetime.fromtimestamp(time.timestamp() + wait, ZONE)


@st.composite
def social_questions(draw: st.DrawFn, year: int) -> PlainQuestion:
    """Return a question about posts or mentions of a year."""
    first, last = draw(periods(year))
    return PlainQuestion(
        first=first,
        last=last,
        zone=ZONE,
        fields=FIELDS,
        every=draw(st.sampled_from([None, "day", "week"])),
        by=draw(st.sampled_from([None, *FIELDS])),
        where=draw(st.lists(st.sampled_from(CHOICES), max_size=1)),
        compare=draw(st.sampled_from([None, "previous"])),
    )


def _told(name: str) -> Callable[[Sequence[Record]], Plain]:
    def of(posts: Sequence[Record]) -> Plain:
        numbers = [post[name] for post in posts if post[name] is not None]
        return Plain(sum(numbers), len(numbers))

    return of


def _engagement(post: Record) -> int | None:
    """Return the network's total, else what it tells in parts."""
    if post["engagements"] is not None:
        return int(post["engagements"])
    told = [post[name] for name in PARTS if post[name] is not None]
    return sum(told) if told else None


def _weighted(post: Record) -> int | None:
    told = {name: post[name] for name in PARTS if post[name] is not None}
    return sum(WEIGHTS[name] * number for name, number in told.items()) if told else None


def _rate(
    above: Callable[[Record], int | None], below: str, names: tuple[str, str]
) -> Callable[[Sequence[Record]], Plain]:
    def of(posts: Sequence[Record]) -> Plain:
        pairs = [(above(post), post[below]) for post in posts]
        known = [(one, other) for one, other in pairs if one is not None and other is not None]
        hits, n = (sum(pair[side] for pair in known) for side in (0, 1))
        return Plain(hits / n if n else None, n, {names[0]: hits, names[1]: n})

    return of


def _retention(posts: Sequence[Record]) -> Plain:
    stories = [post for post in posts if post["kind"] in ("story", None) and post["exits"] is not None]
    seen = [
        (post["impressions"] if post["video_views"] is None else post["video_views"], post["exits"]) for post in stories
    ]
    known = [(views, exits) for views, exits in seen if views is not None]
    views, exits = (sum(pair[side] for pair in known) for side in (0, 1))
    return Plain(1 - exits / views if views else None, views, {"views": views, "exits": exits})


POSTS: dict[str, Statement] = {
    "posts": Statement("time", counted),
    **{name: Statement("time", _told(name)) for name in PARTS},
    "engagement_rate": Statement("time", _rate(_engagement, "impressions", ("engagements", "impressions"))),
    "story_retention": Statement("time", _retention),
}
VARIANTS: dict[str, tuple[dict[str, str], Statement]] = {
    "weighted": (
        {"variant": "weighted"},
        Statement("time", _rate(_weighted, "impressions", ("weighted_engagements", "impressions"))),
    ),
    "reach": ({"per": "reach"}, Statement("time", _rate(_engagement, "reach", ("engagements", "reach")))),
    "follower": (
        {"per": "follower"},
        Statement("time", _rate(_engagement, "followers", ("engagements", "followers"))),
    ),
}


def _waits(mentions: Sequence[Record]) -> Plain:
    waits = [one["replied_at"].timestamp() - one["time"].timestamp() for one in mentions]
    return mean([wait for wait in waits if wait >= 0])


def _voice(mentions: Sequence[Record]) -> Plain:
    own = [one for one in mentions if one["author"] in ("us", None)]
    return share(own, mentions, ("own_mentions", "all_mentions"))


def _stars(mentions: Sequence[Record]) -> Plain:
    stars = [one["rating"] for one in mentions if one["kind"] == "review" and one["rating"] is not None]
    return mean(stars, ("total", "reviews"))


MENTIONS: dict[str, Statement] = {
    "mentions": Statement("time", counted),
    "social_response_time": Statement("replied_at", _waits),
    "share_of_voice": Statement("time", _voice),
    "review_rating": Statement("time", _stars),
}
