"""Intervals of a balance: the share of one side minus the share of the other, out of three."""

from typing import Literal

from regard.inference.distributions import normal_quantile
from regard.inference.elements import divide, larger, root, smaller
from regard.inference.interval import Interval, known
from regard.inference.shares import few_persons

Method = Literal["adjusted_wald", "wald"]


def net_share(
    positives: float,
    neutrals: float,
    negatives: float,
    deff: float = 1.0,
    level: float = 0.95,
    *,
    method: Method = "adjusted_wald",
    persons: float | None = None,
) -> Interval | None:
    """Return the interval of (positives - negatives) / all, -1..1; `None` when there are none.

    `adjusted_wald` adds three answers, 3/4 for, 3/2 between and 3/4 against, so that it keeps a width when all agree
    (Rocks 2016, "Interval estimation for the Net Promoter Score"); `wald` adds none. Both start from the multinomial
    variance, with counts divided by the design effect `deff` and, where the effective number of `persons` is below
    that of the answers, by the factor for few persons. The interval of one or two answers is stretched to hold their
    balance, which the added answers would leave out.
    """
    z = normal_quantile(level)
    answers = positives + neutrals + negatives
    added = 3.0 if method == "adjusted_wald" else 0.0
    factor = few_persons(answers, answers if persons is None else persons, level)
    shrink = larger(1.0, deff) * factor
    n = answers / shrink + added
    up, down = (divide(side / shrink + added / 4, n) for side in (positives, negatives))
    net = up - down
    error = root(divide(larger(0.0, up + down - net * net), n))
    seen = divide(positives - negatives, answers)
    low = larger(-1.0, smaller(net - z * error, seen))
    high = smaller(1.0, larger(net + z * error, seen))
    return known(Interval(low, high, level, method, error))


def nps(
    promoters: float,
    passives: float,
    detractors: float,
    deff: float = 1.0,
    level: float = 0.95,
    *,
    method: Method = "adjusted_wald",
    persons: float | None = None,
) -> Interval | None:
    """Return the interval of a Net Promoter Score in points, -100..100; `None` without answers. See `net_share`."""
    share = net_share(promoters, passives, detractors, deff, level, method=method, persons=persons)
    return share.times(100) if share else None
