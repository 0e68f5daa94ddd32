"""Contracts and members: what the simulator counted while it drew them, against their records."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from regard.simulator import World
from tests.simulator.naive_business import monthly_money
from tests.simulator.naive_log import Row

Records = Callable[[str], list[Row]]


def _midnight(day: date) -> datetime:
    """Return the first moment of a local day."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Rome"))


def test_the_last_month_lost_what_is_counted(small_world: World, records: Records) -> None:
    """Customers and their money at the start of September, and what became of both by its end."""
    contracts, counted = records("subscription"), small_world.truth["counted"]
    before, after = (monthly_money(contracts, _midnight(day)) for day in (date(2025, 9, 1), date(2025, 10, 1)))
    changes = [after[user] - before[user] for user in before if user in after]
    people = {
        "start": len(before),
        "lost": sum(user not in after for user in before),
        "new": sum(user not in before for user in after),
        "end": len(after),
    }
    money = {
        "opening": sum(before.values()),
        "lost": sum(amount for user, amount in before.items() if user not in after),
        "contracted": -sum(change for change in changes if change < 0),
        "expanded": sum(change for change in changes if change > 0),
    }
    gross = money["lost"] + money["contracted"]
    expected = {
        "churn_rate": (people["lost"] / people["start"], people),
        "retention_rate": ((people["end"] - people["new"]) / people["start"], people),
        "revenue_churn": (gross / money["opening"], money),
        "revenue_churn.net": ((gross - money["expanded"]) / money["opening"], money),
    }
    for name, (value, parts) in expected.items():
        assert counted[name]["parts"] == parts
        assert counted[name]["value"] == pytest.approx(value)
        assert counted[name]["period"] == {"from": "2025-09-01", "to": "2025-09-30"}
    assert (counted["revenue_churn.net"]["metric"], counted["revenue_churn.net"]["variant"]) == ("revenue_churn", "net")
    assert min(*people.values(), *money.values()) > 0


def test_contracts_of_a_person_never_overlap(records: Records) -> None:
    """One contract after the other: some follow at once on another plan, some after months away."""
    gaps = [later["started_at"] - one["ended_at"] for one, later in _followed(records("subscription"))]
    plans = [(one["plan"], later["plan"]) for one, later in _followed(records("subscription"))]
    away = [gap for gap in gaps if gap]
    assert len(away) < len(gaps)
    assert min(away) > timedelta(days=50)
    assert all(one != later for (one, later), gap in zip(plans, gaps, strict=True) if not gap)


def test_contracts_last_for_whole_months(records: Records) -> None:
    """A contract ends on the day of the month on which it began, at the same time."""
    rome = ZoneInfo("Europe/Rome")
    for row in records("subscription"):
        began, ended = row["started_at"].astimezone(rome), (row["ended_at"] or row["started_at"]).astimezone(rome)
        assert (ended.day, ended.minute, ended.second) == (began.day, began.minute, began.second)
        assert row["monthly_amount"] == {"basic": 10, "plus": 25, "pro": 60}[row["plan"]]


def test_customers_pay_while_they_have_a_contract(records: Records) -> None:
    """The latest state of a customer says the plan, and the last stretch of contracts without a gap."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(records("subscription"), key=lambda row: row["started_at"]):
        held[row["user_id"]].append(row)
    customers = {row["user_id"]: row for row in records("customer")}
    assert set(held) <= set(customers)
    assert 0 < len(held) < len(customers)
    for user, customer in customers.items():
        said = (customer["paying_since"], customer["paying_until"], customer["plan"])
        assert said == _last_stretch(held[user])


def test_members_bring_what_is_counted(small_world: World, records: Records, person_of: dict[str, str]) -> None:
    """Who buys and takes part in the programme, and the money that members bring."""
    members = {row["user_id"] for row in records("customer") if row["member_since"]}
    kept = [row for row in records("order") if row["status"] == "paid"]
    buyers = {person_of.get(row["user_id"], row["user_id"]) for row in kept}
    money = sum(row["total"] for row in kept if person_of.get(row["user_id"], row["user_id"]) in members)
    entry = small_world.truth["counted"]["loyalty_participation"]
    assert entry["parts"] == {
        "members": len(buyers & members),
        "customers": len(buyers),
        "member_revenue": pytest.approx(money),
        "revenue": pytest.approx(sum(row["total"] for row in kept)),
    }
    assert entry["value"] == len(buyers & members) / len(buyers)
    assert all(row["member_since"] in (None, row["created_at"]) for row in records("customer"))


def _followed(contracts: list[Row]) -> list[tuple[Row, Row]]:
    """Return each contract that is followed by another one of its person, with that one."""
    rows = sorted(contracts, key=lambda row: (row["user_id"], row["started_at"]))
    return [(one, later) for one, later in pairwise(rows) if one["user_id"] == later["user_id"]]


def _last_stretch(contracts: list[Row]) -> tuple[datetime | None, datetime | None, str]:
    """Return since when, until when and for which plan somebody with these contracts pays."""
    if not contracts:
        return None, None, "free"
    since = contracts[-1]["started_at"]
    for one, later in reversed(list(pairwise(contracts))):
        if one["ended_at"] != later["started_at"]:
            break
        since = one["started_at"]
    until = contracts[-1]["ended_at"]
    return since, until, "free" if until else contracts[-1]["plan"]
