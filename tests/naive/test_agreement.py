"""Every metric of the web site and of the product, on random logs, against its naive statement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from regard import Reply
from tests.naive.asking import Log, NaiveQuestion, NaiveReply, dates
from tests.naive.metrics import ATTENTION, HABIT, TRAILING, VARIANTS, Answer, Metric
from tests.naive.people import Link
from tests.naive.random_logs import ROME, event_logs, link_logs
from tests.naive.slices import Asked, named
from tests.naive.visits import Event, Touch
from tests.naive.workspaces import opened

DAYS = dates(date(2025, 3, 29), date(2025, 3, 31))
BEFORE = dates(date(2025, 3, 26), date(2025, 3, 28))
PERIOD = ("2025-03-29", "2025-03-31")
GOALS = {"bought": {"event": "buy"}, "saw_b": {"page": "/b"}}
ASKED = Asked(
    feature=named("seen"),
    start=named("cart"),
    end=named("buy"),
    goals=(named("buy"), lambda touch: touch.event["type"] == "page" and touch.page == "/b"),
)
OF_EVENTS = {name: metric for name, metric in {**ATTENTION, **HABIT}.items() if name not in ("activity_rate", "feature_usage")}
"""All that can be asked at once: the one left out counts customers, the other needs an argument that changes more."""

FEW = settings(max_examples=settings.default.max_examples // 6)  # type: ignore[union-attr]


@dataclass(frozen=True)
class Shape:
    """A way to ask, as people write it and as the naive side filters."""

    every: str | None = None
    by: str | None = None
    where: Any = None
    keep: Callable[[Touch], bool] = lambda _: True


def _from_italy(touch: Touch) -> bool:
    return touch.origin("country") == "IT"


def _of_buying_visits(touch: Touch) -> bool:
    return touch.visit is not None and any(named("buy")(other) for other in touch.visit.touches)


SHAPES = {
    "days": Shape(every="day"),
    "hours": Shape(every="hour"),
    "weeks": Shape(every="week"),
    "days by country": Shape(every="day", by="country"),
    "by page": Shape(by="page"),
    "by name": Shape(by="name"),
    "from Italy": Shape(where=[["is", "country", ["IT"]]], keep=_from_italy),
    "views with an address": Shape(where=[["contains", "url", ["shop"]]], keep=lambda touch: "url" in touch.event),
    "visits that buy": Shape(where=[["visit_has", "buy"]], keep=_of_buying_visits),
}


@FEW
@given(events=event_logs(), links=link_logs())
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_metrics_agree_with_their_naive_statements(shape: Shape, events: list[Event], links: list[Link]) -> None:
    """Value, n and parts of the whole, of every point and of every group are what plain Python counts."""
    hourless = (*TRAILING, "interaction_frequency")
    names = [name for name in OF_EVENTS if not (shape.every == "hour" and name in hourless)]
    log = Log(events, links, ROME, ASKED)
    with opened(event=events, link=links) as ws:
        for goal, spec in GOALS.items():
            ws.declare("goal", goal, **spec)
        replies = ws.ask(names, period=PERIOD, start="cart", end="buy", every=shape.every, by=shape.by, where=shape.where)
    for name, reply in replies.items():
        metric = VARIANTS[name, "next_page"] if reply.definition["method"] == "next_page" else OF_EVENTS[name]
        question = NaiveQuestion(name, metric, DAYS, shape.every, shape.by, shape.keep)
        agree(reply, question.ask(log), metric(log.cut([])))


def agree(reply: Reply, naive: NaiveReply, nothing: Answer) -> None:
    """Hold a reply against the naive one; `nothing` is the metric of an empty log."""
    same(reply.to_dict(), naive.total)
    for point in reply.series:
        same(point, naive.series.get(point["start"], nothing))
    groups = {next(iter(row["group"].values())): row for row in reply.breakdown}
    assert set(groups) == {value for value, answer in naive.groups.items() if answer.n}
    for value, row in groups.items():
        same(row, naive.groups[value])


def same(found: Mapping[str, Any], expected: Answer) -> None:
    """Hold value, n and parts against what was expected; numbers may differ in their last digits."""
    assert (found["value"], found["n"]) == (pytest.approx(expected.value), expected.n)
    assert found["parts"] == pytest.approx(expected.parts)
