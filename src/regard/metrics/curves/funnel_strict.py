"""Chains of events that follow each other with nothing between."""

import numpy as np

from regard.metrics.curves.funnel_chains import Chains, Log, last_of_each, no_chains
from regard.metrics.curves.funnel_rules import Rules


def strict_chains(log: Log, rules: Rules, since: int, until: int) -> Chains:
    """Return the best chains of consecutive events; the log holds all events of every unit in their order."""
    at = np.flatnonzero((log.fits & 1 == 1) & (log.time >= since) & (log.time < until))
    if not len(at):
        return no_chains(rules.steps)
    units = int(log.unit[-1]) + 1
    level, start = np.zeros(units, np.int64), np.zeros(units, np.int64)
    for step in range(1, rules.steps + 1):
        if step > 1:
            now = at + step - 1
            at, now = at[now < len(log.unit)], now[now < len(log.unit)]
            fits = (log.unit[now] == log.unit[at]) & ((log.fits[now] >> (step - 1)) & 1 == 1)
            fits &= log.time[now] - log.time[at] <= rules.window
            fits &= log.time[now] - log.time[now - 1] <= rules.limit(step)
            at = at[fits]
        last = at[last_of_each(log.unit[at])]
        level[log.unit[last]], start[log.unit[last]] = step, last
    found = np.flatnonzero(level)
    level, start = level[found], start[found]
    places = start[:, None] + np.arange(rules.steps)
    done = np.arange(rules.steps) < level[:, None]
    events = np.where(done, places, -1)
    following = start + level
    goes_on = following >= len(log.unit)
    goes_on |= log.unit[np.minimum(following, len(log.unit) - 1)] != found
    return Chains(found, level, np.where(done, log.time[events], 0), events, goes_on)
