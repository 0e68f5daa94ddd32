"""Customers: what the shop knows of people with an account, and how it changed."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.arrays import Flags, Ints, Odds, odds
from regard.simulator.calendar import DAY, SLOT
from regard.simulator.lives import Lives
from regard.simulator.people import People
from regard.simulator.tables.columns import always, instants, numbered, record_table, texts
from regard.simulator.tables.names import Names, introductions, name_people
from regard.simulator.traits import COUNTRIES, EXISTING, SEGMENTS
from regard.simulator.visits import Visits

PLANS = ("free", "plus", "pro")
TIERS = ("bronze", "silver", "gold")

_PLAN_ODDS: Odds = odds(np.array([[0.55, 0.35, 0.10], [0.30, 0.40, 0.30], [0.15, 0.30, 0.55]]))
_TIER_OF_ACTIVITY: Ints = np.array([0, 0, 0, 1, 2])
_TRIAL, _NOTICE = 60 * DAY, 30 * DAY
_LOYAL_SHARE = 0.4

_GIVEN = ("Anna", "Bruno", "Carla", "Dawid", "Elena", "Filip", "Giulia", "Hanna", "Ivan", "Jana", "Karol")
_FAMILY = ("Rossi", "Nowak", "Weber", "Martin", "Smith", "Bianchi", "Zielinski", "Keller", "Moreau", "Young", "Serra")


def tier_of(people: People) -> Ints:
    """Return the tier of each person: those who come often are worth more."""
    return np.asarray(_TIER_OF_ACTIVITY[people.activity])


def customer_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return the states of customers: at the start, when they began to pay, when they stopped."""
    people, visits, calendar = lives.people, lives.visits, lives.calendar
    created, has_account = _created(people, visits)
    plan = _PLAN_ODDS.draw(rng, people.segment)
    since = created + rng.integers(DAY, _TRIAL, len(people))
    left = calendar.opens + people.phase + people.leaves * SLOT
    pays = has_account & (plan > 0) & (since < np.minimum(left, calendar.closes))
    until = left + _NOTICE
    stops = pays & (people.leaves < calendar.slots) & (until < calendar.closes)
    loyal = has_account & (rng.random(len(people)) < _LOYAL_SHARE)
    states = [np.flatnonzero(which) for which in (has_account, pays, stops)]
    who = np.concatenate(states)
    stage = np.repeat(np.arange(3), [len(state) for state in states])
    return record_table(
        record_type("customer"),
        {
            **_traits(people, who, name_people(people)),
            "as_of": instants(np.choose(stage, [created[who], since[who], until[who]])),
            "created_at": instants(created[who]),
            "plan": texts(np.where(stage == 1, plan[who], 0), PLANS),
            "member_since": instants(created[who], loyal[who]),
            "paying_since": instants(since[who], stage > 0),
            "paying_until": instants(until[who], stage > 1),
        },
    )


def _created(people: People, visits: Visits) -> tuple[Ints, Flags]:
    """Return when each person's account was made, and whether there is one."""
    known = introductions(visits)
    created = people.known_since.copy()
    is_joining = people.standing[visits.person[known]] != EXISTING
    created[visits.person[known[is_joining]]] = visits.start[known[is_joining]]
    return created, created > 0


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
