import math

import pytest

import regard
from tests.naive.workspaces import opened
from tests.worked.value.campaigns import MARCH, WORLD


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with what was spent and what it brought."""
    return opened(**WORLD)


def test_return_on_investment(ws: regard.Workspace) -> None:
    """(250 - 100) / 100; n are the 6 orders and 4 days of spend."""
    reply = ws.ask("return_on_investment", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (1.5, 10, "ratio")
    assert reply.parts == {"revenue": 250, "spend": 100}
    assert regard.calc("return_on_investment", **reply.parts).value == 1.5


def test_its_interval_is_that_of_the_revenue(ws: regard.Workspace) -> None:
    """People come as they come: ann with 40, bob 40, cyd 20, dan 50, somebody 100; their squares sum to 16,100."""
    interval = ws.ask("return_on_investment", **MARCH).interval
    assert interval is not None
    relative = math.sqrt(40**2 + 40**2 + 20**2 + 50**2 + 100**2) / 250
    assert interval["standard_error"] == pytest.approx(2.5 * relative)
    assert interval["low"] == pytest.approx(2.5 * math.exp(-1.959964 * relative) - 1, rel=1e-6)
    assert interval["high"] == pytest.approx(2.5 * math.exp(1.959964 * relative) - 1, rel=1e-6)
    assert interval["method"] == "poisson"


def test_channels(ws: regard.Workspace) -> None:
    """The ads brought 200 for 80, the mails 50 for 20; of the ads without a campaign 50 came for nothing."""
    rows = ws.ask("return_on_investment", by=["channel", "campaign"], **MARCH).breakdown
    assert {tuple(row["group"].values()): (row["value"], row["parts"]["revenue"]) for row in rows} == {
        ("ad", "spring"): ((150 - 80) / 80, 150),
        ("ad", None): (None, 50),
        ("mail", None): ((50 - 20) / 20, 50),
    }


def test_under_nothing_it_is_negative(ws: regard.Workspace) -> None:
    """In April, 80 by ad for 300 by mail; of the mails nothing came back; it moves in points."""
    april = {"period": "2025-04", "as_of": "2025-12-31"}
    reply = ws.ask("return_on_investment", compare=("2025-03-01", "2025-03-31"), **april)
    assert reply.value == pytest.approx((80 - 300) / 300)
    assert reply.interval is None
    assert reply.change is not None
    assert (reply.change["unit"], reply.change["value"]) == ("points", pytest.approx(-220 / 300 - 1.5))
    assert ws.ask("return_on_investment", where=[["is", "channel", ["mail"]]], **april).value == -1
