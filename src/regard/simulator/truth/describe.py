"""The truth of a world as JSON: metrics, happenings, and what it is expected to come to."""

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from regard.simulator import steps
from regard.simulator.baskets import CURRENCY, KEPT_SHARE, STATUS_ODDS
from regard.simulator.calendar import CAMPAIGN, ORDINARY, RELEASE, Calendar
from regard.simulator.habits import CAMPAIGN_ENTRY, ENTRIES
from regard.simulator.letters import CAMPAIGNS, NEWSLETTER
from regard.simulator.made import Made
from regard.simulator.marks import last_month
from regard.simulator.orders import SHIPPING_SLOTS
from regard.simulator.tables.origins import CAMPAIGN_NAME, PAID
from regard.simulator.traits import ANDROID, EXISTING, JOINING, SEGMENTS, STANDING_SHARES
from regard.simulator.truth.attention import attention_truth
from regard.simulator.truth.care import care_truth
from regard.simulator.truth.flow import Flow, flow
from regard.simulator.truth.loyalty import contract_truth, member_truth
from regard.simulator.truth.people import people_truth, visitors_by_standing
from regard.simulator.truth.reach import reach_truth
from regard.simulator.truth.value import LIFESPAN_YEARS, order_sums, value_truth
from regard.simulator.truth.voice import voice_truth
from regard.simulator.voices import MENTION, SHOP, VOICE_KINDS

JSON = dict[str, Any]

_UNITS = {
    "visit_duration": "seconds",
    "engaged_time": "seconds",
    "time_on_page": "seconds",
    "first_response_time": "seconds",
    "resolution_time": "seconds",
    "pages_per_visit": "ratio",
    "purchase_frequency": "ratio",
    "average_order_value": "money",
    "nps": "points",
    "csat_mean": "score",
    "ces": "score",
    "rating": "score",
    "review_rating": "score",
    "reply_time": "seconds",
    "social_response_time": "seconds",
    "replies_per_ticket": "ratio",
    "customer_lifetime_value": "money",
    "customer_acquisition_cost": "money",
    "return_on_investment": "ratio",
}
"""Of metrics that are no share."""

_NEWSLETTER = [["is", "campaign", [CAMPAIGNS[NEWSLETTER]]]]

_ARGUMENTS: JSON = {
    "conversion_rate": {"goal": "purchase"},
    "feature_usage": {"event": "export"},
    "high_effort_share": {"threshold": 6},
    "customer_lifetime_value": {"lifespan": f"{LIFESPAN_YEARS} years"},
    "click_through_rate[ad]": {"where": [["is", "channel", ["ad"]]]},
    "click_through_rate[social]": {"where": [["is", "channel", ["social"]]]},
    "click_through_rate[newsletter]": {"where": _NEWSLETTER},
    "click_to_open_rate[newsletter]": {"where": _NEWSLETTER},
    "customer_acquisition_cost[paid]": {"where": [["is", "channel", [PAID]]]},
    "share_of_voice": {
        "where": [["is", "kind", [VOICE_KINDS[MENTION]]]],
        "own": [["is", "properties.brand", [SHOP]]],
    },
}

GOALS: JSON = {"purchase": {"event": "purchase"}}
"""The goals that the truth takes for declared."""


def describe_truth(calendar: Calendar, people: int, seed: int, made: Made) -> JSON:
    """Return what is true of a world of so many people, and what became of it, as JSON values."""
    per_person = _per_person(calendar)
    return {
        "shop": f"{SHOP}, a fictional shop for light and desks",
        "brand": SHOP,
        "seed": seed,
        "people": people,
        "period": {"from": str(calendar.start), "to": str(calendar.end), "zone": str(calendar.zone)},
        "goals": GOALS,
        "metrics": {name: dict(entry) for name, entry in _metrics(calendar).items()},
        "happenings": _happenings(calendar),
        "expected": {name: people * amount for name, amount in per_person.items()},
        "realised": made.realised.to_dict(),
        "counted": made.counted.to_dict(calendar),
    }


def events_per_person(calendar: Calendar) -> float:
    """Return how many events a person is expected to have, those of servers included."""
    return _per_person(calendar)["events"]


@lru_cache(maxsize=16)
def _metrics(calendar: Calendar) -> dict[str, JSON]:
    """Return value, unit, variant and arguments of each metric over the whole period."""
    ways = flow(calendar)
    values = {
        **attention_truth(ways),
        **people_truth(ways),
        **voice_truth(ways),
        **value_truth(ways),
        **care_truth(ways),
        **member_truth(),
        **reach_truth(calendar),
    }
    found = {name: _entry(name, value, (calendar.start, calendar.end)) for name, value in values.items()}
    month = last_month(calendar)
    if month:
        found |= {name: _entry(name, value, month) for name, value in contract_truth().items()}
    return found


def _entry(name: str, value: float, period: tuple[date, date]) -> JSON:
    """Return what is said of one metric.

    A name such as `resolution_time.first` is that of a variant, `click_through_rate[ad]` that of a part of the records.
    """
    metric, _, variant = name.partition("[")[0].partition(".")
    entry = {
        "metric": metric,
        "variant": variant or None,
        "value": value,
        "unit": _UNITS.get(metric, "share"),
        "period": {"from": str(period[0]), "to": str(period[1])},
        "arguments": _ARGUMENTS.get(name, {}),
    }
    return {**entry, "currency": CURRENCY} if entry["unit"] == "money" else entry


@lru_cache(maxsize=16)
def _per_person(calendar: Calendar) -> dict[str, float]:
    """Return what one person is expected to do in the period."""
    ways = flow(calendar)
    scripts = ways.scripts().sum(axis=(0, 1, 2, 3, 4))
    money, orders = order_sums(ways)
    visitors = visitors_by_standing(calendar)
    shipped = float((ways.scripts(_shipping_chances(calendar)) * steps.BUYS).sum())
    servers = STANDING_SHARES[EXISTING] + visitors[JOINING] + shipped
    return {
        "events": float(scripts @ steps.LENGTH + servers),
        "visits": float(scripts.sum()),
        "visitors": float(visitors.sum()),
        "page_views": float(scripts @ steps.PAGE_VIEWS),
        "orders": orders,
        "kept_orders": orders * KEPT_SHARE,
        "revenue": money * KEPT_SHARE,
        "tickets": float(scripts @ steps.ASKS),
    }


def _shipping_chances(calendar: Calendar) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return segments x slots: the chance that the parcel of an order leaves within the period."""
    left = calendar.slots - 1 - np.arange(calendar.slots)
    in_time = (np.arange(*SHIPPING_SLOTS)[:, None] <= left).mean(axis=0)
    return np.tile(in_time * (1 - STATUS_ODDS.shares[0, -1]), (len(SEGMENTS), 1))


def _happenings(calendar: Calendar) -> JSON:
    """Return the bad release and the good campaign: when, for whom, and how much worse or better."""
    ways = flow(calendar)
    is_campaign = np.arange(len(ENTRIES)) == CAMPAIGN_ENTRY
    android = ways.scripts()[:, :, :, ANDROID].sum(axis=(1, 2, 3))
    broken, fair = (
        float((android[what] * steps.IS_BOUNCE).sum() / (android[what] * steps.IS_WEB).sum())
        for what in (RELEASE, ORDINARY)
    )
    during, beside = (_buying(ways, CAMPAIGN, entries & _on_web()) for entries in (is_campaign, ~is_campaign))
    return {
        "bad_release": {**_when(calendar, RELEASE), "os": "Android", "bounce_rate": {"then": broken, "else": fair}},
        "good_campaign": {
            **_when(calendar, CAMPAIGN),
            "utm_campaign": CAMPAIGN_NAME,
            "orders_per_visit": {"campaign": during, "else": beside},
        },
    }


def _when(calendar: Calendar, what: int) -> JSON:
    """Return the first and last local day of something."""
    first, last = calendar.windows[what]
    return {"from": str(first), "to": str(last)}


def _on_web() -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which entries lead to the web site."""
    return np.array([entry != "app" for entry in ENTRIES])


def _buying(ways: Flow, what: int, entry_counts: np.ndarray[Any, np.dtype[np.bool_]]) -> float:
    """Return orders per visit of some entries during something."""
    scripts = ways.scripts(entry_counts=entry_counts)[what]
    return float((scripts * steps.BUYS).sum() / scripts.sum())
