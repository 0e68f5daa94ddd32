"""A metric by hand: from typed-in counts to a value with its interval, its band and its formula."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from regard.errors import unknown
from regard.inference.distributions import check_level
from regard.inference.intervals import Interval, Moments, delta, net_share, wilson
from regard.inference.moments import from_counts
from regard.metrics.bands import Bands
from regard.metrics.calculators import CALCULATORS, Balance, Calculator, Counts, Formula, Quotient, Share, Typed

SMALL_BASE = 30
"""Below this many rows a number is marked."""


@dataclass(frozen=True, kw_only=True)
class Calculated:
    """What a calculator answers; the names are those of a reply."""

    metric: str
    variant: str | None
    value: float | None
    unit: str
    n: int
    parts: Mapping[str, float]
    interval: Interval | None
    band: Mapping[str, str | None] | None
    formula: str
    warnings: list[Mapping[str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values."""
        return asdict(self)


def calculate(
    name: str, counts: Typed, variant: str | None = None, level: float = 0.95, *, bands: Bands | None = None
) -> Calculated:
    """Return a metric computed from counts, such as `calculate("csat", {"satisfied": 40, "answers": 50})`.

    `bands` are those of the catalogue, for metrics that it has. Raises `RegardError` with `unknown_metric`,
    `unknown_variant`, `unknown_argument`, `missing_argument`, `bad_value` or `unit_error`.
    """
    if name not in CALCULATORS:
        raise unknown("metric", name, CALCULATORS)
    check_level(level)
    calculator = CALCULATORS[name].convention(variant)
    read = calculator.read(counts)
    value, n = calculator.way.value(read), _rows(calculator, read)
    judged = bands or calculator.bands
    return Calculated(
        metric=name,
        variant=calculator.variant,
        value=value,
        unit=calculator.unit,
        n=round(n),
        parts=dict(read),
        interval=_interval(calculator, read, level),
        band=judged.verdict(value) if judged else None,
        formula=calculator.formula,
        warnings=_warnings(calculator, value, n),
    )


def _rows(calculator: Calculator, counts: Counts) -> float:
    """Return how many rows the value rests on, 0 where it rests on none that were counted."""
    way = calculator.way
    return 0 if isinstance(way, Formula) else way.whole(counts)


def _interval(calculator: Calculator, counts: Counts, level: float) -> Interval | None:
    """Return the interval that the counts allow, each row taken as another person; `None` where they allow none."""
    way = calculator.way
    if isinstance(way, Share) and way.part(counts) <= way.whole(counts):
        return wilson(from_counts(way.part(counts), way.whole(counts)), level)
    if isinstance(way, Balance):
        return _balance(way, counts, level)
    if isinstance(way, Quotient) and "standard_deviation" in counts:
        return delta(_spread(way, counts), level)
    return None


def _balance(way: Balance, counts: Counts, level: float) -> Interval | None:
    """Return the interval of a balance on its own scale."""
    sides = way.positives(counts), way.neutrals(counts), way.negatives(counts)
    found = net_share(*sides, level=level)
    if found is None:
        return None
    return Interval(
        way.scale * found.low, way.scale * found.high, level, found.method, way.scale * found.standard_error
    )


def _spread(way: Quotient, counts: Counts) -> Moments:
    """Return the moments of a mean whose rows have the given standard deviation."""
    total, n = way.part(counts), way.whole(counts)
    squares = (n - 1) * counts["standard_deviation"] ** 2 + (total * total / n if n else 0)
    return Moments(n, total, squares, round(n), squares, n, total)


def _warnings(calculator: Calculator, value: float | None, n: float) -> list[Mapping[str, str]]:
    """Return what to mind when reading the value."""
    found: list[Mapping[str, str]] = []
    if 0 < n < SMALL_BASE:
        found.append({"code": "small_base", "message": f"Only {n:g} rows: read {calculator.name} with care."})
    if value is not None and value > 1 and calculator.unit == "share" and not isinstance(calculator.way, Formula):
        message = f"{calculator.name} is {value:.4g}, above 1: its part is larger than its whole."
        found.append({"code": "above_one", "message": message})
    return found
