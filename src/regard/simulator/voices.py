"""Voices: what people say in public of the shop and of others, and what they write to it."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.accounts import Accounts
from regard.simulator.arrays import Flags, Floats, Ints, Odds, odds
from regard.simulator.calendar import DAY, SECOND, Calendar
from regard.simulator.people import People
from regard.simulator.traits import MOOD_SHARES
from regard.simulator.waits import spread_quantiles

SHOP = "Lumen"
BRANDS = (SHOP, "Fosca", "Ombra")
"""The shop, and those that it is compared with."""

VOICE_KINDS = ("mention", "comment", "review", "message")
MENTION, COMMENT, REVIEW, MESSAGE = range(4)

PER_PERSON = 0.3
"""How many voices there are for each person of the world."""

_KIND_ODDS: Odds = odds(np.array([0.35, 0.25, 0.25, 0.15]))
BRAND_ODDS: Odds = odds(np.array([0.58, 0.27, 0.15]))
"""Of mentions; all else is about the shop."""

_NETWORK_ODDS: Odds = odds(np.array([0.40, 0.30, 0.08, 0.22]))
_REPLIED: Floats = np.array([0.25, 0.45, 0.55, 0.95])
"""By kind: how often the shop replies."""

_ROOM = 2 * DAY
"""To what comes so shortly before the end of the period nobody has replied yet."""

REPLY_SECONDS: Floats = np.minimum(2.5 * np.exp(1.0 * spread_quantiles(64)), 40.0) * 3600
"""How long a reply takes, each as likely as the other."""

RATINGS: Ints = np.arange(1, 6)
_STARS: Floats = np.array([2.0, 3.4, 4.3, 4.8, 5.2])
RATING_ODDS: Odds = odds(np.exp(-0.5 * ((RATINGS - _STARS[:, None]) / 0.9) ** 2))
"""By mood."""

_NAMED_SHARE = 0.4


@dataclass(frozen=True, eq=False)
class Voices:
    """What was said, one place each in every array."""

    person: Ints
    """Whose mood it has."""
    is_named: Flags
    """Whether the shop knows who it is."""
    time: Ints
    kind: Ints
    brand: Ints
    network: Ints
    rating: Ints
    """0 for what is no review."""
    replied: Ints
    """When the shop replied; 0 where it has not."""
    number: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.person)


def draw_voices(rng: np.random.Generator, people: People, accounts: Accounts, calendar: Calendar) -> Voices:
    """Return what people say, by any of them and at any time of the period."""
    count = int(rng.poisson(PER_PERSON * len(people)))
    nothing: Ints = np.zeros(count, dtype=np.int64)
    person = rng.integers(0, len(people), count)
    time = np.sort(rng.integers(calendar.opens, calendar.closes, count))
    kind = _KIND_ODDS.draw(rng, nothing)
    brand = np.where(kind == MENTION, BRAND_ODDS.draw(rng, nothing), 0)
    replies = (rng.random(count) < _REPLIED[kind]) & (brand == 0) & (time + _ROOM < calendar.closes)
    seconds = REPLY_SECONDS[rng.integers(0, len(REPLY_SECONDS), count)]
    knows = (accounts.created[person] > 0) & (accounts.created[person] < time)
    return Voices(
        person=person,
        is_named=knows & (rng.random(count) < _NAMED_SHARE),
        time=time,
        kind=kind,
        brand=brand,
        network=_NETWORK_ODDS.draw(rng, nothing),
        rating=np.where(kind == REVIEW, RATINGS[RATING_ODDS.draw(rng, people.mood[person])], 0),
        replied=np.where(replies, time + (seconds * SECOND).astype(np.int64), 0),
        number=people.record_numbers(count),
    )


def mean_rating() -> float:
    """Return the stars that a review gives on average."""
    return float(MOOD_SHARES @ RATING_ODDS.shares @ RATINGS)
