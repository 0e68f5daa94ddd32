"""Advertising: what the shop pays to be found, day by day, and how often its advertisements are seen and clicked."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.arrays import Floats, Ints
from regard.simulator.calendar import CAMPAIGN, DAY, SLOTS_PER_DAY, Calendar
from regard.simulator.habits import ENTRIES
from regard.simulator.marks import local_days
from regard.simulator.truth.flow import flow

UNIQUE = 0.88
"""Share of the clicks on an advertisement that are those of different people."""

CLICKS_PER_VISIT = 1.2
"""Some who click never arrive."""

LUCK: Floats = np.array([0.7, 1.0, 1.3])
"""How well a day's advertisements please: each as likely as the other."""

CORRECTED, PROVISIONAL = 0.05, 0.9
"""Share of the bills that come in twice, and how much of the amount the first of them says."""


@dataclass(frozen=True)
class Cost:
    """One way to pay for visits."""

    entry: str
    """How the visits come about that it pays for."""
    per_click: float
    """Money; for what has no clicks, per visit that is expected."""
    ad_channel: str | None = None
    ad_campaign: str | None = None
    clicked: float = 0.0
    """Clicks per impression; 0 for what is no advertisement."""


COSTS: tuple[Cost, ...] = (
    Cost("paid", 1.90, "ad", "brand", 0.045),
    Cost("campaign", 1.40, "ad", "autumn_sale", 0.062),
    Cost("social", 0.80, "social", "boost", 0.018),
    Cost("email", 0.25),
    Cost("referral", 1.50),
)


@dataclass(frozen=True, eq=False)
class Advertising:
    """Costs x days of the period, each array; counts are 0 for what is no advertisement."""

    impressions: Ints
    clicks: Ints
    unique_clicks: Ints
    cost: Floats
    """In cents' precision."""
    first_bill: Floats
    """What the first bill said; not a number where there was but one."""


def draw_advertising(rng: np.random.Generator, people: int, calendar: Calendar) -> Advertising:
    """Return the advertising for a world of so many people."""
    wanted = people * expected_clicks(calendar)
    luck = LUCK[rng.integers(0, len(LUCK), wanted.shape)]
    clicked = np.array([[cost.clicked] for cost in COSTS])
    is_ad = clicked > 0
    impressions = rng.poisson(wanted / np.where(is_ad, clicked, 1.0) * is_ad)
    clicks = rng.binomial(impressions, clicked * luck)
    per_click = np.array([[cost.per_click] for cost in COSTS])
    cost = np.round(np.where(is_ad, clicks, wanted) * per_click, 2)
    is_twice = rng.random(cost.shape) < CORRECTED
    return Advertising(
        impressions=impressions,
        clicks=clicks,
        unique_clicks=rng.binomial(clicks, UNIQUE),
        cost=cost,
        first_bill=np.where(is_twice, np.round(cost * PROVISIONAL, 2), np.nan),
    )


def expected_clicks(calendar: Calendar) -> Floats:
    """Return costs x days: clicks, or visits of what has no clicks, that one person of the world is worth."""
    days = local_days(calendar).spans
    day = np.minimum(np.arange(calendar.slots) // SLOTS_PER_DAY, days - 1)
    crowd = calendar.busy.mean(axis=0)
    rows = []
    for cost in COSTS:
        is_on = calendar.during(CAMPAIGN) if cost.entry == "campaign" else np.ones(calendar.slots, dtype=np.bool_)
        busy = np.bincount(day, weights=crowd * is_on, minlength=days)
        visits = float(flow(calendar).scripts(entry_counts=np.array([cost.entry == entry for entry in ENTRIES])).sum())
        rows.append(visits * (CLICKS_PER_VISIT if cost.clicked else 1.0) * busy / max(busy.sum(), 1e-300))
    return np.array(rows)


def expected_cost(calendar: Calendar) -> Floats:
    """Return by cost what is spent for each person of the world."""
    return np.asarray(expected_clicks(calendar).sum(axis=1) * [cost.per_click for cost in COSTS])


def bill_moments(calendar: Calendar) -> tuple[Ints, Ints]:
    """Return by day when its first bill comes, and when it is corrected: 0 where that is after the period."""
    first = local_days(calendar).instants[1:]
    return first, np.where(first + 3 * DAY <= calendar.closes, first + 3 * DAY, 0)
