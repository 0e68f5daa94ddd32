"""What happens on networks: followers, what posts come to, and what is said."""

from datetime import date, timedelta

import numpy as np

from regard.simulator.arrays import Numbers
from regard.simulator.calendar import Calendar
from regard.simulator.counted.entry import JSON, entry, ratio, whole
from regard.simulator.lives import Lives
from regard.simulator.marks import last_month
from regard.simulator.networks import COUNTED, NETWORKS
from regard.simulator.posting import FIRST_COUNTED
from regard.simulator.shop import Shop
from regard.simulator.voices import MENTION, SHOP, VOICE_KINDS


def count_voices(lives: Lives) -> dict[str, Numbers]:
    """Return how many mentions there are of the shop."""
    voices = lives.voices
    return {"mentions": np.array([((voices.kind == MENTION) & (voices.brand == 0)).sum()])}


def count_posts(shop: Shop) -> dict[str, Numbers]:
    """Return posts by network, and what is counted x networks."""
    posts = shop.posts
    by_network = [
        np.bincount(posts.network, weights=counts, minlength=len(NETWORKS)) for counts in posts.latest[FIRST_COUNTED:]
    ]
    return {
        "posts": np.bincount(posts.network, minlength=len(NETWORKS)),
        "post_counts": np.stack(by_network).astype(np.int64),
    }


def count_followers(shop: Shop) -> dict[str, Numbers]:
    """Return days x networks: followers, from the day before the period."""
    followers = shop.followers
    return {"followers": followers.at_end, "gained": followers.gained, "lost": followers.lost}


def describe_social(sums: dict[str, Numbers], calendar: Calendar) -> dict[str, JSON]:
    """Return the counts of posts, the mentions, and the followers at the end and what they grew by."""
    found = {
        "publishing_cadence": entry(
            "publishing_cadence",
            7 * int(sums["posts"].sum()) / ((calendar.end - calendar.start).days + 1),
            unit="ratio",
            period=whole(calendar),
        ),
        "mentions": entry(
            "mentions",
            int(sums["mentions"][0]),
            unit="count",
            period=whole(calendar),
            arguments={"where": [["is", "kind", [VOICE_KINDS[MENTION]]], ["is", "properties.brand", [SHOP]]]},
        ),
        "followers": _followers(sums, calendar),
        "follower_growth": _growth(sums, calendar, whole(calendar)),
    }
    month = last_month(calendar)
    if month:
        found["follower_growth[last month]"] = _growth(sums, calendar, month)
    for name, by_network in zip(COUNTED, sums["post_counts"].tolist(), strict=True):
        found[name] = entry(
            name,
            sum(by_network),
            unit="count",
            period=whole(calendar),
            arguments={"by": "network"},
            breakdown=_groups(by_network),
        )
    return found


def _followers(sums: dict[str, Numbers], calendar: Calendar) -> JSON:
    """Return followers at the end of the period."""
    at_end = sums["followers"][-1].tolist()
    return entry(
        "followers",
        sum(at_end),
        unit="count",
        period=whole(calendar),
        arguments={"by": "network"},
        breakdown=_groups(at_end),
    )


def _groups(by_network: list[int]) -> list[JSON]:
    """Return a row per network with anything to count."""
    pairs = zip(NETWORKS, by_network, strict=True)
    return [{"group": {"network": network}, "value": count} for network, count in pairs if count]


def _growth(sums: dict[str, Numbers], calendar: Calendar, period: tuple[date, date]) -> JSON:
    """Return the growth of all followers over some days."""
    before, last = (
        (day - calendar.start + timedelta(days=1)).days for day in (period[0] - timedelta(days=1), period[1])
    )
    followers = sums["followers"].sum(axis=1)
    gained, lost = (int(sums[name][before + 1 : last + 1].sum()) for name in ("gained", "lost"))
    start, end = int(followers[before]), int(followers[last])
    parts = {"gained": gained, "lost": lost, "followers_start": start, "followers_end": end}
    return entry("follower_growth", ratio(end - start, start), unit="share", period=period, parts=parts)
