"""Value: what customers are worth."""

from regard.metrics.catalogue.value_customers import (
    CLV_TO_CAC,
    CUSTOMER_ACQUISITION_COST,
    CUSTOMER_LIFETIME_VALUE,
    PAYBACK_TIME,
    RETURN_ON_INVESTMENT,
)
from regard.metrics.kinds import Count, Mean
from regard.rows.grains.orders import ORDERS

KEPT_ORDERS = ORDERS.where(lambda order: order.is_kept)

orders = Count(
    name="orders",
    asks="How many orders were there?",
    reads="Orders that were paid and kept: refunded and cancelled ones do not count.",
    formula="paid orders",
    of=KEPT_ORDERS,
    unit="count",
    better="higher",
    since="0.1",
)

revenue = Count(
    name="revenue",
    asks="How much was sold?",
    reads="Net of refunded and cancelled orders; one currency at a time.",
    formula="sum of the totals of paid orders",
    of=KEPT_ORDERS,
    value=lambda order: order.total,
    unit="money",
    better="higher",
    uniform=("currency",),
    since="0.1",
)

average_order_value = Mean(
    name="average_order_value",
    asks="How much is an order worth?",
    reads="Net of refunded and cancelled orders; one currency at a time.",
    formula="revenue / orders",
    of=KEPT_ORDERS,
    value=lambda order: order.total,
    unit="money",
    better="higher",
    counts=("revenue", "orders"),
    uniform=("currency",),
    since="0.1",
)

METRICS = (
    orders,
    revenue,
    average_order_value,
    CUSTOMER_LIFETIME_VALUE,
    CUSTOMER_ACQUISITION_COST,
    CLV_TO_CAC,
    PAYBACK_TIME,
    RETURN_ON_INVESTMENT,
)
