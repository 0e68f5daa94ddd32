"""What customers cost: what the simulator counted while it drew them, against their records."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from regard.simulator import World, simulate
from tests.simulator.naive_log import Row

Records = Callable[[str], list[Row]]


def test_each_channel_costs_and_brings_what_is_counted(
    small_world: World, records: Records, person_of: dict[str, str]
) -> None:
    """Money spent, people whose first kept order a channel brought, and the revenue of all its kept orders.

    Beside them stand those who never ordered and took out their first contract.
    """
    kept = sorted((row for row in records("order") if row["status"] == "paid"), key=lambda row: row["time"])
    first: dict[str, str] = {}
    revenue, spent = Counter[str](), Counter[str]()
    for row in kept:
        user: str = row["user_id"]
        first.setdefault(person_of.get(user, user), row["channel"])
        revenue[row["channel"]] += row["total"]
    for row in records("spend"):
        spent[row["channel"]] += row["amount"]
    new = Counter(first.values())
    signed: dict[str, datetime] = {}
    for row in sorted(records("subscription"), key=lambda row: row["started_at"]):
        signed.setdefault(row["user_id"], row["started_at"])
    opens = datetime.combine(date.fromisoformat(small_world.truth["period"]["from"]), time(), ZoneInfo("Europe/Rome"))
    signers = sum(since >= opens and user not in first for user, since in signed.items())
    counted = small_world.truth["counted"]
    costs, returns = counted["customer_acquisition_cost"], counted["return_on_investment"]
    assert costs["value"] == pytest.approx(sum(spent.values()) / (len(first) + signers))
    assert signers > 0
    assert returns["value"] == pytest.approx(sum(revenue.values()) / sum(spent.values()) - 1)
    assert (
        {row["group"]["channel"] for row in costs["breakdown"]} == set(spent) == {"paid", "social", "email", "referral"}
    )
    for cost, gain in zip(costs["breakdown"], returns["breakdown"], strict=True):
        channel = cost["group"]["channel"]
        assert cost["parts"] == {"spend": pytest.approx(spent[channel]), "new_customers": new[channel]}
        assert cost["value"] == (pytest.approx(spent[channel] / new[channel]) if new[channel] else None)
        assert gain["value"] == pytest.approx(revenue[channel] / spent[channel] - 1)
    assert sum(new[channel] > 0 for channel in spent) > 1


def test_customers_cost_differently_by_channel() -> None:
    """Where there are many customers, advertising brings dearer ones than the newsletter does."""
    breakdown = simulate(events=100_000, seed=2).truth["counted"]["customer_acquisition_cost"]["breakdown"]
    by_channel = {row["group"]["channel"]: row["value"] for row in breakdown}
    assert by_channel["paid"] > by_channel["social"] > 2 * by_channel["email"]


def test_advertisements_cost_what_is_billed(records: Records) -> None:
    """What the counts of a day say that clicks cost is what is billed for the channel and campaign on that day."""
    names = {"brand": ("paid", "brand"), "autumn_sale": ("paid", "autumn_sale"), "boost": ("social", None)}
    billed = {(row["day"], row["channel"], row["campaign"]): row["amount"] for row in records("spend")}
    counts = [row for row in records("delivery") if row["kind"] is None]
    assert {row["campaign"] for row in counts} == set(names)
    for row in counts:
        assert row["impressions"] >= row["clicks"] >= row["unique_clicks"] >= 0
        day = row["time"].astimezone(ZoneInfo("Europe/Rome")).date()
        assert row["cost"] == billed.get((day, *names[row["campaign"]]), 0)


def test_campaigns_of_bills_are_those_of_orders(small_world: World, records: Records) -> None:
    """Orders and bills name channel and campaign alike, and the campaign is billed while it runs."""
    campaign = small_world.truth["happenings"]["good_campaign"]
    sources: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for record in ("order", "spend"):
        sources[record].update((row["channel"], row["campaign"]) for row in records(record))
    assert sources["spend"] < sources["order"]
    days = [str(row["day"]) for row in records("spend") if row["campaign"] == campaign["utm_campaign"]]
    assert campaign["from"] <= min(days) <= max(days) <= campaign["to"]


def test_some_bills_are_corrected(small_world: World, records: Records) -> None:
    """A few bills come twice, and the later one stands."""
    rows = small_world.tables["spend"].to_pylist()
    latest = {row["id"]: row["amount"] for row in records("spend")}
    first = [row for row in rows if row["amount"] != latest[row["id"]]]
    assert 0 < len(first) <= len(rows) - len(latest) < len(latest) / 10
    assert all(row["amount"] < latest[row["id"]] for row in first)
