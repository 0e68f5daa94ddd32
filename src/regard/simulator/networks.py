"""Networks: where the shop has profiles, what it posts there and when, and what that comes to on average."""

from dataclasses import dataclass

NETWORKS = ("instagram", "facebook", "linkedin", "x")
PROFILE = "shop"

POST_KINDS = ("image", "video", "story", "link")
STORY, VIDEO = POST_KINDS.index("story"), POST_KINDS.index("video")

COUNTED = ("likes", "comments", "shares", "saves", "link_clicks")
"""What a network may count of a post; what it does not tell has no rate."""

POSTED = 0.9
"""Share of the planned posts that are made."""

LUCK = (0.5, 0.8, 1.0, 1.2, 1.5)
"""How often a post is shown, against what is usual: each as likely as the other, 1 on average."""

CHARM = (0.6, 0.8, 1.0, 1.2, 1.4)
"""How well a post does where it is shown, likewise."""

REACHED, LEFT, WATCHED = 0.8, 0.12, 0.4
"""Shares of impressions: different people, exits of a story, views of a video."""

TOLD_EARLY = 0.6
"""Share of what a post comes to that is there after a day."""

COMES_LATER = 0.7
"""Share of the posts whose numbers come twice: after a day, and again after a week."""


@dataclass(frozen=True)
class Network:
    """What is usual on one network."""

    followers: float
    """At the start, for each person of the world."""
    gain: float
    loss: float
    """People who begin and cease to follow on a day, for each follower at the start."""
    shown: float
    """Impressions of a post for each follower at the start."""
    week: tuple[tuple[int, str], ...]
    """The weekday, Monday 0, and the kind of each planned post."""
    rates: tuple[float, float, float, float, float]
    """Of what is counted, for each impression; 0 for what the network does not tell."""
    other: float = 0.0
    """Engagements of kinds that nobody else counts; where there are any, the network tells a total of its own."""


PROFILES: tuple[Network, ...] = (
    Network(
        followers=0.9,
        gain=0.0014,
        loss=0.0006,
        shown=0.55,
        week=((0, "image"), (2, "video"), (4, "image"), (5, "story"), (6, "story")),
        rates=(0.030, 0.0030, 0.002, 0.004, 0.0),
    ),
    Network(
        followers=0.7,
        gain=0.0006,
        loss=0.0005,
        shown=0.30,
        week=((1, "link"), (3, "image"), (5, "video")),
        rates=(0.012, 0.0020, 0.002, 0.0, 0.006),
        other=0.008,
    ),
    Network(
        followers=0.25,
        gain=0.0011,
        loss=0.0002,
        shown=0.45,
        week=((1, "link"), (3, "image")),
        rates=(0.018, 0.0015, 0.002, 0.0, 0.009),
        other=0.012,
    ),
    Network(
        followers=0.4,
        gain=0.0007,
        loss=0.0008,
        shown=0.80,
        week=((0, "link"), (2, "image"), (4, "link")),
        rates=(0.008, 0.0010, 0.002, 0.0, 0.003),
    ),
)
"""By network."""
