"""Where in the sorted values the interval of a quantile ends."""

from regard.errors import RegardError
from regard.inference.distributions import binomial_quantile, check_level


def quantile_ranks(n: int, q: float, level: float = 0.95) -> tuple[int, int] | None:
    """Return the ranks, from 1 to n, of the sorted values that enclose the quantile `q` with at least `level`.

    Order statistics need no shape of the distribution (Thompson 1936). `None` when n is 0 or so small that no pair
    of values reaches the level: a 95 % interval of the median needs 6 values, of the 90th percentile 36.
    Rows are taken as independent.
    """
    check_level(level)
    if not 0 < q < 1:
        raise RegardError("bad_value", f"The quantile {q} is not between 0 and 1.", "Write 0.5 for the median.")
    if n <= 0:
        return None
    low = binomial_quantile((1 - level) / 2, n, q)
    high = binomial_quantile((1 + level) / 2, n, q) + 1
    return (low, high) if low >= 1 and high <= n else None
