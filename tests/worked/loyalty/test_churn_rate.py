from typing import Any

import pytest

import regard
from regard.errors import RegardError
from tests.naive.tables import table
from tests.naive.workspaces import opened

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-12-31"}

CONTRACTS = table("""
    id  user_id  plan   started_at                 ended_at
    1   ann      basic  2025-01-10T00:00+01:00     2025-03-20T00:00+01:00
    2   ann      pro    2025-03-20T00:00+01:00     -
    3   bob      basic  2025-01-10T00:00+01:00     2025-03-05T00:00+01:00
    4   bob      basic  2025-03-25T00:00+01:00     -
    5   cyd      pro    2025-02-10T00:00+01:00     2025-03-31T10:00+02:00
    6   dan      pro    2025-02-10T00:00+01:00     2025-04-01T00:00+02:00
    7   eve      basic  2025-03-01T00:00+01:00     -
    8   fay      pro    2025-03-02T00:00+01:00     2025-03-09T00:00+01:00
    9   gil      basic  2025-01-10T00:00+01:00     2025-02-28T23:59+01:00
    10  hal      basic  2025-04-01T00:00+02:00     -
    11  ivy      basic  2025-03-10T00:00+01:00     2025-03-10T00:00+01:00
""")
"""March in Rome. At its start there are ann, bob, cyd and dan: eve begins with it and gil is gone. At its end there are
ann (on another plan), bob (who was away in between), dan (who leaves with it) and eve; hal begins with April. fay came
and went, ivy never was there: of 4 one was lost, cyd; of all 6 two, cyd and fay."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the contracts, and what is known of some of the people."""
    told = [{"id": name, "user_id": name, "country": "IT"} for name in ("ann", "cyd")]
    return opened(subscription=CONTRACTS, customer=told)


def test_the_guide() -> None:
    """100 at the start, 10 new, 90 at the end: 20 % are lost; and 10 of 100 are 10 %."""
    for stayed, rate in ((80, 0.2), (90, 0.1)):
        since = ["2025-01-01T00:00Z"] * 100 + ["2025-03-15T00:00Z"] * 10
        until = [None] * stayed + ["2025-03-15T00:00Z"] * (100 - stayed) + [None] * 10
        rows = [
            {"user_id": f"person {number}", "started_at": a, "ended_at": b}
            for number, (a, b) in enumerate(zip(since, until, strict=True))
        ]
        reply = opened(subscription=rows).ask("churn_rate", **MARCH)
        assert reply.value == rate
        assert reply.parts == {"start": 100, "lost": 100 - stayed, "new": 10, "end": stayed + 10}
        by_hand = regard.calc("churn_rate", start=100, new=10, end=stayed + 10)
        assert (by_hand.value, by_hand.interval) == (reply.value, reply.interval)
        assert by_hand.band == reply.band


def test_churn_rate(ws: regard.Workspace) -> None:
    """1 of 4 who were there at the start."""
    reply = ws.ask("churn_rate", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (1 / 4, 4, "share")
    assert reply.parts == {"lost": 1, "start": 4, "new": 2, "end": 4}
    assert reply.interval is not None
    assert reply.interval["method"] == "wilson"


def test_variants_are_those_of_the_calculator(ws: regard.Workspace) -> None:
    """2 of the 6 who ever were there, and 2 over the mean of 4 and 4; both follow from start, new and end."""
    for variant, value, n in (("opening_plus_new", 2 / 6, 6), ("average", 2 / 4, 6)):
        reply = ws.ask("churn_rate", variant=variant, **MARCH)
        assert (reply.value, reply.n) == (value, n)
        assert reply.parts == {"start": 4, "new": 2, "end": 4, "lost": 2}
        told = {name: reply.parts[name] for name in ("start", "new", "end")}
        assert regard.calc("churn_rate", variant=variant, **told).value == pytest.approx(value)


def test_plans_are_those_of_the_start(ws: regard.Workspace) -> None:
    """Ann is counted in basic, which she had at the start; the groups add up to the whole, and filters see the same."""
    rows = ws.ask("churn_rate", by="plan", **MARCH).breakdown
    assert {row["group"]["plan"]: (row["value"], row["n"]) for row in rows} == {"basic": (0, 2), "pro": (0.5, 2)}
    assert ws.ask("churn_rate", where=[["is", "plan", ["pro"]]], **MARCH).parts["lost"] == 1
    countries = ws.ask("churn_rate", by="customer.country", **MARCH).breakdown
    assert {row["group"]["customer.country"]: row["value"] for row in countries} == {"IT": 0.5, None: 0}


def test_months_begin_where_the_one_before_ends(ws: regard.Workspace) -> None:
    """Each month's end is the next one's start; dan is lost in April, with whose first instant his contract ends."""
    reply = ws.ask("churn_rate", period=("2025-02-01", "2025-04-30"), every="month", as_of="2025-04-15")
    assert [point["parts"]["start"] for point in reply.series] == [3, 4, 4]
    assert [point["parts"]["end"] for point in reply.series] == [4, 4, 4]
    assert [point["parts"]["lost"] for point in reply.series] == [1, 1, 1]
    assert [point["is_complete"] for point in reply.series] == [True, True, False]


def test_customers_without_contracts_pay_from_until() -> None:
    """Where nobody tells of contracts, customers say since when and until when they pay; contracts go before that."""
    customers = table("""
        user_id  plan   paying_since       paying_until
        ann      pro    2025-01-01T00:00Z  2025-03-10T00:00Z
        bob      basic  2025-01-01T00:00Z  -
        cyd      basic  -                  -
        dan      pro    2025-01-01T00:00Z  2025-03-10T00:00Z
    """)
    contract = {"user_id": "dan", "started_at": "2025-01-01T00:00Z", "plan": "team"}
    ws = opened(customer=customers, subscription=[contract])
    reply = ws.ask("churn_rate", by="plan", **MARCH)
    assert (reply.value, reply.n) == (1 / 3, 3)
    assert {row["group"]["plan"]: row["value"] for row in reply.breakdown} == {"pro": 1, "basic": 0, "team": 0}


def test_shops_without_contracts() -> None:
    """With span= who bought within it is a customer: ann's order is 31 days old at the end, bob's refund is none."""
    orders = table("""
        user_id  status    time
        ann      paid      2025-02-20T12:00Z
        bob      paid      2025-02-10T12:00Z
        bob      refunded  2025-03-10T12:00Z
        cyd      paid      2025-02-20T12:00Z
        cyd      paid      2025-03-02T22:00Z
        dan      paid      2025-03-03T12:00Z
        -        paid      2025-03-03T12:00Z
    """)
    ws = opened(order=[{**order, "total": 5} for order in orders])
    reply = ws.ask("churn_rate", span="30d", **MARCH)
    assert (reply.value, reply.parts) == (2 / 3, {"lost": 2, "start": 3, "new": 1, "end": 2})
    assert reply.definition["arguments"] == {"span": "30d"}
    assert ws.ask("churn_rate", span="20d", **MARCH).parts == {"lost": 3, "start": 3, "new": 1, "end": 0}
    assert ws.ask("churn_rate", **MARCH).value is None


def test_what_people_have_no_field_for_is_refused(ws: regard.Workspace) -> None:
    """A person over a month has no moment and no amount to split by."""
    with pytest.raises(RegardError) as caught:
        ws.ask("churn_rate", by="started_at", **MARCH)
    assert caught.value.code == "unknown_field"
    with pytest.raises(RegardError) as caught:
        ws.ask("churn_rate", span=0, **MARCH)
    assert str(caught.value) == 'span=0 is no time at all. Write span="14d".'
