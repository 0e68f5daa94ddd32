"""What the shop knows by the day as records: followers, advertisements and what they cost."""

from datetime import timedelta

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.advertising import COSTS, bill_moments
from regard.simulator.arrays import Ints
from regard.simulator.baskets import CURRENCY
from regard.simulator.calendar import DAY, Calendar
from regard.simulator.habits import ENTRIES
from regard.simulator.marks import local_days
from regard.simulator.networks import NETWORKS, PROFILE
from regard.simulator.shop import Shop
from regard.simulator.tables.columns import always, instants, numbers, record_table, texts, whole_numbers
from regard.simulator.tables.origins import order_campaigns, order_channels

_ENTRIES: Ints = np.array([ENTRIES.index(cost.entry) for cost in COSTS])


def profile_day_table(shop: Shop) -> pa.Table:
    """Return the followers of each profile at the end of every day, the day before the period included."""
    calendar, followers = shop.calendar, shop.followers
    day, network = (places.ravel() for places in np.indices(followers.at_end.shape))
    told = np.concatenate([[calendar.opens], local_days(calendar).instants[1:]])
    known = np.ones(len(day), dtype=np.bool_)
    return record_table(
        record_type("profile_day"),
        {
            "id": _ids("pd", [*NETWORKS], calendar, network, day - 1),
            "source": always("social", len(day)),
            "properties": always("{}", len(day)),
            "as_of": instants(told[day]),
            "day": _dates(calendar, day - 1),
            "network": texts(network, NETWORKS),
            "profile": always(PROFILE, len(day)),
            "followers": whole_numbers(followers.at_end.ravel(), known),
            "gained": whole_numbers(followers.gained.ravel(), known),
            "lost": whole_numbers(followers.lost.ravel(), known),
        },
    )


def advertisement_table(shop: Shop) -> pa.Table:
    """Return the counts of every campaign's day with impressions, as deliveries to nobody in particular."""
    calendar, advertising = shop.calendar, shop.advertising
    place, day = np.nonzero(advertising.impressions)
    known = np.ones(len(day), dtype=np.bool_)
    begins = local_days(calendar).instants
    # Advertisements come first among the costs, so their places are codes of these names.
    campaigns = [cost.ad_campaign for cost in COSTS if cost.ad_campaign]
    channels = [cost.ad_channel for cost in COSTS if cost.ad_channel]
    kinds = [*dict.fromkeys(channels)]
    channel = np.array([kinds.index(name) for name in channels])
    return record_table(
        record_type("delivery"),
        {
            "id": _ids("ad", campaigns, calendar, place, day),
            "source": always("ads", len(day)),
            "properties": always("{}", len(day)),
            "received_at": instants(begins[day + 1]),
            "time": instants(begins[day] + DAY // 2),
            "channel": texts(channel[place], kinds),
            "campaign": texts(place, campaigns),
            "impressions": whole_numbers(advertising.impressions[place, day], known),
            "clicks": whole_numbers(advertising.clicks[place, day], known),
            "unique_clicks": whole_numbers(advertising.unique_clicks[place, day], known),
            "cost": numbers(advertising.cost[place, day]),
            "currency": always(CURRENCY, len(day)),
        },
    )


def spend_table(shop: Shop) -> pa.Table:
    """Return the bills of every day, by channel and campaign as orders name them; some are corrected days later."""
    calendar, advertising = shop.calendar, shop.advertising
    first, corrected = bill_moments(calendar)
    place, day = (places.ravel() for places in np.indices(advertising.cost.shape))
    is_twice = ~np.isnan(advertising.first_bill[place, day]) & (corrected[day] > 0)
    place, day = np.concatenate([place, place[is_twice]]), np.concatenate([day, day[is_twice]])
    is_later = np.arange(len(day)) >= len(is_twice)
    is_first_of_two = np.append(is_twice, np.zeros(is_twice.sum(), dtype=np.bool_))
    amount = np.where(is_first_of_two, advertising.first_bill[place, day], advertising.cost[place, day])
    kept = np.flatnonzero(advertising.cost[place, day] > 0)
    place, day, is_later, amount = place[kept], day[kept], is_later[kept], amount[kept]
    return record_table(
        record_type("spend"),
        {
            "id": _ids("sp", [cost.entry for cost in COSTS], calendar, place, day),
            "source": always("ledger", len(day)),
            "properties": always("{}", len(day)),
            "as_of": instants(np.where(is_later, corrected[day], first[day])),
            "day": _dates(calendar, day),
            "channel": order_channels(_ENTRIES[place]),
            "campaign": order_campaigns(_ENTRIES[place]),
            "amount": numbers(amount),
            "currency": always(CURRENCY, len(day)),
        },
    )


def _dates(calendar: Calendar, day: Ints) -> pa.Array:
    """Return local dates from days of the period."""
    return pa.array(np.datetime64(calendar.start, "D") + day, pa.date32())


def _ids(prefix: str, names: list[str], calendar: Calendar, place: Ints, day: Ints) -> pa.Array:
    """Return ids such as `sp-paid-2025-01-31`."""
    pairs = zip(place.tolist(), day.tolist(), strict=True)
    return pa.array(
        [f"{prefix}-{names[at]}-{calendar.start + timedelta(days=number)}" for at, number in pairs], pa.string()
    )
