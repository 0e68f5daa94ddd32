import math
from typing import Any

import pytest

import regard
from regard.errors import RegardError
from tests.naive.workspaces import opened
from tests.worked.value.campaigns import MARCH, WORLD

LIFE: dict[str, Any] = {"lifespan": "1 year", **MARCH}
MONTH = 365.25 / 12 * 86_400


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with what was spent and what it brought."""
    return opened(**WORLD)


def test_clv_to_cac(ws: regard.Workspace) -> None:
    """In March ann, bob, cyd and dan bought for 150, which is 37.5 x 12 = 450 a year; a new one cost 25."""
    reply = ws.ask("clv_to_cac", **LIFE)
    assert (reply.value, reply.n, reply.unit) == (pytest.approx(18), 4, "ratio")
    assert reply.parts == {"customer_lifetime_value": pytest.approx(450), "customer_acquisition_cost": 25}
    assert regard.calc("clv_to_cac", **reply.parts).value == pytest.approx(18)
    assert reply.band is not None
    assert reply.band["verdict"] == "good"
    assert reply.definition["arguments"] == {"lifespan": "1 year"}


def test_its_interval_is_made_of_both(ws: regard.Workspace) -> None:
    """The relative reaches of the two are independent: their squares add up, on the scale of logarithms."""
    replies = ws.ask(["clv_to_cac", "customer_lifetime_value", "customer_acquisition_cost"], **LIFE)
    interval, worth, cost = (reply.interval for reply in replies.values())
    assert interval is not None
    assert worth is not None
    assert cost is not None
    reaches = (worth["high"] / 450 - 1, math.log(cost["high"] / 25))
    assert interval["method"] == "log_delta"
    assert interval["high"] == pytest.approx(18 * math.exp(math.hypot(*reaches)))
    assert interval["low"] == pytest.approx(18 / math.exp(math.hypot(*reaches)))


def test_payback_time(ws: regard.Workspace) -> None:
    """25 are back after 25 / 37.5 of a month, and with a margin of a half after twice that."""
    reply = ws.ask("payback_time", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (pytest.approx(25 / 37.5 * MONTH), 4, "seconds")
    assert reply.parts == {"customer_acquisition_cost": 25, "monthly_margin": 37.5}
    assert regard.calc("payback_time", **reply.parts).value == pytest.approx(reply.value)
    assert ws.ask("payback_time", margin=0.5, **MARCH).value == pytest.approx(50 / 37.5 * MONTH)


def test_channels(ws: regard.Workspace) -> None:
    """By ad ann, cyd and dan bought for 100 and 2 were won for 80; by mail ann and bob for 50 and 1 for 20."""
    rows = ws.ask("clv_to_cac", by="channel", **LIFE).breakdown
    assert {row["group"]["channel"]: row["value"] for row in rows} == {
        "ad": pytest.approx(100 / 3 * 12 / 40),
        "mail": pytest.approx(25 * 12 / 20),
        None: None,
    }
    rows = ws.ask("payback_time", by="channel", **MARCH).breakdown
    assert {row["group"]["channel"]: row["value"] for row in rows} == {
        "ad": pytest.approx(40 / (100 / 3) * MONTH),
        "mail": pytest.approx(20 / 25 * MONTH),
        None: None,
    }


def test_months_and_what_was_before(ws: regard.Workspace) -> None:
    """Each month has its own two halves; March is compared with February, where cyd's 70 stand against 250."""
    period = ("2025-02-01", "2025-03-31")
    reply = ws.ask("clv_to_cac", every="month", **{**LIFE, "period": period})
    before = 70 * 12 / 250
    assert [point["value"] for point in reply.series] == [pytest.approx(before), pytest.approx(18)]
    compared = ws.ask("clv_to_cac", compare=("2025-02-01", "2025-02-28"), **LIFE)
    assert compared.previous is not None
    assert compared.previous["value"] == pytest.approx(before)
    assert compared.change is not None
    assert (compared.change["unit"], compared.change["value"]) == ("relative", pytest.approx((18 - before) / before))


def test_all_time_is_one_time(ws: regard.Workspace) -> None:
    """Both halves begin with the first day of spend, and not each with the first record of its own."""
    reply = ws.ask("clv_to_cac", **{**LIFE, "period": "all", "as_of": "2025-03-31"}, every="week")
    assert reply.period["from"] == "2025-02-28"
    assert reply.parts["customer_acquisition_cost"] == 600 / 4


def test_refusals(ws: regard.Workspace) -> None:
    """A quotient has no rows of its own to be summed, ranked or binned; a half's refusal is that of the whole."""
    for asked, code in (
        ({"bins": ["1d", "2d"]}, "not_for_metric"),
        ({"statistic": "sum"}, "not_for_metric"),
        ({"statistic": "median"}, "not_for_metric"),
        ({"by": "tier"}, "not_together"),
    ):
        with pytest.raises(RegardError) as caught:
            ws.ask("payback_time", **asked, **MARCH)
        assert caught.value.code == code
    with pytest.raises(RegardError, match='clv_to_cac needs "lifespan"'):
        ws.ask("clv_to_cac", **MARCH)


def test_nothing_spent_has_no_quotient() -> None:
    """Where nothing was spent customers cost nothing, and no number is that many times nothing."""
    ws = opened(order=WORLD["order"])
    reply = ws.ask("clv_to_cac", **LIFE)
    assert (reply.value, reply.interval) == (None, None)
    assert ws.ask("payback_time", **MARCH).value == 0
    empty = opened()
    assert [empty.ask(name, **asked).value for name, asked in (("clv_to_cac", LIFE), ("payback_time", MARCH))] == [
        None,
        None,
    ]
