"""Intervals of shares, 0..1, with persons who have several rows counted as the fewer observations that they are."""

import math

from regard.inference.distributions import check_level, normal_quantile, student_quantile
from regard.inference.interval import Interval
from regard.inference.means import delta
from regard.inference.moments import Moments


def wilson(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the Wilson score interval of a share, `None` when n is 0.

    With one row per person it is Wilson's own (1927). Else n is the effective n: divided by the design effect, and
    by the factor of Korn and Graubard (1998) for few persons. A share above 1 has no binomial interval and gets that
    of the delta method.
    """
    share = moments.value
    if share is None or not 0 <= share <= 1:
        return delta(moments, level)
    z = normal_quantile(level)
    spread = z * z / effective_n(moments, level)
    centre = (share + spread / 2) / (1 + spread)
    half = math.sqrt(spread * share * (1 - share) + spread * spread / 4) / (1 + spread)
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return Interval(low, high, level, "wilson", standard_error(moments))


def wald(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the textbook interval of a share, value plus and minus z standard errors, cut to 0..1; `None` when n is 0.

    It has no width at 0 and at 1 and covers too little near them: it is offered because other tools show it.
    """
    share = moments.value
    if share is None or not 0 <= share <= 1:
        return delta(moments, level)
    half = normal_quantile(level) * math.sqrt(share * (1 - share) / effective_n(moments, level))
    return Interval(max(0.0, share - half), min(1.0, share + half), level, "wald", standard_error(moments))


def adjusted_wald(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the interval of Agresti and Coull (1998), which adds z squared rows, half of them 1; `None` if n is 0."""
    share = moments.value
    if share is None or not 0 <= share <= 1:
        return delta(moments, level)
    z = normal_quantile(level)
    n = effective_n(moments, level)
    centre = (share * n + z * z / 2) / (n + z * z)
    error = math.sqrt(centre * (1 - centre) / (n + z * z))
    return Interval(max(0.0, centre - z * error), min(1.0, centre + z * error), level, "adjusted_wald", error)


def standard_error(moments: Moments) -> float:
    """Return the standard error of a share, in shares: binomial, widened by the design effect."""
    if not moments.n:
        return 0.0
    simple = _share_variance(moments)
    return math.sqrt(simple / moments.n * design_effect(moments, simple))


def design_effect(moments: Moments, row_variance: float | None = None) -> float:
    """Return how many times the variance grows because rows of one person are alike; at least 1.

    It is the variance clustered by person over the variance of as many independent rows (`row_variance`, by default
    that of the moments), with the finite factor G/(G-1) (n-1)/n, which is 1 for one row per person. Where all rows
    agree nothing can be estimated: then a person's rows are taken to say one thing only, which is the cautious end.
    """
    if not moments.n or moments.groups < 1:
        return 1.0
    alike = moments.group_sizes_squared / moments.n
    simple = moments.row_variance if row_variance is None else row_variance
    if moments.groups == 1 or simple <= 0:
        return max(1.0, alike)
    factor = moments.groups / (moments.groups - 1) * (moments.n - 1) / moments.n
    return max(1.0, factor * moments.residual_squares / (simple * moments.n))


def few_persons(n: float, persons: float, level: float) -> float:
    """Return the factor by which the variance is taken larger because it was estimated from few persons; at least 1.

    The square of Student's quantile for the persons over that for the rows (Korn and Graubard 1998, "Confidence
    intervals for proportions with small expected number of positive counts estimated from survey data").
    """
    if persons >= n or n - 1 <= 1:
        return 1.0
    ratio = student_quantile(level, max(persons - 1, 1)) / student_quantile(level, n - 1)
    return max(1.0, ratio * ratio)


def effective_n(moments: Moments, level: float = 0.95) -> float:
    """Return the number of independent rows that would tell as much about a share; n must not be 0."""
    deff = design_effect(moments, _share_variance(moments))
    return moments.n / (deff * few_persons(moments.n, moments.effective_groups, check_level(level)))


def _share_variance(moments: Moments) -> float:
    """Return p (1 - p), never below 0."""
    share = moments.total / moments.n
    return max(0.0, share * (1 - share))
