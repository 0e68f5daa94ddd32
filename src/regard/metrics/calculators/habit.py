"""Calculators of habit: the product."""

from dataclasses import replace

from regard.errors import RegardError
from regard.metrics.calculators.calculator import Calculator, share
from regard.metrics.calculators.given import Given, amount, optional
from regard.metrics.calculators.ways import Formula, Quotient, over, take

STICKINESS = Calculator(
    name="stickiness",
    counts=(amount("daily_active", 40), Given("monthly_active", 200)),
    formula="mean daily_active / distinct people of the same days",
    unit="share",
    better="higher",
    way=Quotient(take("daily_active"), take("monthly_active")),
    within=(("daily_active", "monthly_active"),),
)


def _per_month(counts: "dict[str, float]") -> "dict[str, float]":
    """Return the counts with one month where none is said, or refuse a stretch of no length."""
    if counts.get("months") == 0:
        raise RegardError("bad_value", "months = 0 is no stretch of time.", "Write for example months=1.")
    return {"months": 1, **counts}


INTERACTION_FREQUENCY = Calculator(
    name="interaction_frequency",
    counts=(Given("visits", 900), Given("visitors", 200), optional("months", 1, "amount")),
    formula="visits / visitors / months",
    unit="ratio",
    better="higher",
    way=Formula(lambda counts: over(counts["visits"], counts["visitors"] * counts["months"])),
    derive=_per_month,
)

PAYING = Given("paying_customers", 200)
DAILY_ACTIVITY = Calculator(
    name="activity_rate",
    counts=(amount("daily_active", 25), PAYING),
    formula="mean daily active people / paying customers of the period",
    unit="share",
    better="higher",
    way=Quotient(take("daily_active"), take("paying_customers")),
    variant="daily",
)
ACTIVITY_RATE = replace(
    share(
        "activity_rate",
        Given("active_people", 60),
        PAYING,
        may_exceed=True,
        formula="active people / paying customers of the period",
    ),
    variants={"daily": DAILY_ACTIVITY},
)

HABIT: tuple[Calculator, ...] = (
    STICKINESS,
    ACTIVITY_RATE,
    share("first_week_engagement", Given("engaged_people", 25), Given("new_people", 100)),
    share("feature_usage", Given("people", 56), Given("active_people", 200)),
    INTERACTION_FREQUENCY,
)
