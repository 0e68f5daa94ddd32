"""What an interval is, and the interval of what was counted completely."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from regard.inference.elements import Elements, is_array


@dataclass(frozen=True)
class Interval:
    """The range that covers the true value in `level` of repetitions, in the unit of the value.

    The intervals of many estimates are one, with arrays of ends, errors and perhaps methods; ends are nan where there
    is none.
    """

    low: float
    high: float
    level: float
    method: str
    standard_error: float

    def times(self, factor: float) -> "Interval":
        """Return the interval of the value times a factor that is not negative."""
        return Interval(self.low * factor, self.high * factor, self.level, self.method, self.standard_error * factor)

    def to_dict(self) -> dict[str, Any]:
        """Return the interval as JSON values."""
        return {
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "method": self.method,
            "standard_error": self.standard_error,
        }


def exact(value: float | None, level: float = 0.95) -> Interval | None:
    """Return the interval of a complete count or sum: the value itself. `None` where there is no value."""
    return None if value is None else Interval(value, value, level, "exact", 0.0)


def known(interval: Interval) -> Interval | None:
    """Return an interval, `None` where the one that there is has no ends; many stay as they are."""
    if is_array(interval.low):
        return interval
    return None if math.isnan(interval.low) else interval


def pick(
    condition: Elements, one: Callable[[], Interval | None], other: Callable[[], Interval | None]
) -> Interval | None:
    """Return the interval that `one` makes where a condition holds, else that of `other`; none is made for nothing."""
    if not is_array(condition):
        return one() if condition else other()
    if condition.all():
        return one()
    second = other()
    first = one() if condition.any() else None
    if first is None or second is None:
        return first or second
    columns: dict[str, Any] = {
        name: np.where(condition, getattr(first, name), getattr(second, name))
        for name in ("low", "high", "method", "standard_error")
    }
    return Interval(**columns, level=first.level)
