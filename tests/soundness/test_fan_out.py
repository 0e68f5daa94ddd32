"""A join that finds several partners multiplies rows, and every sum with them: none may."""

from typing import Any

import pytest

import regard

PERIOD = {"period": "2025-03", "as_of": "2025-04-30"}


@pytest.fixture
def ws() -> regard.Workspace:
    """Return a workspace in which each thing that is joined is there several times."""
    workspace = regard.open()
    states = [
        {"user_id": "ann", "plan": plan, "country": "IT", "as_of": f"2025-0{month}-01T00:00Z"}
        for month, plan in ((1, "free"), (2, "pro"), (3, "pro"))
    ]
    workspace.add("customer", [*states, {"user_id": "anna", "plan": "free", "as_of": "2025-03-05T00:00Z"}])
    link = {"time": "2025-03-01T00:00Z", "user_id": "ann"}
    workspace.add(
        "link",
        [
            {**link, "kind": "identify", "other_id": "a1"},
            {**link, "kind": "identify", "other_id": "a1", "time": "2025-03-02T00:00Z"},
            {**link, "kind": "identify", "other_id": "a2"},
            {**link, "kind": "merge", "other_id": "anna"},
        ],
    )
    ids = [{"user_id": "ann"}, {"user_id": "anna"}, {"anonymous_id": "a1"}, {"anonymous_id": "a2", "user_id": "ann"}]
    events = [
        {"id": f"{day} {place}", "time": f"2025-03-{day:02}T10:0{place}Z", "type": "page", "path": f"/{place}", **one}
        for day in (3, 4)
        for place, one in enumerate(ids)
    ]
    workspace.add("event", events)
    orders = [
        {"id": str(place), "time": "2025-03-10T10:00Z", "total": 10, "currency": "EUR", "user_id": one["user_id"]}
        for place, one in enumerate(ids[:2])
    ]
    workspace.add("order", orders)
    answers = [{"id": str(n), "time": "2025-03-10T10:00Z", "kind": "nps", "score": 9, "user_id": "ann"} for n in (1, 2)]
    workspace.add("answer", answers)
    ticket = {"id": "t", "created_at": "2025-03-10T10:00Z", "user_id": "anna"}
    workspace.add("ticket", [ticket])
    comments = [
        {"ticket_id": "t", "kind": "comment", "actor": "agent", "public": True, "time": f"2025-03-10T{hour}:00Z"}
        for hour in (11, 12, 13)
    ]
    workspace.add("ticket_event", comments)
    return workspace


# A metric, and what it says of one person who has two visits of four pages, two orders, two answers and a ticket.
EXPECTED: dict[str, float] = {
    "page_views": 8,
    "visits": 2,
    "unique_visitors": 1,
    "orders": 2,
    "revenue": 20,
    "customers": 1,
    "answers": 2,
    "nps": 100,
    "tickets": 1,
    "first_response_time": 3600,
}
ASKED: list[dict[str, Any]] = [
    {},
    {"by": "plan"},
    {"where": [["is", "plan", ["pro"]]]},
    {"where": [["is", "customer.country", ["IT"]]], "by": ["plan", "tier"]},
    {"where": [["person_has", "any"]]},
    {"where": [["or", [["person_has", {"page": "/1"}], ["person_has", {"page": "/2"}]]]]},
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_no_join_multiplies(ws: regard.Workspace, asked: dict[str, Any]) -> None:
    """Whatever is joined to a row, it stays one row: every sum is that of the plain rows."""
    replies = ws.ask(list(EXPECTED), **asked, **PERIOD)
    assert {name: reply.value for name, reply in replies.items()} == EXPECTED
    for name, reply in replies.items():
        if "by" in asked:
            assert [row["value"] for row in reply.breakdown] == [EXPECTED[name]]
