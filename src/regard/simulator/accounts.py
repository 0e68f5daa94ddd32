"""Accounts: since when people have one, and who of them takes part in the loyalty programme."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.arrays import Flags, Ints
from regard.simulator.people import People
from regard.simulator.traits import EXISTING
from regard.simulator.visits import Visits

LOYAL_SHARE = 0.4
"""Of those with an account; they take part from the day on which it is made."""


@dataclass(frozen=True, eq=False)
class Accounts:
    """The accounts of some people, by person."""

    created: Ints
    """When it was made, in microseconds since 1970; 0 where there is none."""
    is_loyal: Flags
    """Whether the person takes part in the loyalty programme."""

    @property
    def exists(self) -> Flags:
        """Return whether each person has an account."""
        return np.greater(self.created, 0)


def draw_accounts(rng: np.random.Generator, people: People, visits: Visits) -> Accounts:
    """Return the accounts of people: made before the period, or when they make themselves known."""
    known = introductions(visits)
    created = people.known_since.copy()
    is_joining = people.standing[visits.person[known]] != EXISTING
    created[visits.person[known[is_joining]]] = visits.start[known[is_joining]]
    return Accounts(created, (created > 0) & (rng.random(len(people)) < LOYAL_SHARE))


def introductions(visits: Visits) -> Ints:
    """Return the visits in which people make themselves known."""
    return np.flatnonzero(visits.order == visits.introduced[visits.person])
