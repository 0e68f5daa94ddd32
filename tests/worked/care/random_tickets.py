"""Tickets by chance, with reopenings, pauses, private comments, bots, and what the help desk says of itself."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.asking.plain_question import Choice, PlainQuestion
from tests.asking.yearly_log import PERSONS, ZONE, customer_field, moments, periods
from tests.naive.records import Record

FIELDS: Mapping[str, Callable[[Record], Any]] = {
    "channel": lambda ticket: ticket["channel"],
    "priority": lambda ticket: ticket.get("priority"),
    "plan": lambda ticket: customer_field("plan", ticket),
}
CHOICES = (
    Choice(["is_not", "channel", ["chat"]], lambda ticket: ticket["channel"] == "mail"),
    Choice(["ends_with", "priority", ["gent", "low"]], lambda ticket: ticket.get("priority") in ("urgent", "low")),
    Choice(
        ["not", [["matches", "channel", ["^CH"], {"case_sensitive": False}]]],
        lambda ticket: ticket["channel"] != "chat",
    ),
)
STATUSES = ("new", "open", "pending", "on-hold", "solved", "Solved", "closed", "Closed", None)
WAITS = st.sampled_from([0, 1, 60, 3600, 86_400, 300_000])


@st.composite
def _ticket(draw: st.DrawFn, year: int, number: int) -> dict[str, Any]:
    """Return one ticket as the help desk holds it; some help desks say when it was answered and resolved."""
    created_at = draw(moments(year))
    person = draw(st.sampled_from([*PERSONS, None]))
    ticket: dict[str, Any] = {
        "id": f"{year} {number}",
        "created_at": created_at,
        "user_id": f"{person} {year}" if person else None,
        "channel": draw(st.sampled_from(["chat", "mail", None])),
        "priority": draw(st.sampled_from(["urgent", "low", "normal", None])),
        "status": draw(st.sampled_from(STATUSES)),
        "satisfaction": draw(st.sampled_from(["good", "Bad", "bad_with_comment", "offered", None])),
    }
    for name in ("first_response_at", "resolved_at"):
        if draw(st.booleans()):
            ticket[name] = _later(created_at, draw(WAITS))
    return ticket


@st.composite
def _happened(draw: st.DrawFn, ticket: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return one thing that happened to a ticket, often at the same moment as another."""
    kind = draw(st.sampled_from(["status", "status", "status", "comment", "comment", "assignment"]))
    event = {
        "id": f"{ticket['id']} {number}",
        "ticket_id": ticket["id"],
        "time": _later(ticket["created_at"], draw(WAITS)),
        "received_at": datetime(2025, 1, draw(st.integers(1, 2)), tzinfo=ZONE),
        "kind": kind,
        "actor": draw(st.sampled_from(["agent", "agent", "customer", "bot", None])),
    }
    if kind == "comment":
        return {**event, "public": draw(st.sampled_from([True, True, False, None])), "value": "hello"}
    return {**event, "value": draw(st.sampled_from(STATUSES)) if kind == "status" else "ann"}


def _later(moment: datetime, seconds: float) -> datetime:
    """Return the moment so many seconds later, as a stopwatch has it."""
    return datetime.fromtimestamp(moment.timestamp() + seconds, ZONE)


@st.composite
def ticket_logs(draw: st.DrawFn, year: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return up to 15 tickets of a year, and up to 8 things that happened to each."""
    tickets = [draw(_ticket(year, number)) for number in range(draw(st.integers(0, 15)))]
    happened = [draw(_happened(ticket, number)) for ticket in tickets for number in range(draw(st.integers(0, 8)))]
    return tickets, happened


@st.composite
def ticket_questions(draw: st.DrawFn, year: int) -> PlainQuestion:
    """Return a question about the tickets of a year."""
    first, last = draw(periods(year))
    return PlainQuestion(
        first=first,
        last=last,
        zone=ZONE,
        fields=FIELDS,
        every=draw(st.sampled_from([None, "day", "week", "month"])),
        by=draw(st.sampled_from([None, *FIELDS])),
        where=draw(st.lists(st.sampled_from(CHOICES), max_size=1)),
        compare=draw(st.sampled_from([None, "previous"])),
    )


@st.composite
def long_questions(draw: st.DrawFn, year: int) -> PlainQuestion:
    """Return a question about the tickets of a year, mostly one that covers nearly all of them."""
    question = draw(ticket_questions(year))
    if draw(st.integers(0, 3)) == 0:
        return question
    first = date(year, 1, 20) + timedelta(days=draw(st.integers(0, 10)))
    last = date(year, 4, 20) + timedelta(days=draw(st.integers(0, 15)))
    return replace(question, first=first, last=last, every=draw(st.sampled_from([None, "week", "month"])))
