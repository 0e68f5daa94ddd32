"""Every metric of networks against its plain statement, on posts, profiles and mentions by chance."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.asking.plain_question import check_reply
from tests.asking.yearly_log import FEW, ZONE, YearlyLog, periods
from tests.naive.records import Record
from tests.worked.social.random_social import (
    MENTIONS,
    OWN,
    POSTS,
    VARIANTS,
    mention_logs,
    post_logs,
    social_questions,
)

POST_LOG, MENTION_LOG, PROFILE_LOG = YearlyLog(), YearlyLog(), YearlyLog()
DAY = timedelta(days=1)


@st.composite
def profile_logs(draw: st.DrawFn, year: int) -> list[dict[str, Any]]:
    """Return counts of three profiles of a year, on some days and not on others."""
    tally = st.none() | st.integers(0, 40)
    days = draw(st.lists(st.integers(0, 80), max_size=25))
    rows = [
        {
            "day": date(year, 2, 1) + DAY * day,
            "network": draw(st.sampled_from("ab")),
            "profile": draw(st.sampled_from([f"us {year}", None])),
            **{name: draw(tally) for name in ("followers", "gained", "lost")},
        }
        for day in days
    ]
    told = {(row["day"], row["network"], row["profile"]): row for row in rows}
    return [{"id": f"{year} {number}", **row} for number, row in enumerate(told.values())]


@given(data=st.data())
@FEW
def test_posts_as_counted_plainly(data: st.DataObject) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement, for every variant."""
    year = POST_LOG.take_year()
    posts, days = data.draw(post_logs(year)), data.draw(profile_logs(year))
    question = data.draw(social_questions(year))
    days = [day for day in days if day["profile"]]
    workspace = POST_LOG.add(post=posts, profile_day=days)
    told = [{**post, "followers": _followers_on(post, days)} for post in posts]
    for name, reply in workspace.ask(sorted(POSTS), **question.arguments()).items():
        check_reply(reply, question, POSTS[name], told)
    own, statement = VARIANTS[data.draw(st.sampled_from(sorted(VARIANTS)))]
    asked = replace(question, own=own)
    check_reply(workspace.ask("engagement_rate", **asked.arguments()), asked, statement, told)


@given(data=st.data())
@FEW
def test_mentions_as_counted_plainly(data: st.DataObject) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement."""
    year = MENTION_LOG.take_year()
    mentions = data.draw(mention_logs(year))
    question = replace(data.draw(social_questions(year)), own={"own": OWN})
    workspace = MENTION_LOG.add(mention=mentions)
    for name, reply in workspace.ask(sorted(MENTIONS), **question.arguments()).items():
        check_reply(reply, question, MENTIONS[name], mentions)


@given(data=st.data())
@FEW
def test_followers_as_counted_plainly(data: st.DataObject) -> None:
    """Followers and their growth over the whole, each bucket and each network are those of the plain statement."""
    year = PROFILE_LOG.take_year()
    days = [{**day, "profile": f"{day['profile']} {year}"} for day in data.draw(profile_logs(year))]
    span = data.draw(periods(year))
    workspace = PROFILE_LOG.add(profile_day=days)
    asked: dict[str, Any] = {"period": tuple(map(str, span)), "where": [["contains", "profile", [str(year)]]]}
    followers, growth = workspace.ask(["followers", "follower_growth"], by="network", every="week", **asked).values()
    assert followers.value == sum(one["end"] for one in _grown(days, *span))
    _check_growth(growth.to_dict(), days, *span)
    for point in growth.series:
        _check_growth(point, days, date.fromisoformat(point["start"]), date.fromisoformat(point["end"]))
    for point in followers.series:
        ends = [one["end"] for one in _grown(days, span[0], date.fromisoformat(point["end"]))]
        assert (point["value"], point["n"]) == (sum(ends), len(ends))
    for row in growth.breakdown:
        _check_growth(row, [day for day in days if day["network"] == row["group"]["network"]], *span)


def _followers_on(post: Record, days: Sequence[Record]) -> int | None:
    """Return the last count of a post's profile up to its local day."""
    day = post["time"].astimezone(ZONE).date()
    mine = [one for one in days if (one["network"], one["profile"]) == (post["network"], post["profile"])]
    told = [one for one in mine if one["day"] <= day and one["followers"] is not None]
    return max(told, key=lambda one: one["day"])["followers"] if told else None


def _grown(days: Sequence[Record], first: date, last: date) -> list[dict[str, Any]]:
    """Return for each profile counted up to the end: followers at the start and at the end, won and lost."""
    found = []
    for profile in {(day["network"], day["profile"]) for day in days}:
        mine = sorted(
            (day for day in days if (day["network"], day["profile"]) == profile and day["day"] <= last),
            key=lambda day: day["day"],
        )
        told = [day for day in mine if day["followers"] is not None]
        if not told:
            continue
        inside = [day for day in mine if day["day"] >= first]
        moved = {name: sum(day[name] or 0 for day in inside) for name in ("gained", "lost")}
        found.append({"end": told[-1]["followers"], "start": _start(told, first), **moved})
    return found


def _start(told: Sequence[Record], first: date) -> int | None:
    """Return with how many followers a profile began, nothing where that cannot be said."""
    before, inside = ([day for day in told if (day["day"] < first) == early] for early in (True, False))
    if not inside:
        return None
    if before:
        return int(before[-1]["followers"])
    opening = inside[0]
    if opening["gained"] is not None and opening["lost"] is not None:
        opened = int(opening["followers"] - opening["gained"] + opening["lost"])
        if opened >= 0:
            return opened
    return int(opening["followers"]) if len(inside) > 1 else None


def _check_growth(told: Record, days: Sequence[Record], first: date, last: date) -> None:
    """Compare a growth with the plain one."""
    counted = [one for one in _grown(days, first, last) if one["start"] is not None]
    start, end, gained, lost = (sum(one[name] for one in counted) for name in ("start", "end", "gained", "lost"))
    assert told["value"] == (pytest.approx((end - start) / start) if start else None)
    assert told["n"] == start
    moved = {"gained": gained, "lost": lost} if gained or lost or start == end else {"gained": None, "lost": None}
    assert told["parts"] == {"followers_start": start, "followers_end": end, **moved}
