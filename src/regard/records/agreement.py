"""What the fields of one record must agree on: a score and its scale, an end and its start, one message or a day's."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Wrong = tuple[str, str]
"""The field that stands in the way, and a sentence."""

SCALES = {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0)}
"""The scale of a question whose answer does not say it, by kind."""

DAILY_COUNTS = ("impressions", "clicks", "unique_opens", "unique_clicks", "cost")
"""What a day's messages came to; a delivery has one of them, or is of one message and says its kind."""


def disagreement(record: str, values: Mapping[str, Any]) -> Wrong | None:
    """Return what is wrong between the fields that are set of a record of that kind, if anything."""
    check = _CHECKS.get(record)
    return check(values) if check is not None else None


def _check_answer(values: Mapping[str, Any]) -> Wrong | None:
    """Return what is wrong between the score of an answer and its scale, if anything."""
    low, high = _score_scale(values)
    if low is not None and high is not None and low >= high:
        return "scale_min", f"The scale {low:g} to {high:g} has no room: scale_min must be below scale_max."
    score = values.get("score")
    if score is None or ((low is None or score >= low) and (high is None or score <= high)):
        return None
    return "score", f"The score {score:g} is off its scale {_span(low, high)}."


def _span(low: float | None, high: float | None) -> str:
    """Return a scale in words; an end that nobody said is open."""
    if high is None:
        return f"from {low:g}"
    return f"up to {high:g}" if low is None else f"{low:g} to {high:g}"


def _score_scale(values: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Return the ends of an answer's scale: those that it says, else those of its kind."""
    low, high = SCALES.get(values["kind"], (None, None))
    said_low, said_high = values.get("scale_min"), values.get("scale_max")
    return (said_low if said_low is not None else low), (said_high if said_high is not None else high)


def _check_subscription(values: Mapping[str, Any]) -> Wrong | None:
    """Return what is wrong between the start and the end of a contract, if anything."""
    start, end = values["started_at"], values.get("ended_at")
    if end is None or end >= start:
        return None
    return "ended_at", f"The ended_at {end.isoformat()} is before the started_at {start.isoformat()}."


def _check_delivery(values: Mapping[str, Any]) -> Wrong | None:
    """Return whether a delivery is both of one message and of a day, or neither."""
    kind, count = values.get("kind"), next((name for name in DAILY_COUNTS if name in values), None)
    if kind is None and count is None:
        return "kind", f"There is neither a kind nor a count of a day ({', '.join(DAILY_COUNTS)})."
    if kind is not None and count is not None:
        return "kind", (
            f'The kind "{kind}" says what became of one message, and {count} is a count of a day: '
            "a delivery is one or the other."
        )
    return None


_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], Wrong | None]] = MappingProxyType(
    {"answer": _check_answer, "subscription": _check_subscription, "delivery": _check_delivery}
)
