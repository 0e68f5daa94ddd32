"""Habit: what new people do in their first week."""

from collections.abc import Mapping
from typing import Any

from regard.metrics.kinds import Mean, Watch
from regard.rows.grains.first_weeks import FIRST_WEEKS


def _per_person(parts: Mapping[str, Any], _: float) -> dict[str, float | None]:
    """Return the sums of days and of people who dropped out as they are per new person."""
    people = parts["new_people"]
    return {name: parts[f"_{name}"] / people if people else None for name in ("active_days", "dropped_out")}


first_week_engagement = Mean(
    name="first_week_engagement",
    asks="What share of the new people uses what matters in their first week?",
    reads=(
        "People first seen in the period whose first week, 7 days of 24 hours, is over: who reached the goal in it. "
        "Beside it the mean number of active days in that week, and the share active on no day after the first. "
        "A split and filters look at the person's first event."
    ),
    formula="people who reached the goal within 7 days of first being seen / people whose first week is over",
    of=FIRST_WEEKS.where(lambda person: person.is_over),
    value=lambda person: person.did_goal,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("engaged_people", "new_people"),
    parts={"_active_days": lambda week: week.active_days, "_dropped_out": lambda week: week.dropped_out},
    derived=_per_person,
    takes=("goal",),
    needs=("goal",),
    watch=(
        Watch(
            "immature",
            "{n} of those first seen in the time left out: that week is not over.",
            lambda week: ~week.is_over,
        ),
    ),
    since="0.2",
)

METRICS = (first_week_engagement,)
