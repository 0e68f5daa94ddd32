import pytest

import regard
from tests.naive.tables import table
from tests.naive.workspaces import opened

CONTRACTS = table("""
    user_id  started_at         ended_at
    ann      2025-01-01T00:00Z  -
    bob      2025-01-01T00:00Z  2025-03-09T00:00Z
    bob      2025-03-12T00:00Z  -
    cyd      2025-01-01T00:00Z  2025-03-09T00:00Z
    dan      2025-03-09T00:00Z  -
    eve      2025-03-09T00:00Z  2025-03-12T00:00Z
""")
"""At the start ann, bob and cyd; at the end ann, bob (again) and dan, who is new: 2 of 3 stayed."""


def test_retention_rate() -> None:
    """Customers at the end without the new ones over those at the start, and 1 less the churn rate."""
    ws = opened(subscription=CONTRACTS)
    replies = ws.ask(["retention_rate", "churn_rate"], period="2025-03", as_of="2025-12-31")
    stayed, left = replies["retention_rate"], replies["churn_rate"]
    assert (stayed.value, stayed.n, stayed.unit) == (2 / 3, 3, "share")
    assert stayed.parts == {"kept": 2, "start": 3, "new": 1, "end": 3}
    assert left.value == pytest.approx(1 - 2 / 3)
    assert left.parts["new"] == 2


def test_the_guide() -> None:
    """100 at the start, 10 new, 90 at the end: 80 %, as the calculator says."""
    rows = [{"user_id": str(number), "started_at": "2025-01-01T00:00Z"} for number in range(100)]
    rows = [{**row, "ended_at": "2025-03-08T00:00Z"} if number < 20 else row for number, row in enumerate(rows)]
    rows += [{"user_id": f"new {number}", "started_at": "2025-03-09T00:00Z"} for number in range(10)]
    reply = opened(subscription=rows).ask("retention_rate", period="2025-03", as_of="2025-12-31")
    by_hand = regard.calc("retention_rate", start=100, new=10, end=90)
    assert reply.value == by_hand.value == 0.8
    assert reply.interval == by_hand.interval
