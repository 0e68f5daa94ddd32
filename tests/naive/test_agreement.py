"""Every metric of the web site and of the product, on random logs, against its naive statement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from regard import Reply
from tests.naive.asking import Log, NaiveQuestion, dates
from tests.naive.metrics import ATTENTION, HABIT, VARIANTS, Answer, Metric
from tests.naive.people import Link
from tests.naive.random_logs import ROME, customer_logs, event_logs, link_logs
from tests.naive.slices import Asked, named
from tests.naive.visits import Event, Touch
from tests.naive.workspaces import opened, told

DAYS = dates(date(2025, 3, 29), date(2025, 3, 31))
BEFORE = dates(date(2025, 3, 26), date(2025, 3, 28))
PERIOD = ("2025-03-29", "2025-03-31")
ASKED = Asked(
    feature=named("seen"),
    start=named("cart"),
    end=named("buy"),
    goals=(named("buy"), lambda touch: touch.event["type"] == "page" and touch.page == "/b"),
)
CHECKOUT = {"start": "cart", "end": "buy"}
LEFT_OUT = ("activity_rate", "feature_usage")
OF_EVENTS = {name: metric for name, metric in {**ATTENTION, **HABIT}.items() if name not in LEFT_OUT}
"""All that can be asked at once: the one left out counts customers, the other needs an argument that changes more."""

SOME = (
    "events",
    "visits",
    "visit_duration",
    "bounce_rate",
    "pages_per_visit",
    "new_visitor_share",
    "conversion_rate",
    "time_on_page",
    "exit_rate",
)
"""A few of every grain, where compiling all would take longer than it tells."""

FEW = settings(max_examples=settings.default.max_examples // 12)  # type: ignore[union-attr]


@dataclass(frozen=True)
class Shape:
    """A way to ask, as people write it and as the naive side filters."""

    every: str | None = None
    by: str | None = None
    where: Any = None
    keep: Callable[[Touch], bool] = lambda _: True
    names: tuple[str, ...] = SOME


def _from_italy(touch: Touch) -> bool:
    return bool(touch.origin("country") == "IT")


def _of_buying_visits(touch: Touch) -> bool:
    return touch.visit is not None and any(named("buy")(other) for other in touch.visit.touches)


SHAPES = {
    "days": Shape(every="day", names=tuple(OF_EVENTS)),
    "hours": Shape(every="hour"),
    "weeks": Shape(every="week"),
    "days by country": Shape(every="day", by="country", names=(*SOME, "daily_active")),
    "by page": Shape(by="page", names=tuple(OF_EVENTS)),
    "by name": Shape(by="name", names=(*SOME, "active_people", "stickiness")),
    "from Italy": Shape(where=[["is", "country", ["IT"]]], keep=_from_italy, names=tuple(OF_EVENTS)),
    "with an address": Shape(where=[["contains", "url", ["shop"]]], keep=lambda touch: "url" in touch.event),
    "visits that buy": Shape(where=[["visit_has", "buy"]], keep=_of_buying_visits),
}


@FEW
@given(events=event_logs(), links=link_logs())
def test_metrics_agree_with_their_naive_statements(events: list[Event], links: list[Link]) -> None:
    """Value, n and parts of the whole, of every point and of every group are what plain Python counts."""
    log = Log(events, links, ROME, ASKED)
    with told(events, links) as ws:
        for way, shape in SHAPES.items():
            checkout = CHECKOUT if "checkout_abandonment" in shape.names else {}
            asked = {"every": shape.every, "by": shape.by, "where": shape.where, **checkout}
            replies = ws.ask(shape.names, period=PERIOD, **asked)
            for name, reply in replies.items():
                agree(reply, NaiveQuestion(name, _statement(reply), DAYS, shape.every, shape.by, shape.keep), log, way)


@FEW
@given(events=event_logs(), links=link_logs())
def test_the_days_before_agree_too(events: list[Event], links: list[Link]) -> None:
    """The compared period is counted like any other; shares change in points, all else relatively, and null from 0.

    The other conventions of a metric, and its other denominators, are what plain Python counts.
    """
    log = Log(events, links, ROME, ASKED)
    with told(events, links) as ws:
        replies = ws.ask(list(OF_EVENTS), period=PERIOD, compare="previous", **CHECKOUT)
        others = {
            key: ws.ask(key[0], period=PERIOD, **{"per" if key[1] == "visit" else "variant": key[1]})
            for key in VARIANTS
            if key[0] != "activity_rate"
        }
    for name, reply in replies.items():
        assert reply.previous is not None
        before = NaiveQuestion(name, _statement(reply), BEFORE).ask(log).total
        same(reply.previous, before, name)
        found = reply.change["value"] if reply.change else None
        assert found == pytest.approx(_change(reply.value, before.value, reply.unit)), name
    for (name, other), reply in others.items():
        agree(reply, NaiveQuestion(name, VARIANTS[name, other], DAYS), log, other)


@FEW
@given(events=event_logs(), links=link_logs(), customers=customer_logs())
def test_paying_and_using_agree(events: list[Event], links: list[Link], customers: list[dict[str, Any]]) -> None:
    """Active people over customers who paid at some moment of the time, and users of a feature over active people."""
    log = Log(events, links, ROME, ASKED, customers)
    with opened(event=events, link=links, customer=customers) as ws:
        used = ws.ask("feature_usage", event="seen", period=PERIOD, every="day")
        rate = ws.ask("activity_rate", period=PERIOD, every="day")
        daily = ws.ask("activity_rate", period=PERIOD, every="day", variant="daily")
    agree(used, NaiveQuestion("feature_usage", HABIT["feature_usage"], DAYS, "day"), log)
    agree(rate, NaiveQuestion("activity_rate", HABIT["activity_rate"], DAYS, "day"), log)
    agree(daily, NaiveQuestion("activity_rate", VARIANTS["activity_rate", "daily"], DAYS, "day"), log)


def agree(reply: Reply, question: NaiveQuestion, log: Log, way: str = "") -> None:
    """Hold a reply, its points, its groups and their points against the naive ones; `way` tells them in a failure."""
    asked, naive = f"{question.name} {way}", question.ask(log)
    nothing = question.metric(log.cut([]))
    same(reply.to_dict(), naive.total, asked)
    for point in reply.series:
        same(point, naive.series.get(point["start"], nothing), asked)
    groups = {next(iter(row["group"].values())): row for row in reply.breakdown}
    assert set(groups) == {value for value, group in naive.groups.items() if group.counts_anything}, asked
    for value, row in groups.items():
        same(row, naive.groups[value].total, asked)
        for point in row["series"]:
            same(point, naive.groups[value].series.get(point["start"], nothing), asked)


def same(found: Mapping[str, Any], expected: Answer, asked: str) -> None:
    """Hold value, n and parts against what was expected; numbers may differ in their last digits."""
    assert (found["value"], found["n"]) == (pytest.approx(expected.value), expected.n), asked
    assert found["parts"] == pytest.approx(expected.parts), asked


def _statement(reply: Reply) -> Metric:
    """Return the naive statement of a metric, or of the one that stood in for it."""
    stands_in = reply.definition["method"] == "next_page"
    return VARIANTS[reply.metric, "next_page"] if stands_in else OF_EVENTS[reply.metric]


def _change(now: float | None, before: float | None, unit: str) -> float | None:
    """Return how a value moved."""
    if now is None or before is None:
        return None
    if unit == "share":
        return now - before
    return (now - before) / before if before else None
