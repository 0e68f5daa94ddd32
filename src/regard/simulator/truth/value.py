"""The truth about orders, and about what they cost and bring."""

import numpy as np

from regard.simulator import steps
from regard.simulator.advertising import COSTS, expected_cost
from regard.simulator.arrays import Floats
from regard.simulator.baskets import BASKET_ODDS, BASKET_ROWS, KEPT_SHARE, TOTALS
from regard.simulator.habits import CAMPAIGN_ENTRY, ENTRIES
from regard.simulator.tables.origins import ORDER_CHANNEL, PAID
from regard.simulator.truth.attention import Values
from regard.simulator.truth.flow import Flow
from regard.simulator.truth.people import buyers_first_by, kept_buyers

LIFESPAN_YEARS = 3
_DAYS_OF_YEAR = 365


def value_truth(flow: Flow) -> Values:
    """Return the metrics of orders and of money spent; whether an order is kept does not depend on its total."""
    money, orders = order_sums(flow)
    cost = expected_cost(flow.calendar)
    buyers, spent = kept_buyers(flow.calendar), float(cost.sum())
    is_paid = [ORDER_CHANNEL[bill.entry] == PAID for bill in COSTS]
    paid_entries = np.array([ORDER_CHANNEL[entry] == PAID for entry in ENTRIES])
    years = ((flow.calendar.end - flow.calendar.start).days + 1) / _DAYS_OF_YEAR
    return {
        "average_order_value": money / orders,
        "customer_lifetime_value": money * KEPT_SHARE / buyers / years * LIFESPAN_YEARS,
        "customer_acquisition_cost[paid]": float(cost[is_paid].sum()) / buyers_first_by(flow.calendar, paid_entries),
        "return_on_investment": money * KEPT_SHARE / spent - 1,
    }


def order_sums(flow: Flow) -> tuple[float, float]:
    """Return expected money and number of all orders of one person, kept or not."""
    is_campaign = np.arange(len(ENTRIES)) == CAMPAIGN_ENTRY
    money = number = 0.0
    for entry_counts, totals in zip((~is_campaign, is_campaign), TOTALS, strict=True):
        orders: Floats = (flow.scripts(entry_counts=entry_counts) * steps.BUYS).sum(axis=(0, 1, 3, 5))
        mean = (BASKET_ODDS.shares @ totals).reshape(BASKET_ROWS)
        money += float((orders * mean).sum())
        number += float(orders.sum())
    return money, number
