"""Declared dimensions of closed rows by hand: a plan that events told before they left the log, and a site."""

from collections.abc import Iterator
from typing import Any

import pytest

import regard
from regard.rows import derive
from tests.rows.test_closed_rows import MARCH, groups, value

PAGE = {"type": "page", "path": "/", "device": "phone"}
EVENTS: list[dict[str, Any]] = [
    {**PAGE, "time": "2025-03-01T10:00Z", "user_id": "ann", "host": "a.org", "properties": {"plan": "pro"}},
    {**PAGE, "time": "2025-03-01T10:10Z", "user_id": "ann", "host": "b.org", "properties": {"plan": "free"}},
    {**PAGE, "time": "2025-03-02T10:00Z", "user_id": "bob", "host": "a.org", "properties": {"plan": 3}},
    {"time": "2025-03-04T10:00Z", "user_id": "cat", "type": "track", "country": "PL", "properties": {"plan": "pro"}},
    {**PAGE, "time": "2025-03-20T12:00Z", "user_id": "ann", "host": "b.org", "properties": {"plan": "free"}},
]
"""Ann comes on a pro plan, bob on another, a server tells of cat; of these the log keeps ann's last visit."""

LATER = {"period": "2025-03-20", "as_of": "2025-04-01"}


@pytest.fixture(params=["totals, followed", "rows, made anew"])
def ws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[regard.Workspace]:
    """Return a workspace that declared the plan before events left it, and is read in one way or the other."""
    if request.param == "totals, followed":
        monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
        monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    with regard.open(totals_from=10**9 if "rows" in request.param else 0, keep_events="9d") as opened:
        opened.declare("dimension", "plan", field="properties.plan")
        opened.add("event", EVENTS)
        assert opened.refresh() == {"left": 4, "log_begins": "2025-03-11"}
        yield opened


def warnings(ws: regard.Workspace, **question: Any) -> list[str]:
    """Return what an answer about visits says of the log."""
    told = ws.ask("visits", **{**MARCH, **question}).warnings
    return [warning["message"] for warning in told if warning["code"] == "short_history"]


def check_plans(ws: regard.Workspace, name: str) -> None:
    """Hold what is asked by the plan against what its events said, without a warning."""
    assert groups(ws, "visits", by=name) == {"pro": 1, "3": 1, "free": 1}
    assert groups(ws, "events", by=name) == {"pro": 3, "3": 1, "free": 1}
    assert groups(ws, "active_people", by=name) == {"pro": 2, "3": 1, "free": 1}
    assert value(ws, "page_views", where=[["is", name, ["pro"]]]) == 2
    assert groups(ws, "events", by=name, where=[["is", "country", ["PL"]]]) == {"pro": 1}
    assert warnings(ws, by=name) == []


def test_closed_rows_keep_what_was_declared(ws: regard.Workspace) -> None:
    """Answers by the plan stay when events leave, when others come, and when all is made anew."""
    check_plans(ws, "plan")
    ws.add("event", [{"time": "2025-03-20T13:00Z", "user_id": "bob", "type": "engagement"}])
    ws.add("link", [{"time": "2025-03-20T14:00Z", "kind": "merge", "user_id": "ann", "other_id": "bob"}])
    check_plans(ws, "plan")
    assert value(ws, "unique_visitors") == 1
    ws.declare("dimension", "site", field="host")
    check_plans(ws, "plan")


def test_another_name_of_a_field_finds_its_values(ws: regard.Workspace) -> None:
    """What is kept stands by field: a second dimension of the same field has the same values."""
    ws.declare("dimension", "tier_then", field="properties.plan")
    check_plans(ws, "tier_then")
    check_plans(ws, "plan")


def test_what_is_declared_later_is_not_known_of_closed_rows(ws: regard.Workspace) -> None:
    """The site of earlier visits is not set, and the answer says so; not so where all events are in the log."""
    ws.declare("dimension", "site", field="host")
    assert groups(ws, "visits", by="site") == {None: 2, "b.org": 1}
    assert groups(ws, "events", by="site") == {None: 4, "b.org": 1}
    (told,) = warnings(ws, by="site")
    assert told.startswith("Events before 2025-03-11 had left the log (keep_events) when site was declared to be host")
    assert warnings(ws, by="site", **LATER) == []
    assert warnings(ws) == []


def test_a_dimension_that_means_another_field_keeps_no_values_of_the_first(ws: regard.Workspace) -> None:
    """As long as the plan is the host it is not known of closed rows; when it is the property again, it is."""
    ws.declare("dimension", "plan", field="host")
    assert groups(ws, "visits", by="plan") == {None: 2, "b.org": 1}
    assert len(warnings(ws, where=[["is", "plan", ["pro"]]])) == 1
    ws.declare("dimension", "plan", field="properties.plan")
    check_plans(ws, "plan")


def test_goals_that_look_at_another_field_now_are_told(ws: regard.Workspace) -> None:
    """A goal by the plan judged closed visits by the property, also when the plan is the host by now."""
    ws.declare("goal", "pro", page="/", where=[["is", "plan", ["pro"]]])
    days = ("2025-03-12T12:00Z", "2025-03-25T12:00Z")
    ws.add("event", [{**PAGE, "time": day, "user_id": "ann", "properties": {"plan": "pro"}} for day in days])
    assert ws.refresh() == {"left": 1, "log_begins": "2025-03-16"}
    (told,) = warnings(ws)
    assert told.startswith("Visits before 2025-03-11 are engaged by the goals")
    ws.declare("dimension", "plan", field="host")
    assert [message[:24] for message in warnings(ws)] == ["Visits before 2025-03-11", "Visits before 2025-03-16"]
