"""Amounts in several currencies, told in one by declared rates."""

from pathlib import Path
from typing import Any

import pytest

import regard
from regard.errors import RegardError
from tests.naive.workspaces import opened

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-12-31"}
TIME = "2025-03-10T12:00Z"
ORDERS = [
    {"id": str(number), "user_id": "ann", "time": TIME, "total": total, "currency": currency}
    for number, (total, currency) in enumerate([(10, "EUR"), (100, "USD"), (1000, "PLN")])
]
"""With a dollar at 0.5 and a zloty at 0.25 euros 10 + 50 + 250 = 310."""

RATES = {"USD": {"to": "EUR", "value": 0.5}, "PLN": {"to": "EUR", "value": 0.25}}


def _declared(rows: list[dict[str, Any]], *codes: str) -> regard.Workspace:
    """Return a workspace with orders and the rates of some currencies."""
    ws = opened(order=rows)
    for code in codes:
        ws.declare("rate", code, **RATES[code])
    return ws


def test_amounts_are_told_in_one_currency() -> None:
    """Each amount is worth its rate; the reply names the currency, and the rates among its arguments."""
    replies = _declared(ORDERS, "USD", "PLN").ask(["revenue", "average_order_value", "orders"], **MARCH)
    revenue, average = replies["revenue"], replies["average_order_value"]
    assert (revenue.value, revenue.currency) == (310, "EUR")
    assert (average.value, average.currency) == (pytest.approx(310 / 3), "EUR")
    assert revenue.definition["arguments"] == average.definition["arguments"] == {"rates": RATES}
    assert replies["orders"].definition["arguments"] == {}


def test_currencies_stay_a_dimension() -> None:
    """Splits and filters see the currency that was paid in; what they show is in the one that is told."""
    ws = _declared(ORDERS, "USD", "PLN")
    rows = ws.ask("revenue", by="currency", **MARCH)
    assert {row["group"]["currency"]: row["value"] for row in rows.breakdown} == {"EUR": 10, "USD": 50, "PLN": 250}
    assert (rows.value, rows.currency, rows.warnings) == (310, "EUR", [])
    dollars = ws.ask("revenue", where=[["is", "currency", ["USD"]]], **MARCH)
    assert (dollars.value, dollars.currency) == (50, "EUR")


@pytest.mark.parametrize("rows", [ORDERS, [ORDERS[0], {**ORDERS[1], "currency": None}]])
def test_a_currency_without_a_rate_is_never_added(rows: list[dict[str, Any]]) -> None:
    """With a rate for dollars only, zlotys and amounts of no currency are refused as before."""
    with pytest.raises(RegardError) as caught:
        _declared(rows, "USD").ask("revenue", **MARCH)
    assert caught.value.code == "mixed_currencies"
    assert 'ws.declare("rate", "USD", to="EUR", value=0.92)' in caught.value.suggestion


def test_rates_are_kept_with_the_workspace(tmp_path: Path) -> None:
    """They stand in regard.toml under [rates], where they can be written by hand as well."""
    with regard.open(tmp_path / "shop") as ws:
        ws.add("order", ORDERS)
        ws.declare("rate", "USD", **RATES["USD"])
    with (tmp_path / "shop" / "regard.toml").open("a", encoding="utf-8") as file:
        file.write('\n[rates.PLN]\nto = "EUR"\nvalue = 0.25\n')
    with regard.open(tmp_path / "shop") as ws:
        assert ws.ask("revenue", **MARCH).value == 310


@pytest.mark.parametrize(
    ("code", "spec", "refusal"),
    [
        ("usd", {"to": "EUR", "value": 1}, "bad_value"),
        ("GBP", {"to": "euro", "value": 1}, "bad_value"),
        ("GBP", {"to": "EUR"}, "bad_value"),
        ("GBP", {"to": "EUR", "value": 0}, "bad_value"),
        ("GBP", {"to": "EUR", "value": True}, "bad_value"),
        ("GBP", {"to": "EUR", "value": float("inf")}, "bad_value"),
        ("GBP", {"to": "EUR", "rate": 1.1}, "unknown_argument"),
        ("GBP", {"to": "CHF", "value": 1.1}, "not_together"),
        ("EUR", {"to": "EUR", "value": 1}, "not_together"),
    ],
)
def test_what_is_no_rate_is_refused(code: str, spec: dict[str, Any], refusal: str) -> None:
    """And so are two currencies to be told in; what was declared before still holds."""
    ws = _declared(ORDERS[:2], "USD")
    with pytest.raises(RegardError) as caught:
        ws.declare("rate", code, **spec)
    assert caught.value.code == refusal
    assert caught.value.suggestion
    assert ws.ask("revenue", **MARCH).value == 60
