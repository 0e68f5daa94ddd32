"""What a small world came to, counted in plain Python from its records, for the metrics that are curves or complete.

Written from the definitions, and from nothing that the simulator uses.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.simulator.naive_log import SEEN, Row

WEEK = timedelta(days=7)


def by_person(events: Iterable[Row], person_of: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the page, screen and track events of each person, in order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for event in sorted(events, key=lambda row: row["time"]):
        if event["type"] in SEEN:
            said = event["user_id"] or event["anonymous_id"]
            found[person_of.get(said, said)].append(event)
    return found


def monday(moment: datetime, zone: ZoneInfo) -> date:
    """Return the Monday of the local week of a moment."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def active_weeks(log: Mapping[str, list[Row]], zone: ZoneInfo) -> dict[str, list[date]]:
    """Return the Mondays of the weeks in which each person was active, in order."""
    return {person: sorted({monday(row["time"], zone) for row in rows}) for person, rows in log.items()}


def cohorts(weeks: Mapping[str, list[date]]) -> Counter[tuple[date, int]]:
    """Return how many of the people whose first week it was came back so many weeks later."""
    counts: Counter[tuple[date, int]] = Counter()
    for active in weeks.values():
        counts.update((active[0], (week - active[0]).days // 7) for week in active)
    return counts


def life_cycle(weeks: Mapping[str, list[date]], week: date) -> dict[str, int]:
    """Return new, returning, resurrecting and dormant people of a week."""
    counts = dict.fromkeys(("new", "returning", "resurrecting", "dormant"), 0)
    for active in weeks.values():
        now, before = week in active, week - WEEK in active
        if now:
            counts["new" if active[0] == week else "returning" if before else "resurrecting"] += 1
        elif before:
            counts["dormant"] += 1
    return counts


def reached(rows: list[Row], window: timedelta) -> int:
    """Return the furthest step of a person in seeing a product, putting one into the cart and buying, in this order.

    Every product seen is a new attempt, and the best one counts.
    """
    best = 0
    for place, view in enumerate(rows):
        if view["type"] != "page" or not (view["path"] or "").startswith("/products/"):
            continue
        to_come = ["add_to_cart", "purchase"]
        for row in rows[place:]:
            if to_come and row["name"] == to_come[0] and row["time"] - view["time"] <= window:
                to_come.pop(0)
        best = max(best, 3 - len(to_come))
    return best


def converts(rows: list[Row], start: str, end: str, window: timedelta) -> tuple[bool, bool]:
    """Return whether a person did one thing, and whether the other followed it in time."""
    starts = [row["time"] for row in rows if row["name"] == start]
    ends = [row["time"] for row in rows if row["name"] == end]
    return bool(starts), any(timedelta(0) <= last - first <= window for first in starts for last in ends)


def first_week(rows: list[Row], goal: str, opens: datetime, closes: datetime) -> tuple[bool, bool]:
    """Return whether a person was first seen in the period and a week before its end, and reached the goal by then."""
    first = rows[0]["time"]
    counts = opens <= first and first + WEEK <= closes
    return counts, counts and any(row["name"] == goal and row["time"] - first <= WEEK for row in rows)


def waits(told: list[Row]) -> list[float]:
    """Return the seconds that a customer waited for a person: from the first public message without a reply on."""
    found, since = [], None
    for row in sorted(told, key=lambda row: row["time"]):
        if row["kind"] != "comment" or not row["public"]:
            continue
        if row["actor"] == "customer" and since is None:
            since = row["time"]
        elif row["actor"] == "agent" and since is not None:
            found.append((row["time"] - since) / timedelta(seconds=1))
            since = None
    return found


def monthly_money(contracts: Iterable[Row], moment: datetime) -> Counter[str]:
    """Return what each customer pays every month, at the moment at which a month begins."""
    held: Counter[str] = Counter()
    for row in contracts:
        if row["started_at"] < moment and (row["ended_at"] is None or row["ended_at"] >= moment):
            held[row["user_id"]] += row["monthly_amount"]
    return held
