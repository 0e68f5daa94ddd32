"""What each metric of the web site and of the product is, said once more in plain Python over dicts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.naive.people import Node
from tests.naive.slices import Slice


@dataclass(frozen=True)
class Answer:
    """A value, the rows behind it, and its parts."""

    value: float | None
    n: int
    parts: dict[str, Any] = field(default_factory=dict)


Metric = Callable[[Slice], Answer]


def count(rows: Iterable[object], **parts: int) -> Answer:
    """Return how many rows there are."""
    number = len(list(rows))
    return Answer(number, number, parts)


def share(flags: Iterable[bool], *names: str) -> Answer:
    """Return the share of flags that are true, its two counts under the given names."""
    known = list(flags)
    value = sum(known) / len(known) if known else None
    return Answer(value, len(known), dict(zip(names, (sum(known), len(known)), strict=False)))


def mean(numbers: Iterable[float | None], names: tuple[str, str] = ("total", "n"), over: float = 1) -> Answer:
    """Return the mean of the numbers there are, divided by `over`."""
    known = [number for number in numbers if number is not None]
    value = sum(known) / len(known) / over if known else None
    return Answer(value, len(known), {names[0]: sum(known), names[1]: len(known)})


def engaged_time(part: Slice) -> Answer:
    """Return attention over all visits, nothing where nothing measured it."""
    measured = [visit.engaged for visit in part.visits if visit.engaged is not None]
    total, visits = sum(measured), len(part.visits)
    return Answer(total / visits if measured else None, visits, {"total": total, "n": visits})


def is_engaged(part: Slice, visit: Any) -> bool:
    """Return whether a visit has 10 s of attention, a second page or a goal."""
    reached = any(part.asked.is_goal(touch) for touch in visit.touches)
    return (visit.engaged or 0) >= 10 or len(visit.pages) >= 2 or reached


def visit_seconds(visit: Any) -> float:
    """Return the seconds from the first to the last event, 0 for a bounce."""
    is_bounce = len(visit.pages) == 1 and not visit.actions
    seconds: float = (visit.opening[-1].time - visit.opening[0].time).total_seconds()
    return 0.0 if is_bounce else seconds


def pages_per_visit(part: Slice) -> Answer:
    """Return page views within visits over visits."""
    views = sum(touch.event["type"] == "page" and touch.visit is not None for touch in part.touches)
    visits = len(part.visits)
    return Answer(views / visits if visits else None, visits, {"page_views": views, "visits": visits})


def scroll_depth(part: Slice) -> Answer:
    """Return the mean of the furthest points, and how many reached each mark."""
    depths = [page.scroll for page in part.page_visits if page.scroll is not None]
    reached = {f"reached_{mark}": sum(depth >= mark / 100 for depth in depths) for mark in (25, 50, 75, 90)}
    found = mean(depths)
    return Answer(found.value, found.n, {**found.parts, **reached})


def exit_rate(part: Slice) -> Answer:
    """Return exits over views, page by page."""
    views = [
        sum(touch.page == page.page and touch.visit is page.visit for touch in part.touches if _is_view(touch))
        for page in part.page_visits
    ]
    exits = sum(page.visit.pages[-1].page == page.page for page in part.page_visits)
    return Answer(exits / sum(views) if views else None, sum(views), {"exits": exits, "page_views": sum(views)})


def _is_view(touch: Any) -> bool:
    return bool(touch.event["type"] == "page")


def abandonment(part: Slice) -> Answer:
    """Return the share of those who start of whom no end at or after their first start is known."""
    first: dict[Node | None, datetime] = {}
    last: dict[Node | None, datetime] = {}
    for touch in part.touches:
        if part.asked.start(touch):
            first.setdefault(touch.person, touch.time)
        if part.asked.end(touch):
            last[touch.person] = touch.time
    return share(
        (not (who in last and last[who] >= first[who]) for who in first if who is not None), "abandoned", "started"
    )


ATTENTION: dict[str, Metric] = {
    "page_views": lambda part: count(touch for touch in part.touches if _is_view(touch)),
    "events": lambda part: count(touch for touch in part.touches if part.asked.event(touch)),
    "unique_visitors": lambda part: count(part.visitors, identified=part.identified(part.visitors)),
    "new_visitor_share": lambda part: share(map(part.is_new, part.visitors), "new_visitors", "visitors"),
    "visits": lambda part: count(part.visits),
    "visit_duration": lambda part: mean(map(visit_seconds, part.visits)),
    "engaged_time": engaged_time,
    "bounce_rate": lambda part: share(
        (len(visit.pages) == 1 and not visit.actions for visit in part.visits if visit.pages), "bounces", "visits"
    ),
    "engaged_visit_rate": lambda part: share((is_engaged(part, visit) for visit in part.visits), "engaged", "visits"),
    "pages_per_visit": pages_per_visit,
    "time_on_page": lambda part: mean(page.engaged for page in part.page_visits),
    "scroll_depth": scroll_depth,
    "exit_rate": exit_rate,
    "conversions": lambda part: count(touch for touch in part.touches if part.asked.is_goal(touch)),
    "converting_visitors": lambda part: count(part.visitors & part.people_who(part.asked.is_goal)),
    "conversion_rate": lambda part: share(
        (person in part.people_who(part.asked.is_goal) for person in part.visitors), "converting_visitors", "visitors"
    ),
    "checkout_abandonment": abandonment,
}

VARIANTS: dict[tuple[str, str], Metric] = {
    ("bounce_rate", "single_page"): lambda part: share(
        (len(visit.pages) == 1 for visit in part.visits if visit.pages), "bounces", "visits"
    ),
    ("bounce_rate", "not_engaged"): lambda part: share(
        (not is_engaged(part, visit) for visit in part.visits), "bounces", "visits"
    ),
    ("bounce_rate", "metrica"): lambda part: share(
        (len(visit.pages) <= 1 and (visit.engaged or 0) < 15 and not visit.actions for visit in part.visits),
        "bounces",
        "visits",
    ),
    ("time_on_page", "focused"): ATTENTION["time_on_page"],
    ("time_on_page", "next_page"): lambda part: mean(page.stay for page in part.page_visits),
    ("conversion_rate", "visit"): lambda part: share(
        (any(touch.visit is visit and part.asked.is_goal(touch) for touch in part.touches) for visit in part.visits),
        "converting_visits",
        "visits",
    ),
}
"""By metric and variant, or metric and what it is `per`."""


def _people(part: Slice) -> Answer:
    return count(part.active, identified=part.identified(part.active))


def _stickiness(part: Slice) -> Answer:
    days, people = len(part.active_days), len(part.active)
    value = days / len(part.days) / people if people else None
    return Answer(value, people, {"person_days": days, "people": people})


def _activity_rate(part: Slice, active: float, name: str) -> Answer:
    payers = len(part.payers)
    spread = len(part.days) if name == "person_days" else 1
    return Answer(active / spread / payers if payers else None, payers, {name: active, "paying_customers": payers})


def _visits_each(part: Slice) -> Answer:
    visits = [sum(visit.person == person for visit in part.visits) for person in part.visitors]
    return mean(visits, ("visits", "visitors"), over=part.months)


HABIT: dict[str, Metric] = {
    **dict.fromkeys(("active_people", "daily_active", "weekly_active", "monthly_active"), _people),
    "stickiness": _stickiness,
    "activity_rate": lambda part: _activity_rate(part, len(part.active), "active_people"),
    "feature_usage": lambda part: share(
        (person in part.people_who(part.asked.feature) for person in part.active), "people", "active_people"
    ),
    "interaction_frequency": _visits_each,
}
VARIANTS["activity_rate", "daily"] = lambda part: _activity_rate(part, len(part.active_days), "person_days")

TRAILING = {"daily_active": 1, "weekly_active": 7, "monthly_active": 28, "stickiness": 28}
"""How many days each point covers, where that is not its bucket."""
