"""What a change is: a difference in points or a relative one, with its interval."""

from dataclasses import dataclass
from typing import Any, Literal

from regard.inference.interval import Interval

ChangeUnit = Literal["points", "relative"]


@dataclass(frozen=True)
class Change:
    """How a value moved from before to now.

    `points` is now - before in the unit of the value; `relative` is (now - before) / before, whose value is `None`
    from 0.
    """

    value: float | None
    unit: ChangeUnit
    interval: Interval | None = None
    p_value: float | None = None
    """The probability of a change at least this large when nothing changed, `None` where it cannot be told."""

    stands_out: bool = False
    """Whether it would be noticed among all the changes looked at; see `comparisons.stand_out`."""

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON values."""
        return {
            "value": self.value,
            "unit": self.unit,
            "interval": self.interval.to_dict() if self.interval else None,
            "p_value": self.p_value,
            "stands_out": self.stands_out,
        }


def difference(now: float, before: float, unit: ChangeUnit) -> float | None:
    """Return how far a value moved, in points or relatively; relatively `None` from 0."""
    if unit == "points":
        return now - before
    return (now - before) / before if before else None


def plain_change(now: float | None, before: float | None, unit: ChangeUnit) -> Change | None:
    """Return the change of values whose spread is unknown, such as quantiles; `None` when a side is `None`."""
    if now is None or before is None:
        return None
    return Change(difference(now, before, unit), unit)
