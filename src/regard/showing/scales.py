"""In what a chart measures: the factor and the words of an axis, so that shares read as percent and times as hours."""

from collections.abc import Iterable
from dataclasses import dataclass

from regard.showing.words import JSON


@dataclass(frozen=True)
class Scale:
    """What values are multiplied by, the axis title, and whether the axis starts at zero."""

    factor: float
    title: str
    from_zero: bool

    def apply(self, value: float | None) -> float | None:
        """Return the value as the axis shows it."""
        return None if value is None else value * self.factor


_TITLES = {"points": "points", "score": "score", "ratio": "ratio", "count": "count", "people": "people"}
_TIMES = ((86_400, "days"), (3_600, "hours"), (60, "minutes"), (1, "seconds"))
_FROM_ZERO = {"count", "people", "money"}


def axis_scale(reply: JSON, values: Iterable[float | None]) -> Scale:
    """Return the scale of a reply's values; times get the unit in which the greatest of them is at least two."""
    unit = reply["unit"]
    if unit == "share":
        return Scale(100, "%", from_zero=False)
    if unit == "seconds":
        greatest = max((abs(value) for value in values if value is not None), default=0)
        size, name = next((pair for pair in _TIMES if greatest >= 2 * pair[0]), _TIMES[-1])
        return Scale(1 / size, name, from_zero=False)
    title = str(reply.get("currency") or _TITLES.get(unit, unit))
    return Scale(1, title, from_zero=unit in _FROM_ZERO)
