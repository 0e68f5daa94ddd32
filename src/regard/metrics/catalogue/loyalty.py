"""Loyalty: who stays and buys again."""

from regard.metrics.kinds import Distinct, Mean
from regard.rows.orders import BUYERS

customers = Distinct(
    name="customers",
    asks="How many people bought?",
    reads="Distinct people with an order that was paid and kept; orders of nobody known are not among them.",
    formula="distinct people with an order",
    of=BUYERS,
    unit="people",
    better="higher",
    since="0.1",
)

repeat_purchase_rate = Mean(
    name="repeat_purchase_rate",
    asks="What share of the customers bought more than once?",
    reads="Within the time asked for; refunded and cancelled orders do not count.",
    formula="customers with >= 2 orders / customers with an order",
    of=BUYERS,
    value=lambda buyer: buyer.orders >= 2,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("repeat_customers", "customers"),
    since="0.1",
)

purchase_frequency = Mean(
    name="purchase_frequency",
    asks="How often does a customer buy?",
    reads="Orders per customer within the time asked for.",
    formula="orders / customers with an order",
    of=BUYERS,
    value=lambda buyer: buyer.orders,
    unit="ratio",
    better="higher",
    counts=("orders", "customers"),
    since="0.1",
)

METRICS = (customers, repeat_purchase_rate, purchase_frequency)
