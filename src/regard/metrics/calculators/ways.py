"""The ways in which a value follows from counts. The way decides which interval the counts allow."""

from collections.abc import Callable
from dataclasses import dataclass

from regard.metrics.calculators.given import Counts

Take = Callable[[Counts], float]
"""One number out of the counts."""


@dataclass(frozen=True)
class Share:
    """The part of a counted whole, each of which is in the part or not: a binomial share."""

    part: Take
    whole: Take

    may_exceed: bool = False
    """Whether the part can outnumber the whole, which is then warned of and not refused."""

    def value(self, counts: Counts) -> float | None:
        """Return part over whole, `None` when there is no whole."""
        return over(self.part(counts), self.whole(counts))


@dataclass(frozen=True)
class Balance:
    """The share of one side minus the share of the other, out of three sides."""

    positives: Take
    neutrals: Take
    negatives: Take
    scale: float = 1
    """What a balance of 1 is written as: 100 for points."""

    def whole(self, counts: Counts) -> float:
        """Return how many there are on all sides."""
        return self.positives(counts) + self.neutrals(counts) + self.negatives(counts)

    def value(self, counts: Counts) -> float | None:
        """Return the balance on its scale, `None` when nobody is on any side."""
        net = self.positives(counts) - self.negatives(counts)
        return over(self.scale * net, self.whole(counts))


@dataclass(frozen=True)
class Quotient:
    """A sum for each of a counted whole: a mean, whose interval needs the `standard_deviation` of what was summed."""

    part: Take
    whole: Take

    def value(self, counts: Counts) -> float | None:
        """Return part over whole, `None` when there is no whole."""
        return over(self.part(counts), self.whole(counts))


@dataclass(frozen=True)
class Formula:
    """Any other calculation; it rests on no count of rows and has no interval."""

    value: Callable[[Counts], float | None]


Way = Share | Balance | Quotient | Formula


def over(part: float, whole: float) -> float | None:
    """Return part / whole, `None` when there is nothing under it."""
    return part / whole if whole else None


def take(name: str) -> Take:
    """Return the function that takes one count by its name."""
    return lambda counts: counts[name]
