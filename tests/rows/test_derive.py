"""Derived tables are made anew exactly when what they are made from has changed."""

from pathlib import Path

import regard
from regard.rows.upkeep import Upkeep
from regard.warehouses.duckdb import DuckDB
from regard.workspace.settings import make_settings

SEEN = {"time": "2025-03-03T10:00Z", "user_id": "ann", "type": "page", "path": "/", "name": "open"}
OF_EVENTS = ["event_rows"]


def test_only_what_changed_is_stale() -> None:
    """Events leave their rows behind, links those of tickets too; goals and what counts as active those of events."""
    warehouse = DuckDB()
    tables = Upkeep(warehouse, make_settings())
    with regard.open() as ws:
        ws._warehouse, ws._rows = warehouse, tables
        assert tables.stale() == tables.names()
        tables.refresh()
        assert tables.stale() == []
        ws.add("event", [SEEN])
        assert tables.stale() == OF_EVENTS
        tables.refresh()
        ws.add("event", [SEEN])
        assert tables.stale() == []
        ws.add("customer", [{"user_id": "ann", "plan": "pro"}])
        assert tables.stale() == []
        ws.declare("goal", "opened", event="open")
        assert tables.stale() == OF_EVENTS
        tables.refresh()
        ws.declare("qualifying", "activity", event="open")
        assert tables.stale() == OF_EVENTS
        tables.refresh()
        ws.add("link", [{**_LINK}])
        assert tables.stale() == tables.names()


_LINK = {"time": "2025-03-03T10:00Z", "kind": "identify", "user_id": "ann", "other_id": "a1"}


def test_what_is_declared_may_ask_for_the_visit_and_the_customer() -> None:
    """A goal for customers on a plan, come by e-mail, follows the customer's record when it comes later."""
    ws = regard.open()
    where = [["is", "plan", ["pro"]], ["is", "channel", ["email"]]]
    ws.declare("goal", "opened", event="open", where=where)
    ws.declare("qualifying", "activity", event="any", where=where)
    names = ["engaged_visit_rate", "conversion_rate", "weekly_active"]
    track = {**SEEN, "type": "track", "time": "2025-03-03T10:01Z"}
    ws.add("event", [{**SEEN, "channel": "email"}, track])
    assert [reply.value for reply in ws.ask(names, period="2025-03-03").values()] == [0.0, 0.0, 0]
    ws.add("customer", [{"user_id": "ann", "plan": "pro"}])
    assert [reply.value for reply in ws.ask(names, period="2025-03-03").values()] == [1.0, 1.0, 1]


def test_a_folder_keeps_its_rows(tmp_path: Path) -> None:
    """Opened again, a workspace answers from the rows that it has, and knows what to derive when more comes."""
    folder = tmp_path / "acme"
    with regard.open(folder) as ws:
        ws.add("event", [SEEN])
        assert ws.ask("visits", period="2025-03").value == 1
    with regard.open(folder) as ws:
        assert ws._rows.stale() == []
        ws.add("event", [{**SEEN, "user_id": "bob"}])
        assert ws.ask("visits", period="2025-03").value == 2
