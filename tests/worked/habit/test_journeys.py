from typing import Any

import pytest

import regard
from tests.naive.tables import table

EVENTS = table("""
    time               user_id  type   path      name
    2025-03-03T10:00Z  ann      page   /         -
    2025-03-03T10:05Z  ann      page   /pricing  -
    2025-03-04T10:00Z  ann      track  -         buy
    2025-03-03T10:00Z  bob      page   /pricing  -
    2025-03-09T10:00Z  cyd      page   /         -
""")
DELIVERIES = table(
    """
    time               user_id  kind
    2025-03-03T12:00Z  ann      opened
    2025-03-03T12:01Z  ann      clicked
    2025-03-03T12:00Z  bob      sent
""",
    channel="email",
)
ORDERS = table(
    """
    id  time               user_id  status
    o1  2025-03-05T10:00Z  ann      paid
    o2  2025-03-05T10:00Z  bob      paid
    o3  2025-03-06T10:00Z  cyd      cancelled
    o4  2025-03-20T10:00Z  ann      paid
""",
    total="10",
    currency="EUR",
)
TICKETS = table("""
    id  created_at         user_id
    t1  2025-03-06T10:00Z  ann
""")
ANSWERS = table(
    """
    time               user_id  status     score
    2025-03-07T10:00Z  ann      completed  9
    2025-03-07T10:00Z  bob      dismissed  -
""",
    kind="nps",
)
MENTIONS = table("""
    time               user_id  network
    2025-03-08T10:00Z  bob      x
    2025-03-08T10:00Z  -        x
""")
CUSTOMERS = table("""
    user_id  plan
    ann      pro
""")

ASKED: dict[str, Any] = {"period": ("2025-03-01", "2025-03-10"), "as_of": "2025-03-15"}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with a few people on all channels.

    ann: 2 pages, an e-mail opened and clicked, buy, order, ticket, answer. bob: page, order, mention. cyd: page.
    """
    ws = regard.open(zone="Europe/Rome")
    orders = [{**order, "total": float(order["total"])} for order in ORDERS]
    answers = [{**answer, **({"score": 9} if "score" in answer else {})} for answer in ANSWERS]
    told: dict[str, list[dict[str, Any]]] = {
        "event": [*EVENTS],
        "delivery": [*DELIVERIES],
        "order": orders,
        "ticket": TICKETS,
        "mention": MENTIONS,
    }
    for record, rows in {**told, "answer": answers, "customer": CUSTOMERS}.items():
        assert ws.add(record, rows).added == len(rows)
    return ws


def steps(reply: regard.Reply) -> list[tuple[Any, ...]]:
    """Return depth, from, to, people and seconds of each cell."""
    names = ("depth", "from", "to", "people", "median_seconds")
    return [tuple(cell[name] for name in names) for cell in reply.cells]


DAY = 86_400.0


def test_journeys_after_an_order(ws: regard.Workspace) -> None:
    """Ann asks for support a day later, then answers a survey, and no more; bob mentions us after three days.

    A cancelled order is no anchor, and ann's second one lies after the clock.
    """
    reply = ws.ask("journeys", anchor="order", **ASKED)
    assert steps(reply) == [
        (1, "order", "social", 1, 3 * DAY),
        (1, "order", "support", 1, DAY),
        (2, "social", None, 1, None),
        (2, "support", "survey", 1, DAY),
        (3, "survey", None, 1, None),
    ]
    assert (reply.value, reply.n) == (1.0, 2)
    assert [cell["share"] for cell in reply.cells] == [0.5] * 5
    assert reply.parts == {
        "went_on": 2,
        "people": 2,
        "paths": [
            {"path": ["order", "social"], "people": 1},
            {"path": ["order", "support", "survey"], "people": 1},
        ],
    }


def test_journeys_before_an_order(ws: regard.Workspace) -> None:
    """Read in the order of time: ann's two pages are one stop, her e-mail too; before bob's page there was nothing."""
    reply = ws.ask("journeys", anchor="order", direction="before", **ASKED)
    assert steps(reply) == [
        (1, "page", "order", 1, 2 * DAY),
        (1, "track", "order", 1, DAY),
        (2, None, "page", 1, None),
        (2, "email", "track", 1, DAY - 7200),
        (3, "page", "email", 1, 7200.0),
    ]
    assert {tuple(path["path"]) for path in reply.parts["paths"]} == {
        ("page", "order"),
        ("page", "email", "track", "order"),
    }


def test_stops_named_by_dimensions(ws: regard.Workspace) -> None:
    """By page and name, the second page is a stop of its own, and a page view that fits the spec is the anchor."""
    reply = ws.ask("journeys", anchor={"page": "/"}, touchpoints=["page", "name"], depth=2, **ASKED)
    assert steps(reply) == [
        (1, "/", "/pricing", 1, 300.0),
        (1, "/", None, 1, None),
        (2, "/pricing", "email", 1, 6900.0),
    ]
    assert (reply.value, reply.parts["went_on"]) == (0.5, 1)


def test_the_first_anchor_of_the_period(ws: regard.Workspace) -> None:
    """Of ann's two orders in March the first counts; of one with nothing after it the timeline ends."""
    late = ws.ask("journeys", anchor="order", period=("2025-03-10", "2025-03-31"), as_of="2025-04-10")
    assert (steps(late), late.value) == ([(1, "order", None, 1, None)], 0.0)
    whole = ws.ask("journeys", anchor="order", depth=1, period="2025-03", as_of="2025-04-10")
    assert {cell["to"]: cell["people"] for cell in whole.cells} == {"support": 1, "social": 1}


def test_journeys_of_some_customers(ws: regard.Workspace) -> None:
    """Filters and groups are of customers; shares are of the people of the group."""
    narrowed = ws.ask("journeys", anchor="order", where=[["is", "plan", ["pro"]]], **ASKED)
    assert (narrowed.n, {cell["from"] for cell in narrowed.cells}) == (1, {"order", "support", "survey"})
    split = ws.ask("journeys", anchor="order", by="plan", depth=1, **ASKED)
    shares = {cell["group"]["plan"]: (cell["to"], cell["share"]) for cell in split.cells}
    assert shares == {None: ("social", 1.0), "pro": ("support", 1.0)}


def test_an_anchor_that_never_occurs(ws: regard.Workspace) -> None:
    """Nobody has it: no value, no cells, and a hint."""
    reply = ws.ask("journeys", anchor="bye", **ASKED)
    assert (reply.value, reply.n, reply.cells) == (None, 0, [])
    assert [warning["code"] for warning in reply.warnings] == ["nothing_matches"]


def test_interactions_over_all_channels(ws: regard.Workspace) -> None:
    """ann: 1 visit, 2 of e-mail, a ticket, an answer; bob: a visit and a mention; cyd: a visit. 8 of 3 people."""
    asked = {"variant": "interactions", "period": "2025-03"}
    reply = ws.ask("interaction_frequency", **asked)
    assert (reply.value, reply.n, reply.parts) == (pytest.approx(8 / 3), 3, {"interactions": 8, "people": 3})
    kinds = ws.ask("interaction_frequency", by="touchpoint", **asked).breakdown
    found = {row["group"]["touchpoint"]: (row["parts"]["interactions"], row["n"]) for row in kinds}
    assert found == {"visit": (3, 3), "email": (2, 1), "support": (1, 1), "survey": (1, 1), "social": (1, 1)}


def test_interactions_by_day_and_customer(ws: regard.Workspace) -> None:
    """On the 3rd ann has 3 and bob 1, a 31st of a month long; of those who pay for pro there is ann."""
    asked = {"variant": "interactions", "period": "2025-03"}
    days = ws.ask("interaction_frequency", every="day", **asked).series
    assert (days[2]["value"], days[2]["n"]) == (pytest.approx(4 / 2 * 31), 2)
    pro = ws.ask("interaction_frequency", where=[["is", "plan", ["pro"]]], **asked)
    assert (pro.value, pro.n) == (5.0, 1)
