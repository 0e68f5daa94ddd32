"""Workspaces for tests: told of some records, and as quick as they can be."""

from collections.abc import Iterable, Mapping
from typing import Any

import regard


def opened(zone: str = "Europe/Rome", **records: Iterable[Mapping[str, Any]]) -> regard.Workspace:
    """Return a workspace in memory that was told of the records of each kind."""
    ws = regard.open(zone=zone)
    for record, rows in records.items():
        loaded = ws.add(record, rows)
        assert loaded.problems == []
    return ws


def told(events: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]]) -> regard.Workspace:
    """Return a workspace that was told of events and links, with two goals: to buy, and to see the page `/b`."""
    ws = opened(event=events, link=links)
    ws.declare("goal", "bought", event="buy")
    ws.declare("goal", "saw_b", page="/b")
    return ws
