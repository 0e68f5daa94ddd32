"""Orders: what the visits that bought something bought, and whether the money stayed."""

from dataclasses import dataclass

import numpy as np

from regard.simulator import steps
from regard.simulator.arrays import Flags, Ints, row_of
from regard.simulator.baskets import (
    BASKET_ODDS,
    BASKET_ROWS,
    STATUS_ODDS,
    STATUSES,
)
from regard.simulator.calendar import ARRIVAL, SLOT, Calendar
from regard.simulator.clicks import Clicks
from regard.simulator.habits import CAMPAIGN_ENTRY
from regard.simulator.people import People
from regard.simulator.visits import Visits

SHIPPING_SLOTS = (4, 13)
"""How many slots after its order a parcel leaves: from, and below."""


@dataclass(frozen=True, eq=False)
class Orders:
    """The orders of visits, one place each in every array."""

    visit: Ints
    time: Ints
    basket: Ints
    status: Ints
    is_reduced: Ints
    """1 where the campaign brought the order, else 0."""
    shipped: Ints
    """When the parcel left; 0 where none did."""
    number: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.visit)

    @property
    def is_kept(self) -> Flags:
        """Return whether each is paid and stays so."""
        return np.equal(self.status, STATUSES.index("paid"))


def draw_orders(rng: np.random.Generator, people: People, visits: Visits, clicks: Clicks, calendar: Calendar) -> Orders:
    """Return the orders of visits, in their order."""
    visit, time = clicks.at(steps.IS_PURCHASE)
    person = visits.person[visit]
    status = STATUS_ODDS.draw(rng, np.zeros(len(visit), dtype=np.int64))
    leaves = visits.slot[visit] + rng.integers(*SHIPPING_SLOTS, len(visit))
    shipped = calendar.opens + people.phase[person] + leaves * SLOT + rng.integers(0, ARRIVAL, len(visit))
    is_shipped = (leaves < calendar.slots) & (status != STATUSES.index("cancelled"))
    return Orders(
        visit=visit,
        time=time,
        basket=BASKET_ODDS.draw(rng, row_of(BASKET_ROWS, people.segment[person], people.mood[person])),
        status=status,
        is_reduced=(visits.entry[visit] == CAMPAIGN_ENTRY).astype(np.int64),
        shipped=np.where(is_shipped, shipped, 0),
        number=people.record_numbers(len(visit)),
    )
