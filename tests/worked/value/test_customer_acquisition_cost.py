import math

import pytest

import regard
from regard.errors import RegardError
from tests.naive.workspaces import opened
from tests.worked.value.campaigns import MARCH, SPEND, WORLD


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with what was spent and what it brought."""
    return opened(**WORLD)


def test_customer_acquisition_cost(ws: regard.Workspace) -> None:
    """100 over 4; the number of new customers varies as that of a Poisson process does, the money does not."""
    reply = ws.ask("customer_acquisition_cost", **MARCH)
    assert (reply.value, reply.n, reply.unit, reply.currency) == (25, 4, "money", "EUR")
    assert reply.parts == {"spend": 100, "new_customers": 4}
    assert reply.interval is not None
    assert (reply.interval["method"], reply.interval["standard_error"]) == ("poisson", 25 / math.sqrt(4))
    assert reply.interval["high"] == pytest.approx(25 * math.exp(1.959964 / 2), rel=1e-6)
    assert regard.calc("customer_acquisition_cost", **reply.parts).value == 25


def test_channels_and_campaigns(ws: regard.Workspace) -> None:
    """By the first order's: ad 80 over ann and dan, mail 20 over bob, nothing over fay; spring 80 over ann."""
    rows = ws.ask("customer_acquisition_cost", by="channel", **MARCH).breakdown
    assert {row["group"]["channel"]: (row["value"], row["n"]) for row in rows} == {
        "ad": (40, 2),
        "mail": (20, 1),
        None: (0, 1),
    }
    rows = ws.ask("customer_acquisition_cost", by="campaign", **MARCH).breakdown
    assert {row["group"]["campaign"]: row["value"] for row in rows} == {"spring": 80, None: 20 / 3}
    assert ws.ask("customer_acquisition_cost", where=[["is", "channel", ["ad"]]], **MARCH).value == 40


def test_a_channel_that_brought_nobody_is_shown(ws: regard.Workspace) -> None:
    """Of 10 to 20 March ad has its credit and no customer: no value, and its spend among the parts."""
    reply = ws.ask("customer_acquisition_cost", by="channel", period=("2025-03-10", "2025-03-20"), as_of="2025-12-31")
    assert {row["group"]["channel"]: (row["value"], row["parts"]["spend"]) for row in reply.breakdown} == {
        "ad": (None, -20),
        "mail": (None, 20),
        None: (0, 0),
    }


def test_months(ws: regard.Workspace) -> None:
    """A day of spend lies in its local month: 500 over cyd and gil in February, 300 over eve in April."""
    period = ("2025-02-01", "2025-04-30")
    reply = ws.ask("customer_acquisition_cost", every="month", period=period, as_of="2025-12-31")
    assert [point["value"] for point in reply.series] == [250, 25, 300]


def test_currencies_of_the_money_alone_must_agree() -> None:
    """Who buys in another currency than the money was spent in is a customer all the same; two of spend are refused."""
    orders = [{**order, "currency": "PLN"} for order in WORLD["order"]]
    assert opened(**{**WORLD, "order": orders}).ask("customer_acquisition_cost", **MARCH).value == 25
    mixed = opened(**{**WORLD, "spend": [*SPEND, {**SPEND[1], "currency": "USD", "campaign": "sale"}]})
    with pytest.raises(RegardError, match="several currencies"):
        mixed.ask("customer_acquisition_cost", **MARCH)
    mixed.declare("rate", "USD", to="EUR", value=0.5)
    assert mixed.ask("customer_acquisition_cost", **MARCH).value == 130 / 4


def test_what_money_has_no_field_for_is_refused(ws: regard.Workspace) -> None:
    """Fields of customers, what people did, and hours are not told of money spent."""
    has = [["person_has", "signup"]]
    for asked in ({"by": "tier"}, {"by": "customer.country"}, {"where": has}, {"every": "hour"}):
        with pytest.raises(RegardError) as caught:
            ws.ask("customer_acquisition_cost", **asked, **MARCH)
        assert caught.value.code == "not_together"
    with pytest.raises(RegardError) as caught:
        ws.ask("customer_acquisition_cost", by="chanel", **MARCH)
    assert str(caught.value) == 'There is no field "chanel". Did you mean "channel"?'
