"""What customers cost and bring, channel by channel."""

import numpy as np

from regard.simulator.advertising import COSTS
from regard.simulator.arrays import Ints, Numbers
from regard.simulator.baskets import TOTALS
from regard.simulator.calendar import Calendar
from regard.simulator.counted.entry import JSON, entry, ratio, whole
from regard.simulator.habits import ENTRIES
from regard.simulator.lives import Lives
from regard.simulator.shop import Shop
from regard.simulator.tables.origins import CHANNELS, ORDER_CHANNEL

_CHANNEL_OF_ENTRY: Ints = np.array([CHANNELS.index(ORDER_CHANNEL[entry]) for entry in ENTRIES])


def count_customers(lives: Lives) -> dict[str, Numbers]:
    """Return by channel how many people's first kept order it brought, and the revenue of all; that of members.

    Those who never kept an order are new customers when they take out their first contract, of no channel.
    """
    visits, orders = lives.visits, lives.orders
    kept = np.flatnonzero(orders.is_kept)
    person, channel = visits.person[orders.visit[kept]], _CHANNEL_OF_ENTRY[visits.entry[orders.visit[kept]]]
    total = TOTALS[orders.is_reduced[kept], orders.basket[kept]]
    buyers, first = np.unique(person, return_index=True)
    loyal = lives.accounts.is_loyal
    contracts = lives.contracts
    signer, one = np.unique(contracts.person, return_index=True)
    is_new = (contracts.start[one] >= lives.calendar.opens) & ~np.isin(signer, buyers)
    return {
        "new_signers": np.array([is_new.sum()]),
        "new_customers": np.bincount(channel[first], minlength=len(CHANNELS)),
        "channel_revenue": np.bincount(channel, weights=total, minlength=len(CHANNELS)),
        "member_buyers": np.array([loyal[buyers].sum(), len(buyers)]),
        "member_revenue": np.array([total[loyal[person]].sum(), total.sum()]),
    }


def count_advertising(shop: Shop) -> dict[str, Numbers]:
    """Return by channel what was spent."""
    spent = shop.advertising.cost.sum(axis=1)
    channel = _CHANNEL_OF_ENTRY[[ENTRIES.index(cost.entry) for cost in COSTS]]
    return {"spent": np.bincount(channel, weights=spent, minlength=len(CHANNELS))}


def describe_money(sums: dict[str, Numbers], calendar: Calendar) -> dict[str, JSON]:
    """Return cost of a customer and return of what was spent, all together and by channel, and members' part."""
    names = ("spent", "new_customers", "channel_revenue")
    rows = np.round(np.stack([sums[name] for name in names], axis=1), 2).tolist()
    signers = int(sums["new_signers"][0])
    members, buyers = sums["member_buyers"].tolist()
    member_revenue, all_revenue = np.round(sums["member_revenue"], 2).tolist()
    return {
        "customer_acquisition_cost": _by_channel("customer_acquisition_cost", "money", rows, signers, calendar),
        "return_on_investment": _by_channel("return_on_investment", "ratio", rows, 0, calendar),
        "loyalty_participation": entry(
            "loyalty_participation",
            ratio(members, buyers),
            unit="share",
            period=whole(calendar),
            n=buyers,
            parts={"members": members, "customers": buyers, "member_revenue": member_revenue, "revenue": all_revenue},
        ),
    }


def _by_channel(metric: str, unit: str, rows: list[list[float]], others: int, calendar: Calendar) -> JSON:
    """Return a quotient over all channels, and for each that costs money, from rows of money spent, customers, revenue.

    What customers cost, and what the money brought, is over the customers of all channels and of none, which are the
    others, and over the revenue of all.
    """
    paid = sorted({int(_CHANNEL_OF_ENTRY[ENTRIES.index(cost.entry)]) for cost in COSTS})
    spent, customers, revenue = (sum(column) for column in zip(*rows, strict=True))
    everything = [spent, customers + others, revenue]
    return entry(
        metric,
        _quotient(metric, everything),
        unit=unit,
        period=whole(calendar),
        arguments={"by": "channel"},
        parts=_parts(metric, everything),
        breakdown=[
            {
                "group": {"channel": CHANNELS[place]},
                "value": _quotient(metric, rows[place]),
                "parts": _parts(metric, rows[place]),
            }
            for place in paid
        ],
    )


def _quotient(metric: str, row: list[float]) -> float | None:
    """Return what a customer cost, or what the money brought beyond itself, per unit of it."""
    spent, customers, revenue = row
    return ratio(spent, customers) if metric == "customer_acquisition_cost" else ratio(revenue - spent, spent)


def _parts(metric: str, row: list[float]) -> JSON:
    """Return the two numbers that a quotient is made of."""
    spent, customers, revenue = (round(amount, 2) for amount in row)
    if metric == "customer_acquisition_cost":
        return {"spend": spent, "new_customers": int(customers)}
    return {"revenue": revenue, "spend": spent}
