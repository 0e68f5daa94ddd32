"""Sums from which every estimate and interval starts; no room above reads rows for its uncertainty."""

import math
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Moments:
    """Sums over rows and over persons g, whose own sums of numerator and denominator are x_g and n_g.

    Weighted rows bring numerator and denominator times their weight, with weights scaled to a mean of 1.
    """

    n: float
    """Sum of the denominators: the number of rows, where each row counts for one."""

    total: float
    """Sum of the numerators."""

    squares: float
    """Sum over rows of the squared numerator; of weighted rows, of the weight times the squared number."""

    groups: int
    """How many persons the rows belong to."""

    group_totals_squared: float
    """Sum over persons of x_g squared."""

    group_sizes_squared: float
    """Sum over persons of n_g squared."""

    group_products: float
    """Sum over persons of x_g times n_g."""

    @property
    def value(self) -> float | None:
        """Return total over n, or `None` when there is nothing under it."""
        return self.total / self.n if self.n else None

    @property
    def row_variance(self) -> float:
        """Return the mean squared distance of a row's numerator from the value, for rows that each count for one."""
        if not self.n:
            return 0.0
        mean = self.total / self.n
        return _centred((self.squares, -mean * self.total), self.n) / self.n

    @property
    def residual_squares(self) -> float:
        """Return the sum over persons of (x_g - value n_g) squared: what the value leaves unexplained."""
        if not self.n:
            return 0.0
        value = self.total / self.n
        terms = (
            self.group_totals_squared,
            -2 * value * self.group_products,
            value * value * self.group_sizes_squared,
        )
        return _centred(terms, self.groups)

    def per_person(self) -> "Moments":
        """Return the moments in a unit in which a person's denominator is 1 on average.

        For shares of what is no count, such as money: how many observations they rest on must not depend on the
        currency. The value stays.
        """
        if not self.n:
            return self
        unit = self.groups / self.n
        return Moments(
            n=self.n * unit,
            total=self.total * unit,
            squares=self.squares * unit**2,
            groups=self.groups,
            group_totals_squared=self.group_totals_squared * unit**2,
            group_sizes_squared=self.group_sizes_squared * unit**2,
            group_products=self.group_products * unit**2,
        )

    @property
    def effective_groups(self) -> float:
        """Return how many persons of equal size would weigh as much: n squared over the sum of squared sizes.

        Carter, Schnepel and Steigerwald (2017), "Asymptotic behavior of a t-test robust to cluster heterogeneity".
        """
        return min(float(self.groups), self.n * self.n / self.group_sizes_squared) if self.group_sizes_squared else 0.0


def from_counts(successes: float, trials: float) -> Moments:
    """Return the moments of `trials` rows of one person each, of which `successes` are 1 and the others 0."""
    return Moments(trials, successes, successes, round(trials), successes, trials, successes)


def _centred(terms: tuple[float, ...], rows: float) -> float:
    """Return the sum of terms that cancel, as 0 where nothing but rounding is left.

    Sums of equal numbers in DuckDB were off by 1 unit in the last place for 100 rows, 70 for a million.
    """
    total = math.fsum(terms)
    noise = sys.float_info.epsilon * max(4, math.sqrt(rows) / 4) * math.fsum(abs(term) for term in terms)
    return total if total > noise else 0.0
