"""An order is a state: what goes back later was never sold, whenever that becomes known."""

from typing import Any

import regard
from tests.naive.tables import table
from tests.naive.workspaces import opened

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-12-31"}
NAMES = ["orders", "revenue", "average_order_value", "customers", "repeat_purchase_rate", "purchase_frequency"]

ORDERS = [
    {**row, "total": float(row["total"])}
    for row in table(
        """
    id  user_id  total  time
    1   ann      10     2025-03-03T10:00Z
    2   ann      20     2025-03-31T10:00Z
    3   bob      60     2025-03-31T10:00Z
    4   cyd      90     2025-04-02T10:00Z
""",
        currency="EUR",
        as_of="2025-04-05T10:00Z",
        channel="ad",
    )
]
SPEND = [{"id": "s", "day": "2025-03-10", "amount": 40.0, "currency": "EUR", "channel": "ad"}]


def _told(later: dict[int, str], as_of: str = "2025-05-01T10:00Z") -> regard.Workspace:
    """Return a workspace whose orders have later states, by their place."""
    ws = opened(order=ORDERS, spend=SPEND)
    ws.ask(NAMES, **MARCH)
    ws.add("order", [{**ORDERS[place], "status": status, "as_of": as_of} for place, status in later.items()])
    return ws


def _values(ws: regard.Workspace) -> list[float | None]:
    return [reply.value for reply in ws.ask(NAMES, **MARCH).values()]


def test_a_refund_after_the_period_changes_the_period() -> None:
    """March had 90 of 3 orders; bob's 60 go back in May, and March has 30 of 2, all of them ann's."""
    assert _values(_told({})) == [3, 90, 30, 2, 1 / 2, 3 / 2]
    for status in ("refunded", "cancelled"):
        assert _values(_told({2: status})) == [2, 30, 15, 1, 1, 2]


def test_a_refund_takes_nothing_off_the_time_in_which_it_happens() -> None:
    """May, in which the money went back, has no orders, and nothing under 0."""
    replies = _told({2: "refunded"}).ask(["orders", "revenue"], period="2025-05", as_of="2025-12-31")
    assert [reply.value for reply in replies.values()] == [0, 0]


def test_what_is_known_earlier_does_not_undo_it() -> None:
    """A state that is older than the one known changes nothing, however late it comes."""
    ws = _told({2: "refunded"})
    ws.add("order", [{**ORDERS[2], "as_of": "2025-04-20T10:00Z"}])
    assert _values(ws) == [2, 30, 15, 1, 1, 2]


def test_a_refund_makes_the_next_order_the_first() -> None:
    """Whose first order went back is a new customer by the next; the return falls with the revenue."""
    ws = _told({})
    assert ws.ask("customer_acquisition_cost", **MARCH).value == 20
    assert ws.ask("return_on_investment", **MARCH).value == (90 - 40) / 40
    ws = _told({0: "refunded", 2: "refunded"})
    assert ws.ask("customer_acquisition_cost", **MARCH).value == 40
    assert ws.ask("return_on_investment", **MARCH).value == (20 - 40) / 40
    ws = _told({0: "refunded", 1: "refunded"})
    weeks = ws.ask("customer_acquisition_cost", every="week", **MARCH).series
    assert [point["n"] for point in weeks] == [0, 0, 0, 0, 0, 1]


def test_a_refunded_order_keeps_nobody() -> None:
    """With a span of 30 days ann stays in April by her order of March; once it went back she is lost."""
    april = {"period": "2025-04-10", "as_of": "2025-12-31", "span": "30d"}
    assert _told({}).ask("churn_rate", **april).parts["start"] == 3
    assert _told({1: "refunded"}).ask("churn_rate", **april).parts["start"] == 2
