"""What an interval is, and the interval of what was counted completely."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Interval:
    """The range that covers the true value in `level` of repetitions, in the unit of the value."""

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
        return asdict(self)


def exact(value: float | None, level: float = 0.95) -> Interval | None:
    """Return the interval of a complete count or sum: the value itself. `None` where there is no value."""
    return None if value is None else Interval(value, value, level, "exact", 0.0)
