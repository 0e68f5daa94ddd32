"""Loyalty: who stays and buys again."""

from dataclasses import replace

from regard.metrics.catalogue.loyalty_revenue import REVENUE_CHURN
from regard.metrics.catalogue.loyalty_stay import CHURN_RATE, RETENTION_RATE
from regard.metrics.kinds import Distinct, Mean, Ratio
from regard.rows.columns import choose
from regard.rows.grains.orders import BUYERS
from regard.rows.grains.participants import MEMBER_ORDERS, PARTICIPANTS

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

loyalty_participation = Mean(
    name="loyalty_participation",
    asks="What share of the customers takes part in the loyalty programme?",
    reads="Customers are people with a kept order in the time asked for, or with event= who spent points or did "
    "whatever it names; those of them take part who were members before that time ended.",
    formula="members who bought, or did the event / customers who did",
    of=PARTICIPANTS,
    value=lambda person: person.is_member,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("participating_members", "customers"),
    takes=("event",),
    since="0.2",
)
loyalty_participation = replace(
    loyalty_participation,
    variants={
        "revenue": Ratio(
            name="loyalty_participation",
            asks="What share of the revenue comes from members?",
            reads="Kept orders of members over all kept orders, also those of nobody known; one currency at a time.",
            formula="revenue from members / revenue",
            of=MEMBER_ORDERS,
            value=lambda order: choose((order.is_member, order.total), otherwise=0),
            over=lambda order: order.total,
            unit="share",
            interval="wilson",
            better="higher",
            counts=("revenue_of_members", "revenue"),
            uniform=("currency",),
            counts_rows=True,
            since="0.2",
        )
    },
)

METRICS = (
    CHURN_RATE,
    RETENTION_RATE,
    customers,
    repeat_purchase_rate,
    purchase_frequency,
    loyalty_participation,
    REVENUE_CHURN,
)
