"""Intervals of shares, 0..1, with persons who have several rows counted as the fewer observations that they are."""

from collections.abc import Callable

from regard.inference.distributions import check_level, normal_quantile, student_quantile
from regard.inference.elements import Elements, choose, divide, is_array, larger, root, smaller
from regard.inference.interval import Interval, pick
from regard.inference.means import delta
from regard.inference.moments import Moments


def wilson(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the Wilson score interval of a share, `None` when n is 0.

    With one row per person it is Wilson's own (1927). Else n is the effective n: divided by the design effect, and
    by the factor of Korn and Graubard (1998) for few persons. A share above 1 has no binomial interval and gets that
    of the delta method.
    """
    return _of_share(moments, level, _wilson)


def wald(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the textbook interval of a share, value plus and minus z standard errors, cut to 0..1; `None` when n is 0.

    It has no width at 0 and at 1 and covers too little near them: it is offered because other tools show it.
    """
    return _of_share(moments, level, _wald)


def adjusted_wald(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the interval of Agresti and Coull (1998), which adds z squared rows, half of them 1; `None` if n is 0."""
    return _of_share(moments, level, _adjusted_wald)


def standard_error(moments: Moments) -> Elements:
    """Return the standard error of a share, in shares: binomial, widened by the design effect."""
    simple = _share_variance(moments)
    error = root(divide(simple, moments.n) * design_effect(moments, simple))
    return choose(moments.n == 0, 0.0, error)


def design_effect(moments: Moments, row_variance: float | None = None) -> Elements:
    """Return how many times the variance grows because rows of one person are alike; at least 1.

    It is the variance clustered by person over the variance of as many independent rows (`row_variance`, by default
    that of the moments), with the finite factor G/(G-1) (n-1)/n, which is 1 for one row per person. Where all rows
    agree nothing can be estimated: then a person's rows are taken to say one thing only, which is the cautious end.
    """
    n, groups = moments.n, moments.groups
    simple = moments.row_variance if row_variance is None else row_variance
    factor = divide(groups, groups - 1) * divide(n - 1, n)
    spread = divide(factor * moments.residual_squares, simple * n)
    alike = divide(moments.person_sizes_squared, n)
    told = choose((groups == 1) | (simple <= 0), alike, spread)
    return choose((n == 0) | (groups < 1), 1.0, larger(1.0, told))


def few_persons(n: float, persons: float, level: float) -> Elements:
    """Return the factor by which the variance is taken larger because it was estimated from few persons; at least 1.

    The square of Student's quantile for the persons over that for the rows (Korn and Graubard 1998, "Confidence
    intervals for proportions with small expected number of positive counts estimated from survey data").
    """
    enough = (persons >= n) | (n - 1 <= 1)
    if not is_array(enough) and enough:
        return 1.0
    ratio = student_quantile(level, larger(1.0, persons - 1)) / student_quantile(level, larger(1.0, n - 1))
    return choose(enough, 1.0, larger(1.0, ratio * ratio))


def effective_n(moments: Moments, level: float = 0.95) -> Elements:
    """Return the number of independent rows that would tell as much about a share; n must not be 0."""
    deff = design_effect(moments, _share_variance(moments))
    return divide(moments.n, deff * few_persons(moments.n, moments.effective_groups, check_level(level)))


def _of_share(
    moments: Moments, level: float, method: Callable[[Moments, float, float, float], Interval]
) -> Interval | None:
    """Return the interval of a share by a method, given z and the effective n; that of the delta method above 1."""
    share = moments.ratio
    return pick(
        (share >= 0) & (share <= 1),
        lambda: method(moments, share, level, normal_quantile(level)),
        lambda: delta(moments, level),
    )


def _wilson(moments: Moments, share: float, level: float, z: float) -> Interval:
    """Return Wilson's interval of a share of 0..1."""
    spread = divide(z * z, effective_n(moments, level))
    centre = (share + spread / 2) / (1 + spread)
    half = root(spread * share * (1 - share) + spread * spread / 4) / (1 + spread)
    low = choose(share == 0, 0.0, larger(0.0, centre - half))
    high = choose(share == 1, 1.0, smaller(1.0, centre + half))
    return Interval(low, high, level, "wilson", standard_error(moments))


def _wald(moments: Moments, share: float, level: float, z: float) -> Interval:
    """Return the textbook interval of a share of 0..1."""
    half = z * root(divide(share * (1 - share), effective_n(moments, level)))
    return Interval(larger(0.0, share - half), smaller(1.0, share + half), level, "wald", standard_error(moments))


def _adjusted_wald(moments: Moments, share: float, level: float, z: float) -> Interval:
    """Return the interval of a share of 0..1 with z squared rows added."""
    n = effective_n(moments, level)
    centre = (share * n + z * z / 2) / (n + z * z)
    error = root(centre * (1 - centre) / (n + z * z))
    ends = larger(0.0, centre - z * error), smaller(1.0, centre + z * error)
    return Interval(*ends, level, "adjusted_wald", error)


def _share_variance(moments: Moments) -> Elements:
    """Return p (1 - p), never below 0; nan when n is 0."""
    share = moments.ratio
    return larger(0.0, share * (1 - share))
