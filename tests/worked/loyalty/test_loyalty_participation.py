from typing import Any

import pytest

import regard
from regard.errors import RegardError
from tests.naive.tables import table
from tests.naive.workspaces import opened

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-12-31"}

ORDERS = [
    {**row, "total": float(row["total"])}
    for row in table(
        """
    user_id  total  status    channel  time
    ann      10     paid      web      2025-03-01T12:00Z
    ann      20     paid      store    2025-03-09T12:00Z
    bob      30     paid      web      2025-03-09T12:00Z
    cyd      40     paid      web      2025-03-09T12:00Z
    dan      50     refunded  web      2025-03-09T12:00Z
    eve      60     paid      web      2025-02-09T12:00Z
    -        100    paid      web      2025-03-09T12:00Z
""",
        currency="EUR",
    )
]
CUSTOMERS = table("""
    id   user_id  member_since       tier
    ann  ann      2025-03-31T12:00Z  gold
    bob  bob      2025-03-31T22:00Z  gold
    dan  dan      2025-01-01T00:00Z  -
    eve  eve      2025-01-01T00:00Z  gold
""")
EVENTS = table(
    """
    user_id  name    time
    dan      spent   2025-03-09T12:00Z
    eve      spent   2025-04-09T12:00Z
    fay      spent   2025-03-09T12:00Z
    ann      opened  2025-03-09T12:00Z
""",
    type="track",
)
"""In March ann, bob and cyd bought; of them ann is a member, bob joined as it was over. dan, a member, spent points,
and so did fay, who is none. Of 10 + 20 + 30 + 40 + 100 in March 30 are ann's."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the orders, the customers and the events."""
    return opened(order=ORDERS, customer=CUSTOMERS, event=EVENTS)


def test_loyalty_participation(ws: regard.Workspace) -> None:
    """1 of the 3 who bought, and with those who spent points 2 of 5."""
    reply = ws.ask("loyalty_participation", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (1 / 3, 3, "share")
    assert reply.parts == {"participating_members": 1, "customers": 3}
    spent = ws.ask("loyalty_participation", event="spent", **MARCH)
    assert (spent.value, spent.parts) == (2 / 5, {"participating_members": 2, "customers": 5})


def test_share_of_revenue(ws: regard.Workspace) -> None:
    """30 of 200, those of nobody known among them."""
    reply = ws.ask("loyalty_participation", variant="revenue", **MARCH)
    assert (reply.value, reply.n, reply.parts) == (30 / 200, 5, {"revenue_of_members": 30, "revenue": 200})


def test_splits(ws: regard.Workspace) -> None:
    """Orders are split by their channel and people by their tier; events have no channel of orders."""
    rows = ws.ask("loyalty_participation", by="channel", **MARCH).breakdown
    assert {row["group"]["channel"]: row["value"] for row in rows} == {"web": 1 / 3, "store": 1}
    rows = ws.ask("loyalty_participation", by="tier", event="spent", **MARCH).breakdown
    assert {row["group"]["tier"]: row["value"] for row in rows} == {"gold": 1 / 2, None: 1 / 3}
    with pytest.raises(RegardError) as caught:
        ws.ask("loyalty_participation", by="channel", event="spent", **MARCH)
    assert caught.value.code == "not_together"


def test_days_and_months(ws: regard.Workspace) -> None:
    """ann, who joined on the last day of March, is no member of a week before it; three bought in the second."""
    reply = ws.ask("loyalty_participation", period="2025-03", every="week", as_of="2025-12-31")
    assert [(point["n"], point["value"]) for point in reply.series] == [
        (1, 0),
        (3, 0),
        (0, None),
        (0, None),
        (0, None),
        (0, None),
    ]
