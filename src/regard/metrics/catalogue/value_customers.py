"""What a customer is worth, what one costs, and how long that takes to come back."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from regard.metrics.bands import Bands, at_least, between
from regard.metrics.calculators.value import MONTH_SECONDS
from regard.metrics.kinds import Mean, Quotient, Ratio
from regard.rows.grains.acquisitions import ACQUISITIONS, RETURNS, Acquisition, Return
from regard.rows.grains.orders import SPENDERS, Spender


def _years_bought(options: Mapping[str, Any]) -> float:
    """Return how many years of margin a lifespan is worth, in years of revenue.

    With a discount a year's value comes at its end: an annuity of the lifespan's length.
    """
    lifespan, rate = options["lifespan"], options.get("discount", 0)
    years = lifespan if not rate else -math.expm1(-lifespan * math.log1p(rate)) / rate
    return float(years * options.get("margin", 1))


def _factors(parts: Mapping[str, Any], years: float) -> Mapping[str, float | None]:
    """Return the order value and the orders per customer and year."""
    revenue, orders, customers = (parts[name] for name in ("revenue", "orders", "customers"))
    return {
        "average_order_value": revenue / orders if orders else None,
        "purchase_frequency": orders / customers / years if customers else None,
    }


CUSTOMER_LIFETIME_VALUE = Mean[Spender](
    name="customer_lifetime_value",
    asks="What does a customer bring over the whole time of being one?",
    reads="Kept orders of people known, per customer and year, over the lifespan that is given; margin= keeps only "
    "that share of it, discount= is a year's. Ask for a year or more: a shorter time lacks those who buy seldom, "
    "and the value comes out too high.",
    formula="average order value x purchase frequency per year x lifespan in years (x margin); with a discount the "
    "lifespan becomes (1 - (1 + discount)^-lifespan) / discount",
    of=SPENDERS,
    value=lambda person: person.revenue,
    unit="money",
    better="higher",
    counts=("revenue", "customers"),
    parts={"orders": lambda person: person.orders},
    derived=_factors,
    takes=("lifespan", "margin", "discount"),
    needs=("lifespan",),
    uniform=("currency",),
    spread="years",
    scale=_years_bought,
    since="0.2",
)

CUSTOMER_ACQUISITION_COST = Ratio[Acquisition](
    name="customer_acquisition_cost",
    asks="What does a new customer cost?",
    reads="Money spent on local days of the time asked for, over people whose first kept order of all time lies in it, "
    "with the channel and campaign of that order; who never ordered began with the first contract, of no channel.",
    formula="marketing and sales spend / new customers",
    of=ACQUISITIONS,
    value=lambda row: row.amount,
    over=lambda row: row.is_new,
    unit="money",
    better="lower",
    counts=("spend", "new_customers"),
    uniform=("currency",),
    is_fixed=True,
    interval="poisson",
    since="0.2",
)

RETURN_ON_INVESTMENT = Ratio[Return](
    name="return_on_investment",
    asks="What came back beyond what was spent?",
    reads="Kept orders of the time asked for beside the money spent in it; 0 is even, under 0 less came in than went "
    "out. Orders without a channel count in the whole, and for no channel's spend.",
    formula="(revenue - spend) / spend",
    of=RETURNS,
    value=lambda row: row.total,
    over=lambda row: row.amount,
    unit="ratio",
    better="higher",
    counts=("revenue", "spend"),
    uniform=("currency",),
    offset=-1.0,
    may_be_negative=True,
    counts_rows=True,
    interval="poisson",
    since="0.2",
)

CLV_TO_CAC = Quotient[Acquisition](
    name="clv_to_cac",
    asks="How many times its cost is a customer worth?",
    reads="The lifetime value of the customers who bought in the time asked for, over what a new one cost in it.",
    formula="customer lifetime value / customer acquisition cost",
    of=ACQUISITIONS,
    above=CUSTOMER_LIFETIME_VALUE,
    below=CUSTOMER_ACQUISITION_COST,
    unit="ratio",
    better="higher",
    bands=Bands(good=at_least(3), usual=between(3, 5), source="guide 001"),
    takes=("lifespan", "margin", "discount"),
    needs=("lifespan",),
    since="0.2",
)

_MONTHLY_MARGIN = replace(
    CUSTOMER_LIFETIME_VALUE,
    name="monthly_margin",
    derived=None,
    takes=("margin",),
    needs=(),
    spread="months",
    scale=lambda options: options.get("margin", 1),
)

PAYBACK_TIME = Quotient[Spender](
    name="payback_time",
    asks="How long until a new customer has brought what it cost?",
    reads="What a new customer cost in the time asked for, over what customers brought per month of it; margin= keeps "
    "only that share. A month is 365.25 / 12 days.",
    formula="customer acquisition cost / revenue per customer and month (x margin)",
    of=SPENDERS,
    above=CUSTOMER_ACQUISITION_COST,
    below=_MONTHLY_MARGIN,
    scale=lambda _: MONTH_SECONDS,
    unit="seconds",
    better="lower",
    takes=("margin",),
    since="0.2",
)
