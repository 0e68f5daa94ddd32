"""Attention: from one event to another."""

from collections.abc import Mapping
from typing import Any

from regard.metrics.kinds import Ratio
from regard.rows.grains.conversions import CONVERSIONS


def _lift(parts: Mapping[str, Any], _: float) -> dict[str, float | None]:
    """Return how usual the end is among the active, and how many times that the starters do it."""
    base_rate = parts["_ever_ended"] / parts["_active"] if parts["_active"] else None
    value = parts["converted"] / parts["starters"] if parts["starters"] else None
    return {"base_rate": base_rate, "lift": value / base_rate if base_rate and value is not None else None}


conversion = Ratio(
    name="conversion",
    asks="Of those who do one thing, what share goes on to another?",
    reads=(
        "People who did end at or after a start of the period, within the window (30 days of 24 hours, the edge "
        'included; "none" for no limit), also after the period. count="events" gives each end to the latest start '
        "of the person at or before it, and may exceed 1. Fields in hold must agree; events without them are left out. "
        "base_rate is the share of the active people who ever did end; lift is the value over it."
    ),
    formula="people who did end within the window / people who did start; of events: ends of a start / starts",
    of=CONVERSIONS,
    value=lambda person: person.converted,
    over=lambda person: person.starters,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("converted", "starters"),
    parts={"_active": lambda person: person.active, "_ever_ended": lambda person: person.ever_ended},
    derived=_lift,
    takes=("start", "end", "window", "hold", "count"),
    needs=("start", "end"),
    since="0.2",
)

METRICS = (conversion,)
