"""Declared dimensions on random logs: totals, rows and plain Python say the same."""

from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from tests.naive.asking import Log, NaiveQuestion
from tests.naive.metrics import ATTENTION, HABIT
from tests.naive.people import Link
from tests.naive.random_logs import ROME, event_logs, link_logs
from tests.naive.test_agreement import ASKED, DAYS, PERIOD, agree
from tests.naive.visits import Event, Touch

NAMES = ("page_views", "events", "visits", "bounce_rate", "unique_visitors", "new_visitor_share", "exit_rate")
PLANS: tuple[dict[str, Any], ...] = ({}, {"plan": None}, {"plan": "pro"}, {"plan": 3}, {"plan": 3.0}, {"plan": True})
TEXTS = {None: None, "pro": "pro", 3: "3", True: "true"}
"""What a property is as a dimension; 3.0 is equal to 3, and no plan is 1, which is equal to `True`."""

FEW = settings(max_examples=settings.default.max_examples // 12)  # type: ignore[union-attr]


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Return events with properties, those of one id with the same."""
    events = draw(event_logs())
    plans = {event["id"]: draw(st.sampled_from(PLANS)) for event in events}
    return [{**event, "properties": plans[event["id"]]} for event in events]


def plan_of(touch: Touch) -> str | None:
    """Return the plan that the first event of a visit has, or an event outside of visits itself."""
    first = touch.visit.opening[0] if touch.visit else touch
    return TEXTS[first.event["properties"].get("plan")]


@dataclass
class ByPlan(NaiveQuestion):
    """A question split by a declared dimension."""

    def field(self, touch: Touch) -> Any:
        """Return the value of the dimension."""
        return plan_of(touch)


@FEW
@given(events=logs(), links=link_logs())
def test_totals_rows_and_plain_python_agree(events: list[Event], links: list[Link]) -> None:
    """Split by day or filtered, each number is what plain Python counts, whatever it was read from."""
    log = Log(events, links, ROME, ASKED)
    metrics = {name: {**ATTENTION, **HABIT}[name] for name in (*NAMES, "active_people")}
    for totals_from, path in ((0, "totals"), (10**9, "rows")):
        with regard.open(zone="Europe/Rome", totals_from=totals_from) as ws:
            ws.declare("dimension", "plan", field="properties.plan")
            ws.add("event", events)
            ws.add("link", links)
            split = ws.ask([*metrics], by="plan", every="day", period=PERIOD, as_of="2025-04-01")
            kept = ws.ask(NAMES, where=[["is", "plan", ["3"]]], period=PERIOD, as_of="2025-04-01")
        for name, reply in split.items():
            assert reply.path == ("rows" if name == "active_people" else path), name
            agree(reply, ByPlan(name, metrics[name], DAYS, "day", "plan"), log, path)
        for name, reply in kept.items():
            assert reply.path == path, name
            agree(reply, ByPlan(name, metrics[name], DAYS, keep=lambda touch: plan_of(touch) == "3"), log, path)
