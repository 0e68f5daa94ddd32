"""Tables of tickets and messages are made anew after links only where they hold somebody whose ids were moved."""

from collections.abc import Iterator
from typing import Any

import pytest

import regard
from regard.rows import derive
from regard.warehouses.duckdb import DuckDB

NOON = "2025-03-03T12:00:00Z"
OF_TICKETS = {"conversations", "openings", "waits", "open_spans", "ticket_schedules", "sla_targets", "messages"}


@pytest.fixture
def ws(monkeypatch: pytest.MonkeyPatch) -> Iterator[regard.Workspace]:
    """Return a workspace that follows every batch, with a ticket of ann and an event of her and of a stranger."""
    monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
    monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    with regard.open() as opened:
        opened.add("ticket", [{"id": "t1", "created_at": NOON, "user_id": "ann"}])
        opened.add("event", [event("e1", user_id="ann"), event("e2", anonymous_id="a1")])
        opened._rows.refresh()
        yield opened


def event(name: str, **who: str) -> dict[str, Any]:
    """Return a page event of somebody."""
    return {"id": name, "time": NOON, "type": "page", "path": "/", **who}


def link(kind: str, user_id: str, other_id: str) -> dict[str, Any]:
    """Return a link of two ids."""
    return {"id": f"{kind} {other_id}", "time": NOON, "kind": kind, "user_id": user_id, "other_id": other_id}


def made(ws: regard.Workspace, monkeypatch: pytest.MonkeyPatch, *links: dict[str, Any]) -> set[str]:
    """Add links, and return which tables of tickets and messages were made anew."""
    found: set[str] = set()
    derived = DuckDB.derive

    def noted(self: DuckDB, table: str, query: str, *, temporary: bool = False) -> None:
        found.add(table)
        derived(self, table, query, temporary=temporary)

    ws.add("link", list(links))
    with monkeypatch.context() as patch:
        patch.setattr(DuckDB, "derive", noted)
        ws._rows.refresh()
    return found & OF_TICKETS


def test_nobody_with_a_ticket_was_moved(ws: regard.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link between others leaves the tables of tickets as they are, and known to be so."""
    assert made(ws, monkeypatch, link("identify", "bob", "a1")) == set()
    assert ws._rows.stale() == []


def test_somebody_with_a_ticket_was_moved(ws: regard.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ann becomes bob, the ticket becomes his."""
    assert made(ws, monkeypatch, link("merge", "bob", "ann")) == OF_TICKETS
    assert ws._warehouse.run("select person from conversations").to_pylist() == [{"person": "bob"}]


def test_a_ticket_came_as_well(ws: regard.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new ticket is shown though the links that came with it moved nobody with one."""
    ws.add("ticket", [{"id": "t2", "created_at": NOON, "user_id": "cy"}])
    assert "conversations" in made(ws, monkeypatch, link("identify", "bob", "a1"))
    assert ws._warehouse.run("select count(*) as n from conversations").to_pylist() == [{"n": 2}]


def test_two_batches_of_links(ws: regard.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is as it was after one batch follows the next one."""
    assert made(ws, monkeypatch, link("identify", "bob", "a1")) == set()
    assert made(ws, monkeypatch, link("merge", "bob", "ann")) == OF_TICKETS
    assert ws._warehouse.run("select person from conversations").to_pylist() == [{"person": "bob"}]
