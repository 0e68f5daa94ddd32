"""The hours of a question: business hours need a schedule, and what is promised needs a service level."""

from collections.abc import Mapping
from typing import Any

from regard.errors import RegardError
from regard.metrics.kinds import Metric
from regard.workspace.schedules import check_schedule_name
from regard.workspace.settings import Settings


def check_hours(metric: Metric[Any], own: Mapping[str, Any], settings: Settings) -> None:
    """Refuse a schedule without business hours, business hours without a schedule, and targets that nobody set."""
    if "hours" in metric.takes:
        if own.get("hours") == "business":
            check_schedule_name(own.get("schedule"), settings.schedules)
        elif "schedule" in own:
            raise RegardError(
                "not_together",
                f'"schedule" is for business hours, and {metric.name} is asked for in calendar time.',
                'Add hours="business", or drop schedule.',
            )
    if metric.of.name == "sla_targets" and not settings.slas:
        raise RegardError(
            "missing_argument",
            f"{metric.name} needs a service level, and none is declared.",
            'Declare one: ws.declare("sla", "gold", metric="first_response_time", within="4h").',
        )
