"""Posts, followers and mentions: what the simulator counted while it drew them, against their records."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from regard.simulator import World
from tests.simulator.naive_log import Row

Records = Callable[[str], list[Row]]

COUNTED = ("likes", "comments", "shares", "saves", "link_clicks")


@pytest.mark.parametrize("name", COUNTED)
def test_posts_come_to_what_is_counted(small_world: World, records: Records, name: str) -> None:
    """The sums of the latest states, by network; a network that does not tell has no row."""
    entry = small_world.truth["counted"][name]
    told = [row for row in records("post") if row[name] is not None]
    sums = Counter[str]()
    for row in told:
        sums[row["network"]] += row[name]
    assert {row["group"]["network"]: row["value"] for row in entry["breakdown"]} == dict(sums)
    assert entry["value"] == sums.total() > 0


def test_engagements_are_as_counted(small_world: World, records: Records) -> None:
    """The network's own total where there is one, else the sum of what is counted; and stories with their exits."""
    realised, posts = small_world.truth["realised"], records("post")
    own = {row["network"] for row in posts if row["engagements"] is not None}
    sums = [sum(row[name] or 0 for name in COUNTED) for row in posts]
    totals = [
        known if row["engagements"] is None else row["engagements"] for row, known in zip(posts, sums, strict=True)
    ]
    stories = [row for row in posts if row["kind"] == "story"]
    assert own == {"facebook", "linkedin"}
    assert all(total >= known for total, known in zip(totals, sums, strict=True))
    assert sum(totals) == realised["engagements"] > sum(sums)
    assert sum(row["impressions"] for row in posts) == realised["impressions"]
    assert sum(row["exits"] for row in stories) == realised["story_exits"] > 0
    assert sum(row["impressions"] for row in stories) == realised["story_views"]
    assert all(row["reach"] <= row["impressions"] for row in posts)


def test_posts_are_told_of_again(small_world: World, records: Records) -> None:
    """A later state of a part of the posts replaces the first one, and says more."""
    rows = small_world.tables["post"].to_pylist()
    latest = {row["id"]: row for row in records("post")}
    early = [row for row in rows if row["as_of"] < latest[row["id"]]["as_of"]]
    assert 0.4 * len(latest) < len(early) < 0.8 * len(latest)
    assert all(row["impressions"] <= latest[row["id"]]["impressions"] for row in early)
    assert {row["kind"] for row in rows} == {"image", "video", "story", "link"}


def test_posts_per_week_are_as_counted(small_world: World, records: Records) -> None:
    """Posts over weeks, a part of a week counting as such."""
    assert small_world.truth["counted"]["publishing_cadence"]["value"] == pytest.approx(
        len(records("post")) / (190 / 7)
    )


def test_followers_add_up(small_world: World, records: Records) -> None:
    """Each day has the followers of the day before, and those gained, less those lost."""
    days = {(row["network"], row["day"]): row for row in records("profile_day")}
    period, counted = small_world.truth["period"], small_world.truth["counted"]
    first, last = date.fromisoformat(period["from"]), date.fromisoformat(period["to"])
    before = first - timedelta(days=1)
    networks = {network for network, _ in days}
    assert len(days) == len(networks) * 191
    for (network, day), row in days.items():
        if day > before:
            yesterday = days[network, day - timedelta(days=1)]["followers"]
            assert row["followers"] == yesterday + row["gained"] - row["lost"]
    at_end = {network: days[network, last]["followers"] for network in networks}
    assert {row["group"]["network"]: row["value"] for row in counted["followers"]["breakdown"]} == at_end
    assert counted["followers"]["value"] == sum(at_end.values())
    for name, since, until in (
        ("follower_growth", first, last),
        ("follower_growth[last month]", date(2025, 9, 1), date(2025, 9, 30)),
    ):
        inside = [row for (_, day), row in days.items() if since <= day <= until]
        start, end = (
            sum(days[network, day]["followers"] for network in networks) for day in (since - timedelta(days=1), until)
        )
        gained, lost = (sum(row[what] for row in inside) for what in ("gained", "lost"))
        parts = {"gained": gained, "lost": lost, "followers_start": start, "followers_end": end}
        assert counted[name]["parts"] == parts
        assert counted[name]["value"] == (end - start) / start > 0


def test_voices_are_as_counted(small_world: World, records: Records) -> None:
    """Mentions of the shop and of others, stars, and how long replies took."""
    realised, voices = small_world.truth["realised"], records("mention")
    mentions = [row["properties"] for row in voices if row["kind"] == "mention"]
    own = mentions.count('{"brand": "Lumen"}')
    stars = [row["rating"] for row in voices if row["kind"] == "review"]
    waits = [(row["replied_at"] - row["time"]) / timedelta(seconds=1) for row in voices if row["replied_at"]]
    assert (len(voices), len(mentions), own) == tuple(
        realised[name] for name in ("voices", "brand_mentions", "own_mentions")
    )
    assert small_world.truth["counted"]["mentions"]["value"] == own < len(mentions)
    assert (len(stars), sum(stars)) == (realised["reviews"], realised["stars"])
    assert len(waits) == realised["replied_voices"] < len(voices)
    assert sum(waits) == pytest.approx(realised["voice_reply_seconds"])
    assert all(row["rating"] is None for row in voices if row["kind"] != "review")
    assert {row["kind"] for row in voices if row["properties"] != '{"brand": "Lumen"}'} == {"mention"}
