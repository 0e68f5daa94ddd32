"""The truth about orders."""

import numpy as np

from regard.simulator import steps
from regard.simulator.arrays import Floats
from regard.simulator.baskets import BASKET_ODDS, BASKET_ROWS, TOTALS
from regard.simulator.habits import CAMPAIGN_ENTRY, ENTRIES
from regard.simulator.truth.attention import Values
from regard.simulator.truth.flow import Flow


def value_truth(flow: Flow) -> Values:
    """Return the metrics of orders; whether an order is kept does not depend on its total."""
    money, orders = order_sums(flow)
    return {"average_order_value": money / orders}


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
