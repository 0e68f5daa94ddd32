from typing import Any

import pytest

import regard
from regard.errors import RegardError
from tests.naive.tables import table
from tests.naive.workspaces import opened

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-12-31"}

CONTRACTS = [
    {**row, "monthly_amount": float(row["monthly_amount"])}
    for row in table(
        """
    user_id  plan   monthly_amount  started_at         ended_at
    ann      basic  40              2025-01-01T00:00Z  2025-03-10T00:00Z
    bob      pro    60              2025-01-01T00:00Z  2025-03-10T00:00Z
    bob      basic  25              2025-03-10T00:00Z  -
    cyd      basic  50              2025-01-01T00:00Z  2025-03-10T00:00Z
    cyd      pro    80              2025-03-10T00:00Z  -
    dan      basic  30              2025-01-01T00:00Z  -
    dan      extra  20              2025-01-02T00:00Z  2025-03-10T00:00Z
    eve      pro    90              2025-03-10T00:00Z  -
    fay      free   0               2025-01-01T00:00Z  2025-03-10T00:00Z
    fay      pro    70              2025-03-10T00:00Z  -
""",
        currency="EUR",
    )
]
"""At the start of March 40 + 60 + 50 + (30 + 20) = 200 a month. ann's 40 are lost, bob brings 35 less and dan 20, cyd
30 more; eve and fay, who brought nothing, are new. Gross (40 + 55) / 200, net (40 + 55 - 30) / 200."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the contracts."""
    return opened(subscription=CONTRACTS)


def test_revenue_churn(ws: regard.Workspace) -> None:
    """What was lost and contracted over what there was; net of what was gained from the same people."""
    parts = {"opening": 200, "lost": 40, "contracted": 55, "expanded": 30}
    for variant, value in ((None, 95 / 200), ("net", 65 / 200)):
        reply = ws.ask("revenue_churn", variant=variant, **MARCH)
        assert (reply.value, reply.n, reply.unit, reply.parts) == (value, 4, "share", parts)
        assert reply.interval is not None
        assert reply.interval["method"] == ("delta" if variant else "wilson")
        assert reply.interval["low"] < value < reply.interval["high"]
        assert regard.calc("revenue_churn", variant=variant or "gross", **parts).value == value


def test_more_gained_than_lost() -> None:
    """The net rate is under 0 where people bring more than before, and so is its interval."""
    rows = [
        {"user_id": name, "started_at": since, "ended_at": until, "monthly_amount": amount, "currency": "EUR"}
        for name, before, after in (("ann", 10, 20), ("bob", 10, 19), ("cyd", 10, 21), ("dan", 10, 20))
        for since, until, amount in (
            ("2025-01-01T00:00Z", "2025-03-10T00:00Z", before),
            ("2025-03-10T00:00Z", None, after),
        )
    ]
    ws = opened(subscription=rows)
    net = ws.ask("revenue_churn", variant="net", **MARCH)
    assert net.value == -1
    assert net.interval is not None
    assert net.interval["low"] < -1 < net.interval["high"] < 0
    assert ws.ask("revenue_churn", **MARCH).value == 0


def test_currencies_are_apart() -> None:
    """Two currencies are refused together and each has its own rate; with a rate declared they are one."""
    dollars = [{**row, "user_id": f"us {row['user_id']}", "currency": "USD"} for row in CONTRACTS[:1]]
    mixed = opened(subscription=[*CONTRACTS, *dollars])
    with pytest.raises(RegardError, match="several currencies"):
        mixed.ask("revenue_churn", **MARCH)
    rows = mixed.ask("revenue_churn", by="currency", **MARCH).breakdown
    assert {row["group"]["currency"]: row["value"] for row in rows} == {"EUR": 95 / 200, "USD": 1}
    mixed.declare("rate", "USD", to="EUR", value=0.5)
    reply = mixed.ask("revenue_churn", **MARCH)
    assert (reply.value, reply.parts["lost"], reply.parts["opening"]) == (115 / 220, 60, 220)


def test_moving_to_another_currency_loses_nothing() -> None:
    """Told in one currency, a contract of 10 dollars that goes on as one of 9 euros is worth what it was."""
    rows = table("""
        user_id  monthly_amount  currency  started_at         ended_at
        ann      10              USD       2025-01-01T00:00Z  2025-03-10T00:00Z
        ann      9               EUR       2025-03-10T00:00Z  -
    """)
    ws = opened(subscription=[{**row, "monthly_amount": float(row["monthly_amount"])} for row in rows])
    ws.declare("rate", "USD", to="EUR", value=0.9)
    reply = ws.ask("revenue_churn", **MARCH)
    assert (reply.value, reply.parts["opening"]) == (0, 9)


def test_plans_are_those_of_the_start(ws: regard.Workspace) -> None:
    """Ann and cyd were on basic and bob on pro; all that dan brought counts for extra, which he took out last."""
    rows = ws.ask("revenue_churn", by="plan", **MARCH).breakdown
    found = {row["group"]["plan"]: (row["parts"]["opening"], row["value"]) for row in rows}
    assert found == {"basic": (90, 40 / 90), "pro": (60, 35 / 60), "extra": (50, 20 / 50)}
