"""The ids that people go by, and since when they are known by name."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from regard.simulator.arrays import Flags, Ints
from regard.simulator.people import People
from regard.simulator.tables.columns import numbered
from regard.simulator.traits import EXISTING
from regard.simulator.visits import Visits

MAIN, SECOND_ACCOUNT, OLD_NUMBER = range(3)
BROWSER, PHONE = range(2)


@dataclass(frozen=True, eq=False)
class Names:
    """The ids of some people."""

    users: pa.Array
    """Main accounts, second accounts, old numbers: a code is a person's place plus so many times their count."""
    devices: pa.Array
    """Browsers, phones."""
    people: int

    def user(self, person: Ints, account: Ints | int) -> Ints:
        """Return codes of user ids."""
        return np.asarray(person + account * self.people)

    def device(self, person: Ints, kind: Ints | int) -> Ints:
        """Return codes of anonymous ids."""
        return np.asarray(person + kind * self.people)


def name_people(people: People) -> Names:
    """Return the ids of people."""
    places = np.arange(people.first, people.first + len(people))
    users = [numbered("u", places), numbered("u", places, "-2"), numbered("crm-", places)]
    devices = [numbered("b", places), numbered("d", places)]
    return Names(pa.concat_arrays(users), pa.concat_arrays(devices), len(people))


def account_of(people: People, visits: Visits) -> Ints:
    """Return by visit the account that the person would use: who has two takes turns."""
    return np.where(people.is_merged[visits.person] & (visits.order % 2 == 1), SECOND_ACCOUNT, MAIN)


def is_named(people: People, visits: Visits, visit: Ints, step: Ints) -> Flags:
    """Return whether the person is known by name at a step of a visit, 0 being its first.

    Existing customers sign in before a visit, new ones sign up during one.
    """
    introduced = visits.introduced[visits.person]
    since = np.where(people.standing[visits.person] == EXISTING, 0, 1)
    first_named = np.where(
        visits.order < introduced, np.iinfo(np.int64).max, np.where(visits.order > introduced, 0, since)
    )
    first_named[introduced < 0] = np.iinfo(np.int64).max
    return np.greater_equal(step, first_named[visit])
