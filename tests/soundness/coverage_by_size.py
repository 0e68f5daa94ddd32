"""How often a 95 % interval holds the truth, by its kind and by how much there is to go by.

`python tests/soundness/coverage_by_size.py` writes the table into docs/coverage-by-size.md; the same seed gives the
same table. Shares of independent rows are computed exactly, from the binomial distribution; the rest is drawn.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from regard.inference.intervals import Interval, delta, nps, wilson
from regard.inference.moments import Moments, from_counts
from regard.inference.quantiles import quantile_ranks

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage-by-size.md"
SIZES = (5, 10, 20, 30, 100, 1_000, 10_000, 100_000)
SHARES = tuple(round(0.05 * step, 2) for step in range(1, 20))
SMALL = 30
_AT_ONCE = 4_000_000
"""How many rows are drawn at once."""

_HEAD = """# Does a 95 % interval hold the truth, however small the base?

<!-- Written by tests/soundness/coverage_by_size.py; the slow tests run it again. -->

Each column is a number of rows, each row a kind of number; the cells say how often the 95 % interval holds the truth.
Shares of independent rows are computed exactly for 19 truths from 5 % to 95 %; the rest is drawn {draws:,} times
(1,000 times from 10,000 rows on).
Under {small} rows a reply carries the warning `small_base`: the cells in those columns say what to expect there.
A dash means that there is no interval: no two of so few values enclose the quantile with 95 %.

| number | method | {sizes} |
|---|---|{lines}|
"""
_NOTES = """
The least of the shares is that of the truth for which the interval does worst. Closer to 0 % and to 100 % than 5 %,
Wilson's interval has narrow dips: with 10 rows and a truth of 1.7 % it holds it in 84 of 100.
Amounts and waits are skewed: the mean of few of them misses the rare large ones, and says so in too short an interval;
their median and their other quantiles do not.
"""

Draws = NDArray[np.float64]


def draws_of(n: int) -> int:
    """Return how often n rows are drawn."""
    return 1_000 if n >= SIZES[-2] else 4_000


def share_coverage(n: int) -> tuple[float, float]:
    """Return how often Wilson's interval holds a share: on average over the truths, and for the worst of them."""
    found = []
    for share in SHARES:
        reach = 8 * np.sqrt(n * share * (1 - share)) + 4
        counts = range(max(0, int(n * share - reach)), min(n, int(n * share + reach)) + 1)
        held = [count for count in counts if _holds(wilson(from_counts(count, n)), share)]
        found.append(float(stats.binom.pmf(held, n, share).sum()))
    return sum(found) / len(found), min(found)


def nps_coverage(n: int, profile: tuple[float, float, float]) -> float:
    """Return how often the interval of an NPS holds it, for shares of promoters, passives and detractors."""
    chance = np.random.default_rng(n)
    drawn, times = np.unique(chance.multinomial(n, profile, draws_of(n)), axis=0, return_counts=True)
    truth = 100 * (profile[0] - profile[2])
    held = [_holds(nps(*map(float, row)), truth) for row in drawn]
    return float(times[held].sum() / times.sum())


def mean_coverage(n: int, draw: Callable[[np.random.Generator, tuple[int, int]], Draws], truth: float) -> float:
    """Return how often the delta method holds the mean of rows of one person each."""
    held = total = 0
    for rows in _drawn(n, draw):
        sums, squares = rows.sum(1), (rows**2).sum(1)
        for one, square in zip(sums.tolist(), squares.tolist(), strict=True):
            held += _holds(delta(Moments(n, one, square, n, square, n, one)), truth)
            total += 1
    return held / total


def clustered_coverage(n: int) -> float:
    """Return how often Wilson holds a share of 40 % where people have four rows at the mean, alike by 0.2."""
    people = max(2, n // 4)

    def draw(chance: np.random.Generator, shape: tuple[int, int]) -> Draws:
        sizes = chance.geometric(0.25, shape).astype(float)
        ones = chance.binomial(sizes.astype(int), chance.beta(1.6, 2.4, shape)).astype(float)
        both: Draws = np.stack([sizes, ones])
        return both

    held = total = 0
    for rows in _drawn(people, draw, times=draws_of(n)):
        sizes, ones = rows
        columns = (sizes.sum(1), ones.sum(1), (ones**2).sum(1), (sizes**2).sum(1), (sizes * ones).sum(1))
        for size, one, totals, squares, products in zip(*(column.tolist() for column in columns), strict=True):
            held += _holds(wilson(Moments(size, one, one, people, totals, squares, products)), 0.4)
            total += 1
    return held / total


def quantile_coverage(n: int, q: float) -> float | None:
    """Return how often order statistics hold a quantile of waits; `None` where there are none."""
    ranks = quantile_ranks(n, q)
    if ranks is None:
        return None
    truth = stats.gamma.ppf(q, 0.7)
    held = total = 0
    for rows in _drawn(n, lambda chance, shape: chance.gamma(0.7, 1, shape)):
        below = (rows < truth).sum(1)
        held += int(((below >= ranks[0]) & (below < ranks[1])).sum())
        total += len(below)
    return held / total


def _drawn(
    n: int, draw: Callable[[np.random.Generator, tuple[int, int]], Draws], times: int | None = None
) -> Iterator[Draws]:
    """Yield draws of n rows, some at once."""
    chance = np.random.default_rng(n)
    left = times or draws_of(n)
    while left:
        part = min(left, max(1, _AT_ONCE // n))
        yield draw(chance, (part, n))
        left -= part


def _holds(interval: Interval | None, truth: float) -> bool:
    """Return whether an interval holds the truth, but for rounding."""
    return interval is not None and interval.low - 1e-9 <= truth <= interval.high + 1e-9


_SCORES = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
_SCORE_ODDS = np.array([0.05, 0.08, 0.17, 0.4, 0.3])
Row = tuple[str, str, Callable[[int], float | None]]
ROWS: tuple[Row, ...] = (
    ("share, mean of 19 truths", "wilson", lambda n: share_coverage(n)[0]),
    ("share, the worst of 19 truths", "wilson", lambda n: share_coverage(n)[1]),
    ("share of 40 %, four rows a person", "wilson", clustered_coverage),
    ("NPS, 50 / 40 / 10 %", "adjusted_wald", lambda n: nps_coverage(n, (0.5, 0.4, 0.1))),
    ("NPS, 30 / 40 / 30 %", "adjusted_wald", lambda n: nps_coverage(n, (0.3, 0.4, 0.3))),
    ("NPS, 80 / 15 / 5 %", "adjusted_wald", lambda n: nps_coverage(n, (0.8, 0.15, 0.05))),
    (
        "mean score, 1 to 5",
        "delta",
        lambda n: mean_coverage(
            n,
            lambda chance, shape: chance.choice(_SCORES, size=shape, p=_SCORE_ODDS),
            float(_SCORES @ _SCORE_ODDS),
        ),
    ),
    (
        "mean amount, skewed (lognormal, sigma 1)",
        "delta",
        lambda n: mean_coverage(n, lambda chance, shape: chance.lognormal(0, 1, shape), float(np.exp(0.5))),
    ),
    (
        "mean wait, skewed (gamma, shape 0.7)",
        "delta",
        lambda n: mean_coverage(n, lambda chance, shape: chance.gamma(0.7, 1, shape), 0.7),
    ),
    ("median wait", "order_statistics", lambda n: quantile_coverage(n, 0.5)),
    ("p90 of a wait", "order_statistics", lambda n: quantile_coverage(n, 0.9)),
)
"""Each kind of number with its method and how often it holds the truth for a number of rows."""


def table(sizes: tuple[int, ...] = SIZES) -> dict[str, list[float | None]]:
    """Return how often each kind of number holds the truth, by size."""
    return {name: [measure(n) for n in sizes] for name, _, measure in ROWS}


def page(found: dict[str, list[float | None]]) -> str:
    """Return the page with the table."""
    head = _HEAD.format(
        draws=draws_of(SIZES[0]),
        small=SMALL,
        sizes=" | ".join(f"{n:,}" for n in SIZES),
        lines="|".join("---:" for _ in SIZES),
    )
    methods = {name: method for name, method, _ in ROWS}
    lines = [
        f"| {name} | {methods[name]} | {' | '.join('-' if one is None else f'{100 * one:.1f}' for one in held)} |"
        for name, held in found.items()
    ]
    return head + "\n".join(lines) + "\n" + _NOTES


if __name__ == "__main__":
    PAGE.write_text(page(table()), encoding="utf-8")
