"""What the last whole month lost and kept of the customers with a contract."""

from datetime import timedelta

import numpy as np

from regard.simulator.arrays import Floats, Numbers
from regard.simulator.calendar import Calendar
from regard.simulator.counted.entry import JSON, entry, ratio
from regard.simulator.lives import Lives
from regard.simulator.marks import last_month, mark
from regard.simulator.plans import MONTHLY

_PARTS = ("customers_start", "lost", "new", "customers_end", "revenue_start", "lost_revenue", "gained_revenue")


def count_contracts(lives: Lives) -> dict[str, Numbers]:
    """Return customers and their monthly money at both ends of the last whole month, if there is one."""
    month = last_month(lives.calendar)
    if month is None:
        return {}
    ends = mark(lives.calendar, [month[0], month[1] + timedelta(days=1)]).instants
    before, after = (_monthly(lives, int(moment)) for moment in ends)
    had, has = before > 0, after > 0
    change = (after - before)[had]
    people = [had.sum(), (had & ~has).sum(), (has & ~had).sum(), has.sum()]
    return {"contracts": np.array([*people, before.sum(), -change[change < 0].sum(), change[change > 0].sum()])}


def describe_contracts(sums: dict[str, Numbers], calendar: Calendar) -> dict[str, JSON]:
    """Return churn, retention and the churn of revenue, gross and net, of the last whole month."""
    month = last_month(calendar)
    if month is None:
        return {}
    parts = dict(zip(_PARTS, (round(amount) for amount in sums["contracts"].tolist()), strict=True))
    start, money = parts["customers_start"], parts["revenue_start"]
    values = {
        "churn_rate": ratio(parts["lost"], start),
        "retention_rate": ratio(parts["customers_end"] - parts["new"], start),
        "revenue_churn": ratio(parts["lost_revenue"], money),
        "revenue_churn.net": ratio(parts["lost_revenue"] - parts["gained_revenue"], money),
    }
    return {name: entry(name, value, unit="share", period=month, parts=parts) for name, value in values.items()}


def _monthly(lives: Lives, moment: int) -> Floats:
    """Return by person the money that contracts bring every month, at a moment."""
    contracts = lives.contracts
    held = contracts.held_at(moment)
    money = np.bincount(contracts.person[held], weights=MONTHLY[contracts.plan[held]], minlength=len(lives.people))
    return money.astype(np.float64)
