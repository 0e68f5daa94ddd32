"""The variants of metrics of which the truth tells the default, counted from their definitions."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import groupby, pairwise
from typing import Any

from tests.simulator.naive_log import Row
from tests.soundness.truth_site import GOAL, PURCHASE
from tests.soundness.truth_told import Numbers, Recount, Span, Told, rate

_LONGEST_STAY = 1800.0
_WEIGHTS = {"likes": 1, "comments": 2, "shares": 3, "saves": 2, "link_clicks": 1}


def _pages(visit: list[Row]) -> list[Row]:
    """Return the page views of a visit."""
    return [row for row in visit if row["type"] == "page"]


def _attention(visit: list[Row]) -> float:
    """Return the seconds in focus."""
    return sum(row["engaged_ms"] or 0 for row in visit) / 1000


def _buys(visit: list[Row]) -> bool:
    """Return whether the only declared goal was reached."""
    return any(row["name"] == PURCHASE for row in visit)


def _is_idle(visit: list[Row]) -> bool:
    """Return whether a visit was not engaged: under 10 seconds in focus, at most a page and no conversion."""
    return not (_attention(visit) >= 10 or len(_pages(visit)) > 1 or _buys(visit))


def _is_short(visit: list[Row]) -> bool:
    """Return whether a visit bounced as Yandex.Metrica says: a page at most, under 15 seconds, nothing done."""
    is_acted = any(row["type"] == "track" and row["interactive"] is not False for row in visit)
    return len(_pages(visit)) <= 1 and _attention(visit) < 15 and not is_acted


def _share_of_visits(
    above: str, test: Callable[[list[Row]], bool], *, below: Callable[[list[Row]], Any] = bool
) -> Callable[[Told, Span], Numbers]:
    """Return the share of visits of which something is true, of those that count."""

    def count(told: Told, span: Span) -> Numbers:
        """Count visits."""
        visits = [visit for visit in told.visits_in(span) if below(visit)]
        return rate((above, sum(map(test, visits))), ("visits", len(visits)))

    return count


def _stays(visit: list[Row]) -> Iterable[tuple[str, float]]:
    """Return path and seconds of each stay that another page ended; views of one page in a row are one stay."""
    runs = [next(run) for _, run in groupby(_pages(visit), key=lambda row: row["path"])]
    for here, there in pairwise(runs):
        yield here["path"], min((there["time"] - here["time"]) / timedelta(seconds=1), _LONGEST_STAY)


def _next_page(told: Told, span: Span) -> Numbers:
    """Return the mean over pages of visits of how long they were stayed on, where another page followed."""
    stays: list[float] = []
    for visit in told.visits_in(span):
        on_page: dict[str, float] = {}
        for path, seconds in _stays(visit):
            on_page[path] = on_page.get(path, 0) + seconds
        stays += on_page.values()
    return rate(("total", sum(stays)), ("n", len(stays)))


def _held(told: Told, span: Span) -> tuple[set[str], set[str], set[str]]:
    """Return who had a contract at the start, at the end, and at any moment."""
    contracts = [
        (row, row["started_at"], row["ended_at"] or span.closes + timedelta(1)) for row in told.of("subscription")
    ]
    start = told.people(row for row, since, until in contracts if since < span.opens <= until)
    end = told.people(row for row, since, until in contracts if since < span.closes <= until)
    return start, end, start | end | told.people(row for row, since, _ in contracts if span.holds(since))


def _churn(told: Told, span: Span) -> Numbers:
    """Divide those who were customers and are none at the end by all who were."""
    start, end, ever = _held(told, span)
    parts = {"start": len(start), "end": len(end), "new": len(ever - start), "lost": len(ever - end)}
    return {"value": len(ever - end) / len(ever) if ever else None, **parts}


def _average_churn(told: Told, span: Span) -> Numbers:
    """Divide them by the mean of the customers at the start and at the end."""
    start, end, ever = _held(told, span)
    return {"value": len(ever - end) / ((len(start) + len(end)) / 2), "lost": len(ever - end)}


def _engagements(post: Row) -> float:
    """Return the network's own total, or the sum of what it tells."""
    told = post["engagements"]
    return float(told if told is not None else sum(post[name] or 0 for name in _WEIGHTS))


def _by_reach(told: Told, span: Span) -> Numbers:
    """Divide engagements by how many people saw the posts."""
    posts = [row for row in told.within("post", span) if row["reach"] is not None]
    return rate(("engagements", sum(map(_engagements, posts))), ("reach", sum(row["reach"] for row in posts)))


def _by_followers(told: Told, span: Span) -> Numbers:
    """Divide engagements by the followers on the local day of each post."""
    followers = {(row["network"], row["profile"], row["day"]): row["followers"] for row in told.of("profile_day")}
    posts = told.within("post", span)
    days = [row["time"].astimezone(told.zone).date() for row in posts]
    below = sum(followers[row["network"], row["profile"], day] for row, day in zip(posts, days, strict=True))
    return rate(("engagements", sum(map(_engagements, posts))), ("followers", below))


def _weighted(told: Told, span: Span) -> Numbers:
    """Divide engagements, each times its weight, by impressions, where it is told what they were."""
    posts = [row for row in told.within("post", span) if any(row[name] is not None for name in _WEIGHTS)]
    above = sum((row[name] or 0) * weight for row in posts for name, weight in _WEIGHTS.items())
    return rate(("weighted_engagements", above), ("impressions", sum(row["impressions"] for row in posts)))


RECOUNTS: tuple[Recount, ...] = (
    Recount(
        "bounce_rate",
        _share_of_visits("bounces", lambda visit: len(_pages(visit)) == 1, below=_pages),
        {"variant": "single_page"},
    ),
    Recount("bounce_rate", _share_of_visits("bounces", _is_idle), {"variant": "not_engaged"}),
    Recount("bounce_rate", _share_of_visits("bounces", _is_short), {"variant": "metrica"}),
    Recount("conversion_rate", _share_of_visits("converting_visits", _buys), {**GOAL, "per": "visit"}),
    Recount("time_on_page", _next_page, {"variant": "next_page"}),
    Recount("churn_rate", _churn, {"variant": "opening_plus_new"}),
    Recount("churn_rate", _average_churn, {"variant": "average"}),
    Recount("engagement_rate", _by_reach, {"per": "reach"}),
    Recount("engagement_rate", _by_followers, {"per": "follower"}),
    Recount("engagement_rate", _weighted, {"variant": "weighted"}),
)
