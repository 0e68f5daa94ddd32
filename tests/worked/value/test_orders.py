import pytest

import regard
from regard.errors import RegardError

# March 2025: 10 + 20 + 30.5 EUR are kept, 100 EUR go back, 50 EUR are cancelled, 7 PLN are kept; 40 EUR come in April.
ORDERS = [
    ("ann", 10, "EUR", "paid", "2025-03-01T09:00:00Z"),
    ("ann", 20, "EUR", "paid", "2025-03-08T09:00:00Z"),
    (None, 30.5, "EUR", "paid", "2025-03-31T09:00:00Z"),
    ("bob", 100, "EUR", "refunded", "2025-03-02T09:00:00Z"),
    ("bob", 50, "EUR", "cancelled", "2025-03-02T09:00:00Z"),
    ("bob", 7, "PLN", "paid", "2025-03-02T09:00:00Z"),
    ("bob", 40, "EUR", "paid", "2025-03-31T22:00:00Z"),
]
NAMES = ["orders", "revenue", "average_order_value"]
EUROS = [["is", "currency", ["EUR"]]]


@pytest.fixture(scope="module")
def workspace() -> regard.Workspace:
    """Return a workspace with the orders."""
    made = regard.open(zone="Europe/Rome")
    names = ("user_id", "total", "currency", "status", "time")
    made.add("order", [dict(zip(names, order, strict=True)) for order in ORDERS])
    return made


def test_orders_revenue_and_order_value(workspace: regard.Workspace) -> None:
    """What was kept, what it sums to, and its mean, in one currency."""
    replies = workspace.ask(NAMES, period="2025-03", as_of="2025-06-30", where=EUROS)
    orders, revenue, average = (replies[name] for name in NAMES)
    assert (orders.value, orders.n, orders.unit, orders.parts) == (3, 3, "count", {})
    assert (revenue.value, revenue.n, revenue.unit, revenue.currency) == (60.5, 3, "money", "EUR")
    assert average.value == pytest.approx(60.5 / 3)
    assert (average.n, average.unit, average.currency) == (3, "money", "EUR")
    assert average.parts == {"revenue": 60.5, "orders": 3}
    methods = [reply.interval and reply.interval["method"] for reply in replies.values()]
    assert methods == ["exact", "exact", "delta"]


def test_two_currencies_are_never_added(workspace: regard.Workspace) -> None:
    """Without a filter the sum is refused, split by currency each has its own; the count is that of all."""
    for name in ("revenue", "average_order_value"):
        with pytest.raises(RegardError, match="several currencies") as caught:
            workspace.ask(name, period="2025-03")
        assert caught.value.code == "mixed_currencies"
    replies = workspace.ask(NAMES, period="2025-03", by="currency")
    assert {row["group"]["currency"]: row["value"] for row in replies["revenue"].breakdown} == {"EUR": 60.5, "PLN": 7}
    assert (replies["revenue"].value, replies["revenue"].currency, replies["revenue"].n) == (None, None, 4)
    assert replies["revenue"].warnings[0]["code"] == "mixed_currencies"
    assert replies["orders"].value == 4
