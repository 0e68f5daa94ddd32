"""Calculators of value: what customers are worth."""

import math

from regard.errors import RegardError
from regard.metrics.bands import Bands, at_least, between
from regard.metrics.calculators.calculator import Calculator, mean
from regard.metrics.calculators.given import Counts, Given, Typed, amount, optional
from regard.metrics.calculators.ways import Formula, over

MONTH_SECONDS = 365.25 / 12 * 86_400
"""The mean month of the calendar."""

TIME_WORDS = ("time", "year", "quarter", "month", "week", "day", "period", "duration", "span", "tenure", "relationship")


def _lifetime_value(counts: Counts) -> float:
    """Return what a customer brings over the lifespan, at today's worth where a discount is given.

    With a discount per unit of time, each unit's value comes at its end: an annuity of the lifespan's length.
    """
    yearly = counts["average_order_value"] * counts["purchase_frequency"] * counts.get("margin", 1)
    rate, lifespan = counts.get("discount", 0), counts["lifespan"]
    return yearly * (lifespan if not rate else -math.expm1(-lifespan * math.log1p(rate)) / rate)


def _second_time(name: str, typed: Typed) -> RegardError | None:
    """Return the refusal of a fourth factor that is a time as well, as in the four-factor formula."""
    if "lifespan" not in typed or not any(word in name for word in TIME_WORDS):
        return None
    return RegardError(
        "unit_error",
        f'"{name}" would multiply time twice: purchase_frequency x lifespan already counts it.',
        "Give both in one unit of time, for example purchase_frequency=12 a year and lifespan=3 years.",
    )


CUSTOMER_LIFETIME_VALUE = Calculator(
    name="customer_lifetime_value",
    counts=(
        amount("average_order_value", 20),
        amount("purchase_frequency", 12),
        Given("lifespan", 3, "span"),
        optional("margin", 0.4, "share"),
        optional("discount", 0.1, "share"),
    ),
    formula="average order value x purchase frequency x lifespan (x margin), frequency and lifespan in one unit of "
    "time; with a discount per unit the lifespan becomes (1 - (1 + discount)^-lifespan) / discount",
    unit="money",
    better="higher",
    way=Formula(_lifetime_value),
    refuse=_second_time,
)

CLV_TO_CAC = Calculator(
    name="clv_to_cac",
    counts=(amount("customer_lifetime_value", 720), amount("customer_acquisition_cost", 180)),
    formula="customer lifetime value / customer acquisition cost",
    unit="ratio",
    better="higher",
    way=Formula(lambda counts: over(counts["customer_lifetime_value"], counts["customer_acquisition_cost"])),
    bands=Bands(good=at_least(3), usual=between(3, 5), source="guide 001"),
)

PAYBACK_TIME = Calculator(
    name="payback_time",
    counts=(amount("customer_acquisition_cost", 180), amount("monthly_margin", 20)),
    formula="acquisition cost of a customer / margin that a customer brings per month (365.25 / 12 days)",
    unit="seconds",
    better="lower",
    way=Formula(lambda counts: over(counts["customer_acquisition_cost"] * MONTH_SECONDS, counts["monthly_margin"])),
)

RETURN_ON_INVESTMENT = Calculator(
    name="return_on_investment",
    counts=(Given("revenue", 1500, "balance"), amount("spend", 1000)),
    formula="(revenue - spend) / spend",
    unit="ratio",
    better="higher",
    way=Formula(lambda counts: over(counts["revenue"] - counts["spend"], counts["spend"])),
)

VALUE: tuple[Calculator, ...] = (
    mean("average_order_value", Given("revenue", 5000, "balance"), Given("orders", 100), unit="money"),
    CUSTOMER_LIFETIME_VALUE,
    mean("customer_acquisition_cost", amount("spend", 900), Given("new_customers", 50), unit="money", better="lower"),
    CLV_TO_CAC,
    PAYBACK_TIME,
    RETURN_ON_INVESTMENT,
)
