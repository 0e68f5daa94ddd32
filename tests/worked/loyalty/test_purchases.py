import pytest

import regard

# March 2025. ann buys 3 times, bob twice but one goes back, cyd once, dan's only order is cancelled, somebody unknown
# once: 3 customers with 5 orders, of whom 1 bought again.
ORDERS = [
    ("ann", "paid", "2025-03-01T09:00:00Z"),
    ("ann", "paid", "2025-03-08T09:00:00Z"),
    ("ann", "paid", "2025-03-31T09:00:00Z"),
    ("bob", "paid", "2025-03-02T09:00:00Z"),
    ("bob", "refunded", "2025-03-03T09:00:00Z"),
    ("cyd", "paid", "2025-03-02T09:00:00Z"),
    ("cyd", "paid", "2025-04-02T09:00:00Z"),
    ("dan", "cancelled", "2025-03-02T09:00:00Z"),
    (None, "paid", "2025-03-02T09:00:00Z"),
]


def test_customers_repeat_purchase_and_frequency() -> None:
    """People with a kept order; the share of them with two; their orders per head; in May nothing but the 0 people."""
    workspace = regard.open(zone="Europe/Rome")
    rows = [{"user_id": person, "status": status, "time": time, "total": 10} for person, status, time in ORDERS]
    workspace.add("order", rows)
    names = ["customers", "repeat_purchase_rate", "purchase_frequency"]
    replies = workspace.ask(names, period="2025-03", as_of="2025-06-30")
    people, repeat, often = (replies[name] for name in names)
    assert (people.value, people.n, people.unit, people.parts) == (3, 3, "people", {})
    assert repeat.value == pytest.approx(1 / 3)
    assert (repeat.n, repeat.unit) == (3, "share")
    assert repeat.parts == {"repeat_customers": 1, "customers": 3}
    assert often.value == pytest.approx(5 / 3)
    assert (often.n, often.unit) == (3, "ratio")
    assert often.parts == {"orders": 5, "customers": 3}
    assert [reply.interval and reply.interval["method"] for reply in replies.values()] == ["exact", "wilson", "delta"]
    nothing = workspace.ask(names, period="2025-05", as_of="2025-06-30")
    assert [(reply.value, reply.n) for reply in nothing.values()] == [(0, 0), (None, 0), (None, 0)]
