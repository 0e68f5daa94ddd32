"""People: who lives in the world, drawn independently of each other."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.arrays import Flags, Floats, Ints, odds
from regard.simulator.calendar import DAY, SLOT, SLOTS_PER_DAY, Calendar
from regard.simulator.traits import (
    ACTIVITY_SHARES,
    ANDROID,
    COUNTRY_SHARES,
    DESKTOP,
    EXISTING,
    GUEST,
    MOOD_SHARES,
    PATIENCE_SHARES,
    PLATFORM_SHARES,
    READER_SHARES,
    SEGMENT_SHARES,
    STANDING_SHARES,
    leaving_chances,
)

SYSTEMS = ("Windows", "macOS", "iOS", "Android")
BROWSERS = ("Chrome", "Firefox", "Safari")
DEVICES = ("desktop", "phone")

_MERGED_SHARE, _ALIASED_SHARE, _MISTAKEN_SHARE = 0.02, 0.04, 0.05
_MAC_SHARE, _FIREFOX_SHARE = 0.35, 0.25
_OLDEST_DAYS = 900

_RECORDS_EACH = 4096
"""Numbers kept free for the records of one kind of each person, on average over a chunk of people."""

_ONE_OF = {
    "standing": odds(STANDING_SHARES),
    "segment": odds(SEGMENT_SHARES),
    "activity": odds(ACTIVITY_SHARES),
    "mood": odds(MOOD_SHARES),
    "reader": odds(READER_SHARES),
    "patience": odds(PATIENCE_SHARES),
}
_PLATFORM, _COUNTRY = odds(PLATFORM_SHARES), odds(COUNTRY_SHARES)


@dataclass(frozen=True, eq=False)
class People:
    """Some people, one place each in every array."""

    first: int
    """The number of the first of them in the whole world."""
    standing: Ints
    segment: Ints
    platform: Ints
    activity: Ints
    mood: Ints
    reader: Ints
    patience: Ints
    country: Ints
    system: Ints
    browser: Ints
    phase: Ints
    """Microseconds by which all slots of the person are shifted."""
    joins: Ints
    """The first slot in which the person may come."""
    leaves: Ints
    """The first slot from which on it comes no more."""
    known_since: Ints
    """When the account of an existing customer was made; 0 for others."""
    is_merged: Flags
    """Whether the person has two accounts that were put together."""
    is_aliased: Flags
    """Whether servers know the person by an older id."""
    is_mistaken: Flags
    """Whether somebody merged the person with the next one, and took it back."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.standing)

    @property
    def is_member(self) -> Flags:
        """Return whether each is, or will be, known by name."""
        return np.not_equal(self.standing, GUEST)

    def record_numbers(self, count: int) -> Ints:
        """Return so many numbers for records of one kind, that no other people of the world use."""
        return np.arange(count) + self.first * _RECORDS_EACH


def draw_people(rng: np.random.Generator, first: int, count: int, calendar: Calendar) -> People:
    """Return so many people, the first of them with that number."""
    nothing = np.zeros(count, dtype=np.int64)
    drawn = {name: choices.draw(rng, nothing) for name, choices in _ONE_OF.items()}
    standing, segment = drawn["standing"], drawn["segment"]
    platform = _PLATFORM.draw(rng, segment)
    joins = _joins(rng, standing, calendar)
    chances = leaving_chances(SLOTS_PER_DAY)[standing, drawn["mood"]]
    is_existing, lottery = standing == EXISTING, rng.random((3, count))
    return People(
        first=first,
        **drawn,
        platform=platform,
        country=_COUNTRY.draw(rng, segment),
        system=_systems(rng, platform),
        browser=_browsers(rng, platform),
        phase=rng.integers(0, SLOT, count),
        joins=joins,
        leaves=np.minimum(joins + rng.geometric(chances), calendar.slots),
        known_since=np.where(is_existing, calendar.opens - rng.integers(DAY, _OLDEST_DAYS * DAY, count), 0),
        is_merged=is_existing & (lottery[0] < _MERGED_SHARE),
        is_aliased=(standing != GUEST) & (lottery[1] < _ALIASED_SHARE),
        is_mistaken=is_existing & (lottery[2] < _MISTAKEN_SHARE) & np.append(is_existing[1:], False),
    )


def _joins(rng: np.random.Generator, standing: Ints, calendar: Calendar) -> Ints:
    """Return the slot from which on each person may come: existing customers from the first."""
    rising: Floats = np.cumsum(calendar.joining)
    joins = np.searchsorted(rising, rng.random(len(standing)) * rising[-1], side="right")
    return np.where(standing == EXISTING, 0, np.minimum(joins, calendar.slots - 1))


def _systems(rng: np.random.Generator, platform: Ints) -> Ints:
    """Return the operating system of each person's device."""
    is_mac = rng.random(len(platform)) < _MAC_SHARE
    return np.where(platform == DESKTOP, is_mac.astype(np.int64), platform + 1)


def _browsers(rng: np.random.Generator, platform: Ints) -> Ints:
    """Return the browser: Chrome or Firefox, Safari on iOS."""
    is_firefox = (rng.random(len(platform)) < _FIREFOX_SHARE).astype(np.int64)
    return np.where((platform == DESKTOP) | (platform == ANDROID), is_firefox, len(BROWSERS) - 1)
