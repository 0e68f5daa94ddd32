"""Tickets told in a line: what happened so many hours after 08:00 UTC on Monday 3 March 2025."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import regard
from regard.serving.workspace import Workspace

START = datetime(2025, 3, 3, 8, tzinfo=UTC)
ASKED: dict[str, Any] = {"period": "2025-03", "as_of": "2025-06-30"}
HOUR = 3600
Story = Sequence[tuple[float, str]]
"""Hours and what happened: a status, or a message as `customer`, `agent`, `bot`, `note` (an agent in private)."""

_SAID = ("customer", "agent", "bot", "note")


def told(stories: Mapping[str, Story], zone: str = "UTC", **fields: Mapping[str, str]) -> Workspace:
    """Return a workspace with the tickets; `fields` give more of some tickets, such as `channel={"one": "chat"}`."""
    workspace = regard.open(zone=zone)
    tickets = [
        {"id": name, "created_at": START, **{field: by_id.get(name) for field, by_id in fields.items()}}
        for name in stories
    ]
    workspace.add("ticket", tickets)
    happened = [event for name, story in stories.items() for event in _events(name, story)]
    assert workspace.add("ticket_event", happened).quarantined == 0
    return workspace


def _events(ticket: str, story: Story) -> Iterator[dict[str, Any]]:
    """Yield what happened to a ticket, as records."""
    for hours, word in story:
        event = {"ticket_id": ticket, "time": START + timedelta(hours=hours)}
        if word in _SAID:
            actor = "agent" if word == "note" else word
            yield {**event, "kind": "comment", "actor": actor, "public": word != "note", "value": "hello"}
        else:
            yield {**event, "kind": "status", "value": word}
