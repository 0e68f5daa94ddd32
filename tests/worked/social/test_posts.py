from typing import Any

import pytest

import regard
from regard.serving.workspace import Workspace

MARCH: dict[str, Any] = {"period": ("2025-03-01", "2025-03-14"), "as_of": "2025-06-30"}
COUNTS = ["likes", "comments", "shares", "saves", "link_clicks"]

POSTS: list[dict[str, Any]] = [
    # 30 + 10 + 5 + 4 + 1 = 50 of 1000 impressions, 500 reached; weighted 30 + 20 + 15 + 8 + 1 = 74.
    {
        "id": "split",
        "time": "2025-03-03T10:00:00Z",
        "network": "a",
        **dict(zip(COUNTS, (30, 10, 5, 4, 1), strict=True)),
        "impressions": 1000,
        "reach": 500,
    },
    # The network's own total of 40 wins over 10 likes; 500 impressions, no reach; weighted 10.
    {"id": "own", "time": "2025-03-10T10:00:00Z", "network": "b", "engagements": 40, "likes": 10, "impressions": 500},
    # Only a total: 10 of 500, and nothing to weigh.
    {
        "id": "total",
        "time": "2025-03-11T10:00:00Z",
        "network": "b",
        "engagements": 10,
        "impressions": 500,
        "reach": 100,
    },
    # Tells nothing.
    {"id": "silent", "time": "2025-03-12T23:30:00Z", "network": "c"},
    # Stories: 400 views of which 60 left, and 100 impressions of which 15 left. A video's exits are not a story's.
    {
        "id": "story",
        "time": "2025-03-05T10:00:00Z",
        "network": "s",
        "kind": "story",
        "video_views": 400,
        "impressions": 900,
        "exits": 60,
    },
    {"id": "plain", "time": "2025-03-06T10:00:00Z", "network": "s", "kind": "story", "impressions": 100, "exits": 15},
    {"id": "video", "time": "2025-03-06T10:00:00Z", "network": "s", "kind": "video", "video_views": 10, "exits": 9},
    # Another month.
    {"id": "april", "time": "2025-04-03T10:00:00Z", "network": "a", "likes": 1000, "impressions": 1000},
]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with these posts."""
    workspace = regard.open(zone="Europe/Rome")
    assert workspace.add("post", [{"profile": "us", **post} for post in POSTS]).added == len(POSTS)
    return workspace


def test_posts_and_what_people_did_with_them(workspace: Workspace) -> None:
    """Seven posts in two weeks are 3.5 a week; counts are sums over the posts that tell them."""
    replies = workspace.ask(["posts", "publishing_cadence", *COUNTS], **MARCH)
    assert (replies["posts"].value, replies["posts"].unit) == (7, "count")
    cadence = replies["publishing_cadence"]
    assert (cadence.value, cadence.unit, cadence.parts) == (3.5, "ratio", {"posts": 7, "weeks": 2.0})
    assert cadence.band is not None
    assert cadence.band["verdict"] == "good"
    assert {name: (replies[name].value, replies[name].n) for name in COUNTS} == {
        "likes": (40, 2),
        "comments": (10, 1),
        "shares": (5, 1),
        "saves": (4, 1),
        "link_clicks": (1, 1),
    }


def test_cadence_by_week(workspace: Workspace) -> None:
    """A week that the period cuts is a part of one: one day with one post would be 7 a week."""
    reply = workspace.ask("publishing_cadence", period=("2025-03-03", "2025-03-10"), every="week", as_of="2025-06-30")
    assert [point["value"] for point in reply.series] == [4.0, 7.0]
    assert reply.value == pytest.approx(5 / (8 / 7))


def test_engagement_rate(workspace: Workspace) -> None:
    """50 + 40 + 10 of 1000 + 500 + 500 impressions; the story tells no engagements."""
    reply = workspace.ask("engagement_rate", by="network", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (0.05, 2000, "share")
    assert reply.parts == {"engagements": 100, "impressions": 2000}
    assert {row["group"]["network"]: row["value"] for row in reply.breakdown} == {"a": 0.05, "b": 0.05}
    assert reply.band is not None
    assert (reply.band["verdict"], reply.band["usual"]) == ("good", "0.01..0.05")
    reach = workspace.ask("engagement_rate", per="reach", **MARCH)
    assert (reach.value, reach.parts) == (0.1, {"engagements": 60, "reach": 600})
    weighted = workspace.ask("engagement_rate", variant="weighted", **MARCH)
    assert (weighted.value, weighted.variant) == (84 / 1500, "weighted")
    assert weighted.parts == {"weighted_engagements": 84, "impressions": 1500}


def test_engagement_per_follower() -> None:
    """Each post stands over the followers of its profile on its day, or at the last count before it."""
    workspace = regard.open(zone="Europe/Rome")
    post = {"network": "a", "profile": "us", "likes": 10}
    workspace.add(
        "post",
        [
            {**post, "id": "before any count", "time": "2025-03-01T10:00:00Z"},
            {**post, "id": "on the day", "time": "2025-03-05T10:00:00Z"},
            # Half past midnight of the 6th in Rome: the count of the 6th.
            {**post, "id": "by night", "time": "2025-03-05T23:30:00Z"},
            {**post, "id": "later", "time": "2025-03-12T10:00:00Z"},
            {**post, "id": "somebody else", "time": "2025-03-12T10:00:00Z", "profile": None},
        ],
    )
    counts = {"2025-03-05": 100, "2025-03-06": 200, "2025-03-13": 900}
    days = [{"network": "a", "profile": "us", "day": day, "followers": number} for day, number in counts.items()]
    workspace.add("profile_day", [*days, {"network": "b", "profile": "us", "day": "2025-03-05", "followers": 7}])
    reply = workspace.ask("engagement_rate", per="follower", **MARCH)
    assert (reply.value, reply.n) == (pytest.approx(30 / 500), 500)
    assert reply.parts == {"engagements": 30, "followers": 500}


def test_story_retention(workspace: Workspace) -> None:
    """1 - (60 + 15) / (400 + 100), of stories alone."""
    reply = workspace.ask("story_retention", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (0.85, 500, "share")
    assert reply.parts == {"views": 500, "exits": 75}
