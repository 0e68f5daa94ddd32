"""The same question again: the answer is that given before, until data, settings or the day change."""

from datetime import UTC, datetime, timedelta

import pytest

import regard
from regard.serving.workspace import Workspace
from regard.workspace import clock

_NOON = datetime(2025, 3, 15, 12, tzinfo=UTC)


def _view(number: int, day: int) -> dict[str, str]:
    """Return a page view of a new person on a day of March."""
    moment = f"2025-03-{day:02d}T09:00:00Z"
    return {"id": f"e{number}", "time": moment, "type": "page", "path": "/", "anonymous_id": f"a{number}"}


@pytest.fixture
def ws() -> Workspace:
    """Return a workspace with two visits."""
    workspace = regard.open()
    workspace.add("event", [_view(1, 10), _view(2, 15)])
    return workspace


def test_new_events_are_seen(ws: Workspace) -> None:
    """An answer given before is not given again once there are more events."""
    asked = {"period": "2025-03", "as_of": "2025-04-02"}
    assert [ws.ask("visits", **asked).value for _ in range(2)] == [2, 2]
    ws.add("event", [_view(3, 12)])
    assert ws.ask("visits", **asked).value == 3


def test_new_records_without_rows_are_seen(ws: Workspace) -> None:
    """Nor once there are more orders, of which no rows are made."""
    order = {"user_id": "u", "time": "2025-03-10T10:00:00Z", "total": 10, "currency": "EUR", "status": "paid"}
    asked = {"period": "2025-03", "as_of": "2025-04-02"}
    ws.add("order", [{**order, "id": "o1"}])
    assert ws.ask("orders", **asked).value == 1
    ws.add("order", [{**order, "id": "o2"}])
    assert ws.ask("orders", **asked).value == 2


def test_new_goals_are_seen(ws: Workspace) -> None:
    """Nor once another goal is declared, for reaching one engages a visit."""
    asked = {"period": "2025-03", "as_of": "2025-04-02"}
    assert ws.ask("engaged_visit_rate", **asked).value == 0
    ws.declare("goal", "root", page="/")
    assert ws.ask("engaged_visit_rate", **asked).value == 1


def test_it_is_told_as_of_now(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Later the same day the answer says so; on the next day the period is another."""
    now = [_NOON]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    first = ws.ask("visits", period="7d", every="day")
    now[0] += timedelta(hours=2)
    again = ws.ask("visits", period="7d", every="day")
    assert (first.value, again.value) == (2, 2)
    assert [reply.period["as_of"] for reply in (first, again)] == [
        "2025-03-15T12:00:00+00:00",
        "2025-03-15T14:00:00+00:00",
    ]
    now[0] += timedelta(days=2)
    later = ws.ask("visits", period="7d", every="day")
    assert later.value == 1
    assert [point["is_complete"] for point in later.series] == [True] * 6 + [False]


def test_hours_are_judged_by_the_instant(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether an hour is over changes within the day."""
    now = [_NOON]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    over = [sum(point["is_complete"] for point in ws.ask("visits", period="today", every="hour").series)]
    now[0] += timedelta(hours=2)
    over.append(sum(point["is_complete"] for point in ws.ask("visits", period="today", every="hour").series))
    assert over == [12, 14]
