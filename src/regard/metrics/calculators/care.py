"""Calculators of care: support."""

from regard.metrics.calculators.calculator import Calculator, mean, share
from regard.metrics.calculators.given import Given, amount

RESOLVED = Given("resolved_tickets", 200)

CARE: tuple[Calculator, ...] = (
    mean("first_response_time", amount("total", 360_000), Given("n", 100), unit="seconds", better="lower"),
    mean("resolution_time", amount("total", 8_640_000), Given("n", 100), unit="seconds", better="lower"),
    share("service_satisfaction", Given("satisfied", 40), Given("answers", 50)),
    share("reopen_rate", Given("reopened_tickets", 12), RESOLVED, better="lower"),
    share("one_touch_rate", Given("one_touch_tickets", 90), RESOLVED),
    mean("replies_per_ticket", Given("replies", 420), Given("tickets", 200), unit="ratio", better="lower"),
    share("sla_met_share", Given("met", 180), Given("tickets", 200)),
)
