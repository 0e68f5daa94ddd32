"""Customers: what the shop knows of people with an account, and how it changed."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.arrays import Ints
from regard.simulator.lives import Lives
from regard.simulator.people import People
from regard.simulator.plans import PLANS
from regard.simulator.tables.columns import always, instants, numbered, record_table, texts
from regard.simulator.tables.names import Names, name_people
from regard.simulator.traits import COUNTRIES, SEGMENTS

TIERS = ("bronze", "silver", "gold")

_TIER_OF_ACTIVITY: Ints = np.array([0, 0, 0, 1, 2])

_GIVEN = ("Anna", "Bruno", "Carla", "Dawid", "Elena", "Filip", "Giulia", "Hanna", "Ivan", "Jana", "Karol")
_FAMILY = ("Rossi", "Nowak", "Weber", "Martin", "Smith", "Bianchi", "Zielinski", "Keller", "Moreau", "Young", "Serra")


def tier_of(people: People) -> Ints:
    """Return the tier of each person: those who come often are worth more."""
    return np.asarray(_TIER_OF_ACTIVITY[people.activity])


def customer_table(lives: Lives) -> pa.Table:
    """Return the states of customers: at the start, at every change of their contract, when they stopped to pay."""
    people, accounts, contracts = lives.people, lives.accounts, lives.contracts
    has_account = np.flatnonzero(accounts.exists)
    stopped = np.flatnonzero(contracts.is_ended & ~contracts.goes_on)
    who = np.concatenate([has_account, contracts.person, contracts.person[stopped]])
    stage = np.repeat(np.arange(3), [len(has_account), len(contracts), len(stopped)])
    nothing = np.zeros(len(has_account), dtype=np.int64)
    since, until = contracts.paying_since, contracts.end[stopped]
    return record_table(
        record_type("customer"),
        {
            **_traits(people, who, name_people(people)),
            "as_of": instants(np.concatenate([accounts.created[has_account], contracts.start, until])),
            "created_at": instants(accounts.created[who]),
            "plan": texts(np.concatenate([nothing, contracts.plan + 1, 0 * stopped]), ("free", *PLANS)),
            "member_since": instants(accounts.created[who], accounts.is_loyal[who]),
            "paying_since": instants(np.concatenate([nothing, since, since[stopped]]), stage > 0),
            "paying_until": instants(np.concatenate([nothing, 0 * contracts.start, until]), stage > 1),
        },
    )


def _traits(people: People, who: Ints, names: Names) -> dict[str, pa.Array]:
    """Return the columns that never change."""
    numbers = people.first + who
    full_names = [f"{given} {family}" for given in _GIVEN for family in _FAMILY]
    return {
        "id": names.users.take(pa.array(who)),
        "source": always("shop", len(who)),
        "properties": always("{}", len(who)),
        "user_id": texts(who, names.users),
        "name": texts(numbers % len(full_names), full_names),
        "email": numbered("u", numbers, "@mail.example"),
        "country": texts(people.country[who], COUNTRIES),
        "tier": texts(tier_of(people)[who], TIERS),
        "segment": texts(people.segment[who], SEGMENTS),
    }
