"""A rebuild compiles what the first small batch after it needs."""

from collections import OrderedDict
from typing import Any

import pytest

import regard
from regard.rows import derive, log
from regard.workspace import worked_out
from tests.rows.test_refreshing import declare

EVENTS = [
    {
        "id": f"e{place}",
        "time": f"2025-03-{day:02}T23:{minute}:00Z",
        "received_at": "2025-04-01T00:00:00Z",
        "type": "page",
        "path": "/",
        "anonymous_id": person,
    }
    for place, (person, day, minute) in enumerate([("a1", 3, 50), ("a2", 4, 10), ("a3", 9, 30), ("a1", 9, 59)])
]

VISITED = "select person from visits join people using (number)"


def later(place: int, **fields: Any) -> dict[str, Any]:
    """Return an event that comes after the rebuild."""
    return {**EVENTS[0], "id": f"later{place}", **fields}


def test_the_first_batch_after_a_rebuild_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """New people, late events, links and goal paths need no statement that the rebuild did not compile."""
    monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
    monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    monkeypatch.setattr(log, "_KEPT", {})
    monkeypatch.setattr(worked_out, "_KNOWN", OrderedDict())
    with regard.open(totals_from=0) as ws:
        declare(ws)
        ws.add("event", EVENTS)
        ws._rows.refresh()
        compiled: list[object] = []
        monkeypatch.setattr(log, "_compiler", compiled.append)
        late = later(1, time="2025-03-04T00:05:00Z")
        ws.add("event", [late, later(2, anonymous_id="new"), later(3, anonymous_id=None, session_id="s")])
        ws.add("link", [{"time": "2025-03-05T00:00:00Z", "kind": "identify", "user_id": "ann", "other_id": "a2"}])
        ws._rows.refresh()
        assert not ws._rows.stale()
        people = {row["person"] for row in ws._warehouse.run("select person from people").to_pylist()}
    assert people == {"a1", "ann", "a3", "new"}
    assert not compiled


def test_the_first_batch_on_a_short_log_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed rows, whose people a batch joins, need no statement that the rebuild before it did not compile."""
    monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
    monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    monkeypatch.setattr(log, "_KEPT", {})
    monkeypatch.setattr(worked_out, "_KNOWN", OrderedDict())
    with regard.open(totals_from=0, keep_events="3d") as ws:
        declare(ws)
        ws.add("event", EVENTS)
        assert ws.refresh() == {"left": 2, "log_begins": "2025-03-06"}
        ws.declare("goal", "bought", event="buy")
        ws.refresh()
        compiled: list[object] = []
        monkeypatch.setattr(log, "_compiler", compiled.append)
        ws.add("event", [later(1, time="2025-03-08T00:05:00Z")])
        ws.add("link", [{"time": "2025-03-09T00:00:00Z", "kind": "identify", "user_id": "ann", "other_id": "a2"}])
        ws.refresh()
        people = {row["person"] for row in ws._warehouse.run(VISITED).to_pylist()}
    assert people == {"a1", "ann", "a3"}
    assert not compiled
