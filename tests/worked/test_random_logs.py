"""Every metric of the web site and of the product, on random logs, against its naive statement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given

import regard
from tests.naive.asking import Log, NaiveQuestion, dates
from tests.naive.metrics import ATTENTION, HABIT, TRAILING, VARIANTS, Answer
from tests.naive.people import Link
from tests.naive.random_logs import ROME, event_logs, link_logs
from tests.naive.slices import Asked, named
from tests.naive.visits import Event, Touch

FIRST, LAST = date(2025, 3, 29), date(2025, 3, 31)
DAYS = dates(FIRST, LAST)
BEFORE = dates(date(2025, 3, 26), date(2025, 3, 28))
ASKED = Asked(
    start=named("cart"),
    end=named("buy"),
    goals=(named("buy"), lambda touch: touch.event["type"] == "page" and touch.page == "/b"),
)
METRICS = {name: metric for name, metric in {**ATTENTION, **HABIT}.items() if name not in ("activity_rate", "feature_usage")}


@dataclass(frozen=True)
class Shape:
    """A way to ask, as people write it and as the naive side filters."""

    every: str | None = None
    by: str | None = None
    where: Any = None
    keep: Callable[[Touch], bool] = lambda _: True
    compare: str | None = None


SHAPES = {
    "plain": Shape(),
    "days, compared": Shape(every="day", compare="previous"),
    "hours": Shape(every="hour"),
    "weeks": Shape(every="week"),
    "by country": Shape(by="country"),
    "by page": Shape(by="page"),
    "by name": Shape(by="name"),
    "from Italy": Shape(where=[["is", "country", ["IT"]]], keep=lambda touch: touch.origin("country") == "IT"),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@given(events=event_logs(), links=link_logs())
def test_every_metric_agrees_with_its_naive_statement(shape: Shape, events: list[Event], links: list[Link]) -> None:
    """Value, n and parts of the whole, of every point and of every group are what plain Python counts."""
    names = [name for name in METRICS if not (shape.every == "hour" and name in TRAILING)]
    log = Log(events, links, ROME, ASKED)
    asked = {"every": shape.every, "by": shape.by, "where": shape.where, "compare": shape.compare}
    with opened(events, links) as ws:
        replies = ws.ask(names, period=(FIRST.isoformat(), LAST.isoformat()), start="cart", end="buy", **asked)
    for name, reply in replies.items():
        metric = METRICS[name]
        if name == "time_on_page" and reply.definition["method"] == "next_page":
            metric = VARIANTS[name, "next_page"]
        question = NaiveQuestion(name, metric, DAYS, shape.every, shape.by, shape.keep)
        agree(reply, question.ask(log), metric(log.cut([], shape.keep)))


def opened(events: list[Event], links: list[Link]) -> regard.Workspace:
    """Return a workspace that was told of the events and links, with two goals declared."""
    ws = regard.open(zone="Europe/Rome")
    ws.declare("goal", "bought", event="buy")
    ws.declare("goal", "saw_b", page="/b")
    ws.add("event", events)
    ws.add("link", links)
    return ws


def agree(reply, naive, nothing) -> None:
    same(reply.to_dict(), naive.total, reply.metric)
    for point in reply.series:
        same(point, naive.series.get(point["start"], nothing), (reply.metric, point["start"]))


def same(found, expected: Answer, where) -> None:
    assert (found["value"], found["n"]) == (pytest.approx(expected.value), expected.n), (where, found["parts"], expected)
    assert found["parts"] == pytest.approx(expected.parts), where
