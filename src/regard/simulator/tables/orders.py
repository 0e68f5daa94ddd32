"""Orders as records."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.baskets import CURRENCY, DISCOUNTS, ITEMS, STATUSES, TOTALS
from regard.simulator.calendar import DAY
from regard.simulator.lives import Lives
from regard.simulator.orders import Orders
from regard.simulator.tables.columns import always, instants, numbered, numbers, record_table, texts
from regard.simulator.tables.names import account_of, name_people
from regard.simulator.tables.origins import order_campaigns, order_channels

_CHANGED_WITHIN = 12 * DAY


def order_ids(orders: Orders) -> pa.Array:
    """Return the ids of orders."""
    return numbered("o", orders.number)


def order_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return the states of orders: as placed, and again as refunded or cancelled."""
    people, visits, orders, calendar = lives.people, lives.visits, lives.orders, lives.calendar
    names = name_people(people)
    undone = np.flatnonzero(~orders.is_kept)
    changed = np.minimum(orders.time[undone] + rng.integers(DAY // 24, _CHANGED_WITHIN, len(undone)), calendar.closes)
    at = np.concatenate([np.arange(len(orders)), undone])
    placed = np.zeros(len(orders), dtype=np.int64)
    visit, reduced, basket = orders.visit[at], orders.is_reduced[at], orders.basket[at]
    discount = DISCOUNTS[reduced, basket]
    return record_table(
        record_type("order"),
        {
            "id": order_ids(orders).take(pa.array(at)),
            "source": always("shop", len(at)),
            "properties": always("{}", len(at)),
            "as_of": instants(np.concatenate([orders.time, changed])),
            "time": instants(orders.time[at]),
            "user_id": texts(names.user(visits.person[visit], account_of(people, visits)[visit]), names.users),
            "total": numbers(TOTALS[reduced, basket]),
            "currency": always(CURRENCY, len(at)),
            "status": texts(np.concatenate([placed, orders.status[undone]]), STATUSES),
            "channel": order_channels(visits.entry[visit]),
            "campaign": order_campaigns(visits.entry[visit]),
            "discount": numbers(np.where(discount > 0, discount, np.nan)),
            "items": texts(basket, ITEMS),
        },
    )
