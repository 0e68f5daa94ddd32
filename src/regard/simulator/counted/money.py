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
    """Return by channel how many people's first kept order it brought, and the revenue of all; that of members."""
    visits, orders = lives.visits, lives.orders
    kept = np.flatnonzero(orders.is_kept)
    person, channel = visits.person[orders.visit[kept]], _CHANNEL_OF_ENTRY[visits.entry[orders.visit[kept]]]
    total = TOTALS[orders.is_reduced[kept], orders.basket[kept]]
    buyers, first = np.unique(person, return_index=True)
    loyal = lives.accounts.is_loyal
    return {
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
    new, revenue, spent = (sums[name].tolist() for name in ("new_customers", "channel_revenue", "spent"))
    members, buyers = sums["member_buyers"].tolist()
    member_revenue, all_revenue = (round(amount, 2) for amount in sums["member_revenue"].tolist())
    return {
        "customer_acquisition_cost": _by_channel("customer_acquisition_cost", "money", spent, new, calendar),
        "return_on_investment": _by_channel(
            "return_on_investment",
            "ratio",
            [got - paid for got, paid in zip(revenue, spent, strict=True)],
            spent,
            calendar,
        ),
        "loyalty_participation": entry(
            "loyalty_participation",
            ratio(members, buyers),
            unit="share",
            period=whole(calendar),
            n=buyers,
            members=members,
            member_revenue=member_revenue,
            revenue=all_revenue,
        ),
    }


def _by_channel(metric: str, unit: str, above: list[float], below: list[float], calendar: Calendar) -> JSON:
    """Return a quotient over all channels and for each that costs money; what customers cost is over all new ones."""
    breakdown = [
        {
            "group": {"channel": CHANNELS[place]},
            "value": ratio(above[place], below[place]),
            "parts": [above[place], below[place]],
        }
        for place in sorted({int(_CHANNEL_OF_ENTRY[ENTRIES.index(cost.entry)]) for cost in COSTS})
    ]
    return entry(
        metric,
        ratio(sum(above), sum(below)),
        unit=unit,
        period=whole(calendar),
        arguments={"by": "channel"},
        breakdown=breakdown,
    )
