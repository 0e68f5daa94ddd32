from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import regard

HOUR = 3600

# Hours after creation, at 8 on 1 March 2025: what happened to each ticket.
STORIES: dict[str, list[tuple[float, str, str, str]]] = {
    # A robot and a note for colleagues come first; the first public human reply after 2 hours. Solved after 3, opened
    # again, on hold, solved after 10, closed after 20: two resolutions, after 3 and after 10.
    "reopened": [
        (0.1, "comment", "robot here", "bot"),
        (0.5, "comment", "note", "agent in private"),
        (2, "comment", "hello", "agent"),
        (3, "status", "solved", "agent"),
        (4, "status", "open", "customer"),
        (5, "status", "on-hold", "agent"),
        (10, "status", "Solved", "agent"),
        (20, "status", "closed", "agent"),
    ],
    # Answered after 4 hours, solved and closed at once after 6: one resolution.
    "plain": [(4, "comment", "hello", "agent"), (6, "status", "solved", "agent"), (6.5, "status", "closed", "agent")],
    # Only the customer writes: no reply, no resolution.
    "silent": [(1, "comment", "anybody?", "customer"), (2, "status", "pending", "agent")],
}


def test_tickets_and_their_times() -> None:
    """3 tickets; replies after 2 and 4 hours; last resolutions after 10 and 6, first ones after 3 and 6."""
    workspace = regard.open(zone="Europe/Rome")
    workspace.add("ticket", [{"id": name, "created_at": "2025-03-01T08:00:00Z"} for name in STORIES])
    workspace.add("ticket_event", _events())
    asked: dict[str, Any] = {"period": "2025-03", "as_of": "2025-06-30"}
    replies = workspace.ask(["tickets", "first_response_time", "resolution_time"], **asked)
    tickets, reply, full = replies.values()
    assert (tickets.value, tickets.n, tickets.unit) == (3, 3, "count")
    assert (reply.value, reply.n, reply.unit) == (3 * HOUR, 2, "seconds")
    assert reply.parts == {"total": 6 * HOUR, "n": 2}
    assert (full.value, full.n, full.parts) == (8 * HOUR, 2, {"total": 16 * HOUR, "n": 2})
    assert [one.interval and one.interval["method"] for one in replies.values()] == ["exact", "delta", "delta"]
    first = workspace.ask("resolution_time", variant="first", **asked)
    assert (first.value, first.n, first.variant) == (4.5 * HOUR, 2, "first")
    assert workspace.ask("resolution_time", variant="full", **asked).value == full.value
    assert workspace.ask("resolution_time", statistic="sum", **asked).value == 16 * HOUR


def test_times_are_dated_by_their_end() -> None:
    """A ticket of 31 March that is answered and resolved in April counts there, and is a ticket of March."""
    workspace = regard.open(zone="Europe/Rome")
    ticket = {"id": "late", "created_at": "2025-03-31T20:00:00+02:00", "first_response_at": "2025-04-01T02:00:00+02:00"}
    workspace.add("ticket", [{**ticket, "resolved_at": "2025-05-02T20:00:00+02:00"}])
    names = ["tickets", "first_response_time", "resolution_time"]
    series = workspace.ask(names, period=("2025-03-01", "2025-05-31"), every="month", as_of="2025-06-30")
    found = {name: [(point["value"], point["n"]) for point in series[name].series] for name in names}
    assert found == {
        "tickets": [(1, 1), (0, 0), (0, 0)],
        "first_response_time": [(None, 0), (6 * HOUR, 1), (None, 0)],
        "resolution_time": [(None, 0), (None, 0), (32 * 24 * HOUR, 1)],
    }


def test_what_happened_wins_over_what_the_ticket_says() -> None:
    """Messages without a reply of an agent mean that there was none, whatever the ticket says."""
    workspace = regard.open(zone="UTC")
    told = {"first_response_at": "2025-03-02T08:00:00Z", "resolved_at": "2025-03-03T08:00:00Z"}
    workspace.add("ticket", [{"id": "one", "created_at": "2025-03-01T08:00:00Z", **told}])
    message = {"ticket_id": "one", "kind": "comment", "actor": "customer", "time": "2025-03-01T09:00:00Z"}
    workspace.add("ticket_event", [message])
    replies = workspace.ask(["first_response_time", "resolution_time"], period="2025-03")
    assert replies["first_response_time"].value is None
    assert replies["resolution_time"].value == pytest.approx(48 * HOUR)


def _events() -> Iterator[dict[str, Any]]:
    """Yield what happened, as records."""
    for ticket, story in STORIES.items():
        for hours, kind, value, actor in story:
            yield {
                "ticket_id": ticket,
                "time": datetime(2025, 3, 1, 8, tzinfo=UTC) + timedelta(hours=hours),
                "kind": kind,
                "value": value,
                "actor": actor.partition(" ")[0],
                "public": "private" not in actor,
            }
