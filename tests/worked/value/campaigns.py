"""A spring in which money was spent on channels and campaigns, and what it brought."""

from typing import Any

from tests.naive.tables import table

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-12-31"}


def with_numbers(rows: list[dict[str, str]], *names: str) -> list[dict[str, Any]]:
    """Return rows with the named fields as numbers."""
    return [{**row, **{name: float(row[name]) for name in names}} for row in rows]


SPEND = with_numbers(
    table(
        """
    day         channel  campaign  amount
    2025-02-28  ad       spring    500
    2025-03-01  ad       spring    60
    2025-03-31  ad       spring    40
    2025-03-20  ad       spring    -20
    2025-03-10  mail     -         20
    2025-04-01  mail     -         300
""",
        currency="EUR",
    ),
    "amount",
)
ORDERS = with_numbers(
    table(
        """
    user_id  total  status     channel  campaign  time
    ann      30     paid       ad       spring    2025-03-05T12:00Z
    ann      10     paid       mail     -         2025-03-15T12:00Z
    bob      99     refunded   ad       spring    2025-02-10T12:00Z
    bob      40     paid       mail     -         2025-03-06T12:00Z
    cyd      70     paid       ad       spring    2025-02-01T12:00Z
    cyd      20     paid       ad       spring    2025-03-06T12:00Z
    dan      50     paid       ad       -         2025-03-31T21:59Z
    eve      80     paid       ad       spring    2025-03-31T22:00Z
    gil      99     cancelled  ad       spring    2025-03-07T12:00Z
    -        100    paid       ad       spring    2025-03-08T12:00Z
""",
        currency="EUR",
    ),
    "total",
)
CONTRACTS = table("""
    user_id  started_at
    ann      2025-01-01T00:00Z
    fay      2025-03-12T00:00Z
    fay      2025-04-12T00:00Z
    gil      2025-02-01T00:00Z
""")
"""In March, in Rome, 60 + 40 - 20 + 20 = 100 were spent. New were ann (by ad and spring), bob (whose first order went
back, by mail), dan (a minute before April, by ad) and fay (a contract): 4, so 25 each. cyd and gil were customers
before, eve is April's. In March came 30 + 10 + 40 + 20 + 50 + 100 = 250."""

WORLD: dict[str, Any] = {"spend": SPEND, "order": ORDERS, "subscription": CONTRACTS}
