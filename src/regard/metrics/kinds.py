"""The kinds of metric. A metric is a record: a kind, a grain, one number per row. The kind owns the aggregation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal

from regard.metrics.bands import Bands, Direction
from regard.rows.filters import Filter
from regard.rows.row import Rows, RowT

Unit = Literal["share", "points", "score", "seconds", "count", "people", "ratio", "money"]
Method = Literal["wilson", "adjusted_wald", "delta", "exact", "order_statistics", "log_delta", "poisson"]
Value = Callable[[RowT], Any]
"""One number or flag per row."""


@dataclass(frozen=True)
class Watch(Generic[RowT]):
    """Rows that a reader should know of, though they are left out or counted as they are."""

    code: str
    message: str
    """A sentence that begins with how many there are, as `{n}`."""

    value: Value[RowT]


@dataclass(frozen=True, kw_only=True)
class Metric(Generic[RowT]):
    """What every metric says of itself; the words are its documentation on every surface."""

    name: str
    """Its public id, for ever."""

    asks: str
    """The question that it answers, as a person would put it."""

    reads: str
    """How to read the number: what is counted, what is left out."""

    formula: str
    """The definition in words and signs, such as `bounces / visits with a page view`."""

    of: Rows[RowT]
    """What one row is."""

    unit: Unit
    better: Direction
    since: str
    """The version of Regard that first had it."""

    bands: Bands | None = None
    bands_of: Callable[[Mapping[str, str | None]], Bands | None] | None = None
    """The bands on the scale that was asked, from the columns that are uniform, where they depend on it."""

    counts: tuple[str, str] | None = None
    """The names of the numerator and the denominator in `parts`."""

    parts: Mapping[str, Value[RowT]] = field(default_factory=dict)
    """Further sums that the reply shows beside the value, but for those whose names begin with `_`."""

    takes: tuple[str, ...] = ()
    """Arguments beyond those of every question, such as `event`."""

    needs: tuple[str, ...] = ()
    """Those of them without which there is no answer."""

    uniform: tuple[str, ...] = ()
    """Columns that must hold one value on all rows: a currency, a scale."""

    dated: str | None = None
    """The column that says when a row counts, where its grain has more than one moment."""

    whole: bool = False
    """Whether it speaks of whole visits, so that a page means the visits that entered there."""

    trailing: str | None = None
    """The time before the end of each bucket that a point covers, where it is more than the bucket."""

    spread: Literal["days", "weeks", "months", "years"] | None = None
    """What the number is divided by: how many days, weeks, months or years the time asked for has."""

    scale: Callable[[Mapping[str, Any]], float] | None = None
    """What the number is multiplied by, from the arguments of the question."""

    is_level: bool = False
    """Whether a count says how much there is at the end of the time, not how much came in it."""

    is_fixed: bool = False
    """Whether the numerator is known without error, as money spent is: only the denominator varies."""

    offset: float = 0.0
    """What is added to the number once it is made, such as -1 where what was spent is taken from what it brought."""

    may_be_negative: bool = False
    """Whether it can be under 0, so that its interval is not cut there and it changes in points."""

    counts_rows: bool = False
    """Whether its n is how many rows have the number, for a denominator that counts nothing, such as money."""

    derived: Callable[[Mapping[str, Any], float], Mapping[str, float | None]] | None = None
    """Parts that follow from the other parts and from how long the time is, in the unit of `spread`."""

    interval: Method = "delta"
    """How its interval is made unless the question says otherwise."""

    filters: tuple[Filter, ...] = ()
    """Filters of its own, which hold beside those of the question."""

    watch: tuple["Watch[RowT]", ...] = ()
    """Rows to warn of, among all of the grain."""

    variants: Mapping[str, "Metric[Any]"] = field(default_factory=dict)
    """Other conventions, by name: what public tools would say."""

    per: Mapping[str, "Metric[Any]"] = field(default_factory=dict)
    """The same question with another unit of the denominator, by its name."""


@dataclass(frozen=True, kw_only=True)
class Mean(Metric[RowT]):
    """The average of one number per row; rows without the number are left out."""

    value: Value[RowT]


@dataclass(frozen=True, kw_only=True)
class Ratio(Metric[RowT]):
    """One sum over another."""

    value: Value[RowT]
    over: Value[RowT]


@dataclass(frozen=True, kw_only=True)
class Count(Metric[RowT]):
    """How many rows there are, or the sum of one number per row."""

    value: Value[RowT] | None = None
    interval: Literal["exact"] = "exact"


@dataclass(frozen=True, kw_only=True)
class Distinct(Metric[RowT]):
    """How many people the rows belong to. Exact, and never the sum of its parts."""

    interval: Literal["exact"] = "exact"


@dataclass(frozen=True, kw_only=True)
class Quantile(Metric[RowT]):
    """The value below which a share `q` of the rows lies; rows without the number are left out."""

    value: Value[RowT]
    q: float
    interval: Literal["order_statistics"] = "order_statistics"


@dataclass(frozen=True, kw_only=True)
class Quotient(Metric[RowT]):
    """One metric over another, each on rows of its own; `scale` multiplies it.

    The two are taken as independent, so that their relative variances add up.
    """

    above: Metric[Any]
    below: Metric[Any]
    interval: Literal["log_delta"] = "log_delta"


Shape = Literal["retention", "lifecycle", "active_days", "funnel", "journeys"]


@dataclass(frozen=True, kw_only=True)
class Curve(Metric[RowT]):
    """More than one number: cells of a shape, with one value that sums them up."""

    shape: Shape
    every: str | None = None
    """The length of its buckets unless the question says otherwise."""


__all__ = [
    "Count",
    "Curve",
    "Distinct",
    "Mean",
    "Metric",
    "Quantile",
    "Quotient",
    "Ratio",
    "Shape",
    "Unit",
    "Value",
    "Watch",
]
