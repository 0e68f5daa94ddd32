"""Orders, contracts and money spent by chance, and what customers cost and bring, said again over plain dicts."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.asking.plain_spans import bounds
from tests.naive.records import Plain, Record, kept

ZONE = ZoneInfo("Europe/Rome")
FIRST, LAST = date(2025, 2, 15), date(2025, 4, 15)
MONTH_SECONDS = 365.25 / 12 * 86_400
LIFESPAN = 2.0
ORIGINS = {"channel": ["ad", "mail", None], "campaign": ["spring", None]}

_moments = st.builds(
    lambda day, seconds: datetime(2025, 2, 28, 23, tzinfo=UTC) + timedelta(days=day, seconds=seconds),
    st.integers(-40, 60),
    st.sampled_from([-1, 0, 3600]),
)


def _of_kind(records: Sequence[Record], kind: str) -> list[Record]:
    return [record for record in records if record["record"] == kind]


@st.composite
def worlds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return up to 9 orders of 4 people, 5 days of spend and 3 contracts."""

    def origin() -> dict[str, str | None]:
        return {name: draw(st.sampled_from(values)) for name, values in ORIGINS.items()}

    orders = [
        {
            "record": "order",
            "id": str(number),
            "user_id": draw(st.sampled_from(["ann", "bob", "cyd", "dan", None])),
            "time": draw(_moments),
            "total": draw(st.sampled_from([0.0, 5.0, 12.5, 40.0])),
            "currency": "EUR",
            "status": draw(st.sampled_from(["paid", "paid", "paid", "refunded"])),
            **origin(),
        }
        for number in range(draw(st.integers(0, 9)))
    ]
    spend = [
        {
            "record": "spend",
            "id": str(number),
            "day": str(date(2025, 3, 1) + timedelta(days=draw(st.integers(-20, 50)))),
            "amount": draw(st.sampled_from([10.0, 25.0, 7.5])),
            "currency": "EUR",
            **origin(),
        }
        for number in range(draw(st.integers(0, 5)))
    ]
    contracts = [
        {"record": "subscription", "id": str(number), "user_id": person, "started_at": draw(_moments)}
        for number, person in enumerate(draw(st.lists(st.sampled_from(["ann", "eve", "fay"]), max_size=3)))
    ]
    return [*orders, *spend, *contracts]


def rows_of_days(records: Sequence[Record], first: date, last: date) -> list[Record]:
    """Return the kept orders, the money spent and the new customers of some days; each knows how long those are."""
    starts, ends = bounds(first, last, ZONE)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    months = sum(1 / monthrange(day.year, day.month)[1] for day in days)
    bought = [one for one in kept(_of_kind(records, "order")) if starts <= one["time"].timestamp() < ends]
    spent = [one for one in _of_kind(records, "spend") if first.isoformat() <= one["day"] <= last.isoformat()]
    won = [one for one in _beginnings(records) if starts <= one["time"].timestamp() < ends]
    return [{**one, "months": months} for one in (*bought, *spent, *won)]


def _beginnings(records: Sequence[Record]) -> list[Record]:
    """Return how each person became a customer: by the first kept order, else by the first contract."""
    orders = sorted(kept(_of_kind(records, "order")), key=lambda one: (one["time"], one["id"]))
    firsts: dict[str, Record] = {}
    for order in orders:
        if order["user_id"] is not None:
            firsts.setdefault(order["user_id"], {**order, "record": "new"})
    for contract in sorted(_of_kind(records, "subscription"), key=lambda one: one["started_at"]):
        began = {"record": "new", "time": contract["started_at"], "channel": None, "campaign": None}
        firsts.setdefault(contract["user_id"], began)
    return list(firsts.values())


def _worth(rows: Sequence[Record]) -> tuple[float | None, dict[str, float]]:
    """Return what a customer brings per month, and revenue, customers and orders."""
    orders = [row for row in _of_kind(rows, "order") if row["user_id"] is not None]
    revenue, customers = sum(row["total"] for row in orders), len({row["user_id"] for row in orders})
    monthly = revenue / customers / orders[0]["months"] if orders else None
    return monthly, {"revenue": revenue, "customers": customers, "orders": len(orders)}


def _cost(rows: Sequence[Record]) -> tuple[float | None, dict[str, float]]:
    """Return what a new customer costs, and spend and new customers."""
    spent, won = sum(row["amount"] for row in _of_kind(rows, "spend")), len(_of_kind(rows, "new"))
    return (spent / won if won else None), {"spend": spent, "new_customers": won}


def _lifetime_value(rows: Sequence[Record]) -> Plain:
    monthly, parts = _worth(rows)
    if monthly is None:
        return Plain(None, 0, {**parts, "average_order_value": None, "purchase_frequency": None})  # type: ignore[dict-item]
    often = parts["orders"] / parts["customers"] / (rows[0]["months"] / 12)
    told = {**parts, "average_order_value": parts["revenue"] / parts["orders"], "purchase_frequency": often}
    return Plain(monthly * 12 * LIFESPAN, int(parts["customers"]), told)


def _acquisition_cost(rows: Sequence[Record]) -> Plain:
    cost, parts = _cost(rows)
    return Plain(cost, int(parts["new_customers"]), parts, is_shown=parts["spend"] > 0)


def _return(rows: Sequence[Record]) -> Plain:
    counted = [row for row in rows if row["record"] != "new"]
    revenue, spent = sum(row.get("total", 0) for row in counted), _cost(rows)[1]["spend"]
    value = (revenue - spent) / spent if spent else None
    return Plain(value, len(counted), {"revenue": revenue, "spend": spent})


def _lifetimes_per_cost(rows: Sequence[Record]) -> Plain:
    worth, (cost, told) = _lifetime_value(rows), _cost(rows)
    parts = {"customer_lifetime_value": worth.value, "customer_acquisition_cost": cost}
    value = worth.value / cost if worth.value is not None and cost else None
    is_shown = bool(worth.n or told["spend"])
    return Plain(value, int(told["new_customers"]), parts, is_shown=is_shown)  # type: ignore[arg-type]


def _payback(rows: Sequence[Record]) -> Plain:
    (monthly, told), (cost, costs) = _worth(rows), _cost(rows)
    parts = {"customer_acquisition_cost": cost, "monthly_margin": monthly}
    value = cost / monthly * MONTH_SECONDS if cost is not None and monthly else None
    is_shown = bool(costs["spend"] or costs["new_customers"])
    return Plain(value, int(told["customers"]), parts, is_shown=is_shown)  # type: ignore[arg-type]


VALUE: dict[str, Callable[[Sequence[Record]], Plain]] = {
    "customer_lifetime_value": _lifetime_value,
    "customer_acquisition_cost": _acquisition_cost,
    "return_on_investment": _return,
    "clv_to_cac": _lifetimes_per_cost,
    "payback_time": _payback,
}
