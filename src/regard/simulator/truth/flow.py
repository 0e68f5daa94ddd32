"""How many visits a person is expected to make, by everything that decides what they come to.

All sums are over the whole process, seeds apart: traits are drawn from short lists, and whether a slot has a visit does
not depend on other slots.
"""

from functools import lru_cache

import numpy as np

from regard.simulator.arrays import Flags, Floats
from regard.simulator.calendar import SLOTS_PER_DAY, Calendar
from regard.simulator.habits import script_shares
from regard.simulator.traits import (
    ACTIVITY_SHARES,
    EXISTING,
    MOOD_SHARES,
    PLATFORM_SHARES,
    SEGMENT_SHARES,
    STANDING_SHARES,
    leaving_chances,
)
from regard.simulator.visits import visiting_rates

MEMBER_OF_STANDING = [1, 1, 0]
"""By standing: which row of what depends on being a member."""


class Flow:
    """Expected visits of one person of the world."""

    def __init__(self, calendar: Calendar) -> None:
        """Work out the chance of a visit in every slot."""
        self.calendar = calendar
        self._present = _presence(calendar)
        self._comes = np.einsum("a,saj->sj", ACTIVITY_SHARES, visit_chances(calendar))

    def visits(self, fit: Floats | None = None) -> Floats:
        """Return windows x standings x segments x moods: expected visits.

        `fit` (segments x slots) weighs each visit, for instance with the chance that something follows in time.
        """
        comes = self._comes if fit is None else self._comes * fit
        windows = np.stack([self.calendar.during(what) for what in range(3)]).astype(np.float64)
        by_traits = np.einsum("kmj,sj,wj->wksm", self._present, comes, windows, optimize=True)
        shares = STANDING_SHARES[:, None, None] * SEGMENT_SHARES[:, None] * MOOD_SHARES
        return np.asarray(by_traits * shares)

    def scripts(self, fit: Floats | None = None, entry_counts: Flags | None = None) -> Floats:
        """Return windows x standings x segments x platforms x moods x scripts: expected visits.

        `entry_counts` leaves only the visits of those entries.
        """
        visits = self.visits(fit)[:, :, :, None, :] * PLATFORM_SHARES[:, :, None]
        return np.asarray(visits[..., None] * script_shares(entry_counts)[:, MEMBER_OF_STANDING])


def visit_chances(calendar: Calendar) -> Floats:
    """Return segments x activities x slots: the chance of a visit in a slot of somebody who is there."""
    return np.asarray(-np.expm1(-visiting_rates()[:, :, None] * calendar.busy[:, None, :]))


def _presence(calendar: Calendar) -> Floats:
    """Return standings x moods x slots: the chance that a person has joined and not left."""
    stays = 1 - leaving_chances(SLOTS_PER_DAY)
    present = np.zeros((*stays.shape, calendar.slots))
    there = np.zeros(stays.shape)
    there[EXISTING] = 1.0
    is_new = (np.arange(len(stays)) != EXISTING)[:, None]
    for slot, joining in enumerate(calendar.joining):
        there = there + is_new * joining
        present[..., slot] = there
        there = there * stays
    return present


@lru_cache(maxsize=16)
def flow(calendar: Calendar) -> Flow:
    """Return the flow of a calendar."""
    return Flow(calendar)
