"""What the last whole month lost and kept of the customers with a contract."""

from datetime import timedelta

import numpy as np

from regard.simulator.arrays import Floats, Numbers
from regard.simulator.calendar import Calendar
from regard.simulator.counted.entry import JSON, entry, ratio
from regard.simulator.lives import Lives
from regard.simulator.marks import last_month, mark
from regard.simulator.plans import MONTHLY

_PEOPLE, _MONEY = ("start", "lost", "new", "end"), ("opening", "lost", "contracted", "expanded")


def count_contracts(lives: Lives) -> dict[str, Numbers]:
    """Return customers and their monthly money at both ends of the last whole month, if there is one."""
    month = last_month(lives.calendar)
    if month is None:
        return {}
    ends = mark(lives.calendar, [month[0], month[1] + timedelta(days=1)]).instants
    before, after = (_monthly(lives, int(moment)) for moment in ends)
    had, has = before > 0, after > 0
    change = (after - before)[had & has]
    people = [had.sum(), (had & ~has).sum(), (has & ~had).sum(), has.sum()]
    money = [before.sum(), before[~has].sum(), -change[change < 0].sum(), change[change > 0].sum()]
    return {"subscribers": np.array(people), "recurring": np.array(money)}


def describe_contracts(sums: dict[str, Numbers], calendar: Calendar) -> dict[str, JSON]:
    """Return churn, retention and the churn of revenue, gross and net, of the last whole month."""
    month = last_month(calendar)
    if month is None:
        return {}
    people = dict(zip(_PEOPLE, sums["subscribers"].tolist(), strict=True))
    money = dict(zip(_MONEY, sums["recurring"].tolist(), strict=True))
    gone, opening = money["lost"] + money["contracted"], money["opening"]
    values = {
        "churn_rate": (people["lost"], people["start"]),
        "retention_rate": (people["end"] - people["new"], people["start"]),
        "revenue_churn": (gone, opening),
        "revenue_churn.net": (gone - money["expanded"], opening),
    }
    return {
        name: entry(
            name, ratio(*sides), unit="share", period=month, parts=money if name.startswith("revenue") else people
        )
        for name, sides in values.items()
    }


def _monthly(lives: Lives, moment: int) -> Floats:
    """Return by person the money that contracts bring every month, at a moment."""
    contracts = lives.contracts
    held = contracts.held_at(moment)
    money = np.bincount(contracts.person[held], weights=MONTHLY[contracts.plan[held]], minlength=len(lives.people))
    return money.astype(np.float64)
