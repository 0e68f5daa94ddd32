from typing import Any

import pytest

import regard
from regard.errors import RegardError
from tests.naive.workspaces import opened

YEAR: dict[str, Any] = {"period": "2025", "as_of": "2026-06-30", "lifespan": "3 years"}


def _orders(person: str | None, months: range, total: float, **said: str) -> list[dict[str, Any]]:
    """Return an order of a person in each of some months of 2025."""
    times = [f"2025-{month:02d}-10T12:00Z" for month in months]
    return [{"user_id": person, "time": time, "total": total, "currency": "EUR", **said} for time in times]


ANN, BOB = _orders("ann", range(1, 13), 20, channel="web"), _orders("bob", range(1, 7), 10, channel="store")
NOBODY = _orders(None, range(1, 13), 500)
REFUNDED = _orders("bob", range(1, 13), 500, status="refunded")


def test_the_guide() -> None:
    """20 a time, 12 times a year, for 3 years: 720, as the calculator says of the parts."""
    reply = opened(order=ANN).ask("customer_lifetime_value", **YEAR)
    assert (reply.value, reply.n, reply.unit, reply.currency) == (720, 1, "money", "EUR")
    told = {name: reply.parts[name] for name in ("average_order_value", "purchase_frequency")}
    assert told == {"average_order_value": 20, "purchase_frequency": 12}
    assert regard.calc("customer_lifetime_value", lifespan=3, **told).value == 720


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with 18 orders of two people who are known, and others that do not count."""
    return opened(order=[*ANN, *BOB, *NOBODY, *REFUNDED])


def test_customer_lifetime_value(ws: regard.Workspace) -> None:
    """240 and 60 a year of two people are 150 each: 450 in 3 years, 300 for 18 orders, of which each has 9."""
    reply = ws.ask("customer_lifetime_value", **YEAR)
    assert (reply.value, reply.n) == (450, 2)
    assert reply.parts == {
        "revenue": 300,
        "customers": 2,
        "orders": 18,
        "average_order_value": pytest.approx(300 / 18),
        "purchase_frequency": 9,
    }
    assert reply.definition["arguments"] == {"lifespan": "3 years"}
    assert reply.interval is not None
    assert reply.interval["standard_error"] == pytest.approx(3 * 90)


def test_margin_and_discount(ws: regard.Workspace) -> None:
    """Margin keeps a share; with a discount of 25 % three years are worth 0.8 + 0.64 + 0.512 = 1.952 of them."""
    assert ws.ask("customer_lifetime_value", margin=0.4, **YEAR).value == pytest.approx(180)
    assert ws.ask("customer_lifetime_value", discount=0.25, **YEAR).value == pytest.approx(150 * 1.952)
    reply = ws.ask("customer_lifetime_value", discount=0.25, margin=0.4, **YEAR)
    told = {name: reply.parts[name] for name in ("average_order_value", "purchase_frequency")}
    by_hand = regard.calc("customer_lifetime_value", lifespan=3, margin=0.4, discount=0.25, **told)
    assert reply.value == pytest.approx(by_hand.value)


def test_parts_of_a_year_are_taken_as_such(ws: regard.Workspace) -> None:
    """January's 20 and 10 are a twelfth of a year: 15 x 12 x 3; months of a series likewise, and half-years as well."""
    assert ws.ask("customer_lifetime_value", **{**YEAR, "period": "2025-01"}).value == pytest.approx(540)
    points = ws.ask("customer_lifetime_value", every="quarter", **YEAR).series
    assert [point["value"] for point in points] == [pytest.approx(540)] * 2 + [pytest.approx(720)] * 2


def test_channels_and_medians(ws: regard.Workspace) -> None:
    """A channel's value is that of its buyers; the median customer is worth 3 years of 150."""
    rows = ws.ask("customer_lifetime_value", by="channel", **YEAR).breakdown
    assert {row["group"]["channel"]: row["value"] for row in rows} == {"web": 720, "store": 180}
    assert ws.ask("customer_lifetime_value", statistic="p50", **YEAR).value == pytest.approx(450)
    assert ws.ask("customer_lifetime_value", statistic="p75", **YEAR).value == pytest.approx(585)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"lifespan": None}, "missing_argument"),
        ({"lifespan": 3}, "bad_value"),
        ({"lifespan": "0 years"}, "bad_value"),
        ({"margin": 40}, "bad_value"),
        ({"discount": -0.1}, "bad_value"),
        ({"statistic": "sum"}, "not_for_metric"),
        ({"bins": [0, 100]}, "not_for_metric"),
        ({"every": "hour"}, "not_together"),
    ],
)
def test_refusals(ws: regard.Workspace, asked: dict[str, Any], code: str) -> None:
    """A lifespan without a unit, or a share above 1, would be guessed at; sums and bins are of rows as they are."""
    with pytest.raises(RegardError) as caught:
        ws.ask("customer_lifetime_value", **{**YEAR, **asked})
    assert caught.value.code == code


def test_currencies_are_apart() -> None:
    """A person's euros and dollars are not added, unless a rate is declared."""
    dollars = [{**order, "currency": "USD"} for order in BOB]
    mixed = opened(order=[*ANN, *dollars])
    with pytest.raises(RegardError, match="several currencies"):
        mixed.ask("customer_lifetime_value", **YEAR)
    mixed.declare("rate", "USD", to="EUR", value=2)
    assert mixed.ask("customer_lifetime_value", **YEAR).value == pytest.approx((240 + 120) / 2 * 3)
