import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  type   name  path
    2025-03-03T10:00Z  ann      page   -     /
    2025-03-03T10:01Z  ann      track  buy   /
    2025-03-03T18:00Z  ann      page   -     /
    2025-03-03T11:00Z  bob      page   -     /
    2025-03-03T12:00Z  cat      page   -     /
    2025-03-03T13:00Z  cat      track  buy   -
    2025-03-03T14:00Z  dan      track  buy   -
""")
"""Visitors: ann with two visits, bob, cat. ann bought in her first visit, a server told of cat's long after hers; dan
never came. 2 of 3 visitors; 1 of 4 visits."""


@pytest.fixture
def ws() -> regard.Workspace:
    """Return a workspace with buying as its goal."""
    ws = regard.open()
    ws.declare("goal", "bought", event="buy")
    return ws


def test_conversion_rate(ws: regard.Workspace) -> None:
    """A visitor counts once, whether the goal was reached in a visit or not; of visits only those that reached it."""
    ws.add("event", LOG)
    reply = ws.ask("conversion_rate", period="2025-03", goal="bought")
    assert (reply.value, reply.n, reply.parts) == (2 / 3, 3, {"converting_visitors": 2, "visitors": 3})
    reply = ws.ask("conversion_rate", period="2025-03", per="visit")
    assert (reply.value, reply.n, reply.parts) == (0.25, 4, {"converting_visits": 1, "visits": 4})


def test_200_of_1000(ws: regard.Workspace) -> None:
    """The guide's example: 200 of 1000 visitors are 20 %, just good."""
    moment = "2025-03-03T10:00Z"
    pages = [{"time": moment, "type": "page", "path": "/", "user_id": f"p{number}"} for number in range(1000)]
    sales = [{"time": moment, "name": "buy", "path": "/", "user_id": f"p{number}"} for number in range(200)]
    ws.add("event", pages + sales)
    reply = ws.ask("conversion_rate", period="2025-03")
    assert (reply.value, reply.n) == (0.2, 1000)
    assert reply.band is not None
    assert reply.band["verdict"] == "good"


def test_a_goal_must_be_declared() -> None:
    """Without any declared goal there is no rate, and the refusal says what to write."""
    with pytest.raises(regard.RegardError, match=r'ws\.declare\("goal"') as refused:
        regard.open().ask("conversion_rate")
    assert refused.value.code == "missing_argument"
