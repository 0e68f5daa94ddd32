"""Posts and followers: what the shop publishes on each network, and who follows it there."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.arrays import Flags, Floats, Ints
from regard.simulator.calendar import DAY, SECOND, Calendar
from regard.simulator.marks import local_days
from regard.simulator.networks import (
    CHARM,
    COMES_LATER,
    LEFT,
    LUCK,
    POST_KINDS,
    POSTED,
    PROFILES,
    REACHED,
    STORY,
    TOLD_EARLY,
    VIDEO,
    WATCHED,
)

SHOWN, REACH, WATCHES, EXITS, OTHER = range(5)
"""Counts of a post before those of `networks.COUNTED`: impressions, reach, video views, exits, other engagements."""
FIRST_COUNTED = 5

_OPENS, _CLOSES = 10 * 3600 * SECOND, 18 * 3600 * SECOND
_STRANGERS = 400
"""So many people would follow the shop if nobody lived in its world."""


@dataclass(frozen=True, eq=False)
class Posts:
    """Posts by time, one place each in every array. Moments are microseconds since 1970."""

    time: Ints
    network: Ints
    kind: Ints
    counts: Ints
    """What is counted x posts: what each comes to in the end."""
    early: Ints
    """As counts: what was there after a day."""
    told: Ints
    """When each was told of for the first time."""
    again: Ints
    """When it was told of again; 0 for those that were not."""
    is_early: Flags
    """Whether the first telling was early: the other posts are told of once, in full."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.time)

    @property
    def latest(self) -> Ints:
        """Return what is known of each at the end of the period, as counts."""
        return np.where(self.is_early & (self.again == 0), self.early, self.counts)


@dataclass(frozen=True, eq=False)
class Followers:
    """Days x networks, from the day before the period to its end."""

    at_end: Ints
    gained: Ints
    lost: Ints


def usual_followers(people: int) -> Floats:
    """Return by network about how many follow the shop of a world of so many people at the start."""
    return np.array([profile.followers * (people + _STRANGERS) for profile in PROFILES])


def usual_rates() -> Floats:
    """Return networks x (impressions, reach ... as in counts) of a post, each but the first per impression."""
    rates = np.zeros((len(PROFILES), FIRST_COUNTED + len(PROFILES[0].rates)))
    for network, profile in enumerate(PROFILES):
        rates[network, [SHOWN, REACH, OTHER]] = profile.shown, REACHED, profile.other
        rates[network, FIRST_COUNTED:] = profile.rates
    return rates


def draw_posts(rng: np.random.Generator, people: int, calendar: Calendar) -> Posts:
    """Return the posts of a world of so many people."""
    day, network, kind = planned(calendar)
    kept = rng.random(len(day)) < POSTED
    day, network, kind = day[kept], network[kept], kind[kept]
    time = local_days(calendar).instants[day] + rng.integers(_OPENS, _CLOSES, len(day))
    order = np.argsort(time, kind="stable")
    time, network, kind = time[order], network[order], kind[order]
    is_early = rng.random(len(time)) < COMES_LATER
    counts = _counts(rng, usual_followers(people), network, kind)
    early = rng.binomial(counts, TOLD_EARLY)
    early[REACH] = np.minimum(early[REACH], early[SHOWN])
    told = np.minimum(time + np.where(is_early, DAY, 2 * DAY), calendar.closes)
    again = time + 7 * DAY
    return Posts(
        time=time,
        network=network,
        kind=kind,
        counts=counts,
        early=early,
        told=told,
        again=np.where(is_early & (again <= calendar.closes), again, 0),
        is_early=is_early,
    )


def engagements(counts: Ints) -> Ints:
    """Return all engagements of each post, from what is counted x posts."""
    return np.asarray(counts[OTHER] + counts[FIRST_COUNTED:].sum(axis=0))


def planned(calendar: Calendar) -> tuple[Ints, Ints, Ints]:
    """Return day of the period, network and kind of every planned post."""
    weekdays = np.array([day.weekday() for day in local_days(calendar).days[:-1]])
    parts = [
        np.stack([days, np.full(len(days), network), np.full(len(days), POST_KINDS.index(kind))])
        for network, profile in enumerate(PROFILES)
        for weekday, kind in profile.week
        for days in [np.flatnonzero(weekdays == weekday)]
    ]
    day, network, kind = np.concatenate(parts, axis=1)
    return day, network, kind


def _counts(rng: np.random.Generator, followers: Floats, network: Ints, kind: Ints) -> Ints:
    """Return what posts come to: what is counted x posts."""
    rates = usual_rates()[network].T
    luck, charm = (np.array(values)[rng.integers(0, len(values), len(network))] for values in (LUCK, CHARM))
    shown = rng.poisson(followers[network] * rates[SHOWN] * luck)
    rates[WATCHES], rates[EXITS] = WATCHED * (kind == VIDEO), LEFT * (kind == STORY)
    rates[OTHER:] *= charm
    counts = rng.binomial(shown, rates)
    counts[SHOWN] = shown
    return np.asarray(counts)


def draw_followers(rng: np.random.Generator, people: int, calendar: Calendar) -> Followers:
    """Return followers by day; on every day some come and some go."""
    first, days = usual_followers(people), local_days(calendar).spans
    gained = rng.poisson(first * [profile.gain for profile in PROFILES], (days + 1, len(first)))
    lost = rng.poisson(first * [profile.loss for profile in PROFILES], (days + 1, len(first)))
    return Followers(first.astype(np.int64) + np.cumsum(gained - lost, axis=0), gained, lost)
