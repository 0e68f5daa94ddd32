"""The best attempt of every unit at a funnel: from sorted events to chains."""

from collections.abc import Callable, Mapping

import numpy as np

from regard.metrics.curves.funnel_any import any_chains
from regard.metrics.curves.funnel_chains import Chains, Ints, Log, last_of_each, no_chains
from regard.metrics.curves.funnel_earliest import earliest_chains, spoiled
from regard.metrics.curves.funnel_latest import latest_starts
from regard.metrics.curves.funnel_moments import Moments
from regard.metrics.curves.funnel_rules import Order, Rules
from regard.metrics.curves.funnel_serving import serving_events
from regard.metrics.curves.funnel_strict import strict_chains


class Funnel:
    """A log put in order once, asked for the attempts that begin in any span of time."""

    def __init__(self, log: Log, rules: Rules) -> None:
        """Keep the log and the rules."""
        self._log = log
        self._rules = rules
        self._moments = Moments(log, rules) if rules.order != "strict" else None

    def attempts(self, since: int, until: int) -> Chains:
        """Return the best attempts among those that begin at `since` or later and before `until`, in microseconds.

        The best reaches the most steps; of several the one that began last.
        """
        if self._moments is None:
            return strict_chains(self._log, self._rules, since, until)
        ways: Mapping[Order, Callable[[Moments, int, int], Chains]] = {"ordered": _ordered, "any": any_chains}
        return ways[self._rules.order](self._moments, since, until)


def _ordered(moments: Moments, since: int, until: int) -> Chains:
    """Return the best chains of steps in their order."""
    opening = moments.of(0)
    time = moments.time[opening]
    opening = opening[(time >= since) & (time < until)]
    if not len(opening):
        return no_chains(moments.rules.steps)
    level, start = latest_starts(moments, opening)
    units = np.flatnonzero(level)
    level, start = level[units], start[units]
    at = np.full((len(units), moments.rules.steps), -1, np.int64)
    bad = np.zeros(len(units), np.bool_)
    for reached in np.unique(level).tolist():
        rows = np.flatnonzero(level == reached)
        at[rows, :reached], _ = earliest_chains(moments, start[rows], reached, clean=False)
        bad[rows] = spoiled(moments, at[rows, :reached])
    if bad.any():
        _replace_spoiled(moments, opening, (units, level, at), np.flatnonzero(bad))
    times = np.where(at >= 0, moments.time[at], 0)
    return Chains(units, level, times, serving_events(moments, at), np.ones(len(units), np.bool_))


def _replace_spoiled(moments: Moments, opening: Ints, best: tuple[Ints, Ints, Ints], rows: Ints) -> None:
    """Put the best clean chain in the place of each spoiled one, level 0 where there is none.

    A chain that stops before an exclusion begins is an attempt only where the instant at which it starts leads no
    further: else whoever was spoiled later would still count up to there.
    """
    units, level, at = best
    most = level[rows].copy()
    level[rows] = 0
    at[rows] = -1
    begins = max(after for after, _ in moments.rules.exclusions)
    for reached in range(int(most.max()), 0, -1):
        waiting = rows[(level[rows] == 0) & (most >= reached)]
        starts = opening[np.isin(moments.unit[opening], units[waiting])]
        if reached < begins:
            _, goes_on = earliest_chains(moments, starts, min(reached + 1, moments.rules.steps), clean=False)
            starts = starts[~goes_on]
        chains, possible = earliest_chains(moments, starts, reached, clean=True)
        starts, chains = starts[possible], chains[possible]
        last = last_of_each(moments.unit[starts])
        starts, chains = starts[last], chains[last]
        places = np.searchsorted(units, moments.unit[starts])
        level[places] = reached
        at[places, :reached] = chains
