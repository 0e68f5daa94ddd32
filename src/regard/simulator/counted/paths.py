"""What leads to what: the funnel of the shop, conversion from cart to order, and the first week."""

import numpy as np

from regard.simulator import steps
from regard.simulator.arrays import Flags, Ints, Numbers
from regard.simulator.calendar import DAY, Calendar
from regard.simulator.counted.activity import first_times, moments
from regard.simulator.counted.entry import JSON, entry, ratio, whole
from regard.simulator.lives import Lives

STEPS = ({"page": "/products/*"}, "add_to_cart", "purchase")
"""Seeing a product, putting it into the cart, buying."""

FUNNEL_DAYS, CONVERSION_DAYS, FIRST_DAYS = 14, 7, 7

_IS_PRODUCT: Flags = (
    np.append(np.char.startswith(np.array(steps.PAGES), "/products/"), False)[steps.PAGE] & steps.IS_PAGE
)
_IS_CART: Flags = np.equal(steps.NAME, steps.NAMES.index("add_to_cart"))


def count_paths(lives: Lives) -> dict[str, Numbers]:
    """Return people by step of the funnel, starters and converted, new people and those of them who buy at once."""
    calendar = lives.calendar
    views, carts, buys = (_keys(lives, which) for which in (_IS_PRODUCT, _IS_CART, steps.IS_PURCHASE))
    span = _span(calendar)
    in_cart = _next(carts, views, span)
    bought = _next(buys, in_cart, span)
    in_time = [views, *(views[(later - views) <= FUNNEL_DAYS * DAY] for later in (in_cart, bought))]
    converted = carts[_next(buys, carts, span) - carts <= CONVERSION_DAYS * DAY]
    first = first_times(lives)
    is_counted = (first >= calendar.opens) & (first + FIRST_DAYS * DAY <= calendar.closes)
    buyer, time = moments(lives, steps.IS_PURCHASE)
    early = buyer[time <= first[buyer] + FIRST_DAYS * DAY]
    return {
        "funnel": np.array([_people(keys, span) for keys in in_time]),
        "conversion": np.array([_people(carts, span), _people(converted, span)]),
        "first_week": np.array([is_counted.sum(), is_counted[np.unique(early)].sum()]),
    }


def describe_paths(sums: dict[str, Numbers], calendar: Calendar) -> dict[str, JSON]:
    """Return funnel, conversion and first week over the whole period, as seen at its end."""
    at_end = {"as_of": str(calendar.end)}
    people = sums["funnel"].tolist()
    starters, converted = sums["conversion"].tolist()
    new, early = sums["first_week"].tolist()
    return {
        "funnel": entry(
            "funnel",
            ratio(people[-1], people[0]),
            unit="share",
            period=whole(calendar),
            arguments={**at_end, "steps": list(STEPS), "window": f"{FUNNEL_DAYS}d"},
            n=people[0],
            cells=[{"step": place + 1, "people": count} for place, count in enumerate(people)],
        ),
        "conversion": entry(
            "conversion",
            ratio(converted, starters),
            unit="share",
            period=whole(calendar),
            arguments={**at_end, "start": "add_to_cart", "end": "purchase", "window": f"{CONVERSION_DAYS}d"},
            n=starters,
            parts={"starters": starters, "converted": converted},
        ),
        "first_week_engagement": entry(
            "first_week_engagement",
            ratio(early, new),
            unit="share",
            period=whole(calendar),
            arguments={**at_end, "goal": "purchase"},
            n=new,
        ),
    }


def _span(calendar: Calendar) -> int:
    """Return more than any two moments of the period are apart, whatever is added for a window."""
    return calendar.closes - calendar.opens + 30 * DAY


def _keys(lives: Lives, is_wanted: Flags) -> Ints:
    """Return the events of wanted rows as single numbers that rise by person and then by time."""
    person, time = moments(lives, is_wanted)
    return np.sort(person * _span(lives.calendar) + time - lives.calendar.opens)


def _next(events: Ints, since: Ints, span: int) -> Ints:
    """Return for each key the same person's first event at or after it; where there is none, one beyond any window."""
    if not len(events):
        return since + span
    place = np.searchsorted(events, since)
    found = events[np.minimum(place, len(events) - 1)]
    is_own = (place < len(events)) & (found // span == since // span)
    return np.where(is_own, found, (since // span + 1) * span - 1)


def _people(keys: Ints, span: int) -> int:
    """Return how many people have one of these keys."""
    return len(np.unique(keys // span))
