"""The few distribution functions that intervals and tests need, typed; scipy is loaded by the first that needs it."""

import math
from functools import lru_cache
from statistics import NormalDist

from regard.errors import RegardError
from regard.inference.elements import Elements, is_array


def check_level(level: float) -> float:
    """Return the level, or refuse one that is not between 0 and 1."""
    if not 0 < level < 1:
        raise RegardError("bad_value", f"The level {level} is not between 0 and 1.", "Write 0.95 for 95 %.")
    return level


@lru_cache(maxsize=64)
def normal_quantile(level: float) -> float:
    """Return the half-width, in standard errors, of a two-sided normal interval at `level`."""
    return NormalDist().inv_cdf((1 + check_level(level)) / 2)


def student_quantile(level: float, degrees: Elements) -> Elements:
    """Return the half-width, in standard errors, of a two-sided Student interval at `level`, one or many."""
    probability = (1 + check_level(level)) / 2
    if is_array(degrees):
        return _student_quantiles(probability, degrees)
    return _student_quantile(probability, float(degrees))


@lru_cache(maxsize=4096)
def _student_quantile(probability: float, degrees: float) -> float:
    """Return the quantile of Student's distribution; persons recur, and so do their degrees of freedom."""
    from scipy import special

    return float(special.stdtrit(degrees, probability))


def _student_quantiles(probability: float, degrees: Elements) -> Elements:
    """Return the quantile for each of many degrees of freedom."""
    from scipy import special

    return special.stdtrit(degrees, probability)


def normal_p_value(z: float) -> float:
    """Return the two-sided probability of a normal deviate at least as far from 0 as `z`."""
    return math.erfc(abs(z) / math.sqrt(2))


def student_p_value(t: float, degrees: float) -> float:
    """Return the two-sided probability of a Student deviate at least as far from 0 as `t`."""
    from scipy import special

    return float(2 * special.stdtr(degrees, -abs(t)))


def binomial_quantile(probability: float, trials: int, share: float) -> int:
    """Return the smallest count of successes whose cumulative probability reaches `probability`."""
    from scipy import special

    low, high = 0, trials
    while low < high:
        middle = (low + high) // 2
        if special.bdtr(middle, trials, share) >= probability:
            high = middle
        else:
            low = middle + 1
    return low
