"""When people are active: every page, screen and track event of theirs, those of servers included."""

import numpy as np

from regard.simulator import steps
from regard.simulator.accounts import introductions
from regard.simulator.arrays import Flags, Ints
from regard.simulator.calendar import SECOND
from regard.simulator.lives import Lives
from regard.simulator.traits import JOINING

SIGN_UP_AFTER = SECOND // 50
"""So long after the visit begins in which somebody makes itself known the server tells of it."""


def activity(lives: Lives) -> tuple[Ints, Ints]:
    """Return person and moment of every event but those of attention."""
    people, visits, clicks, orders = lives.people, lives.visits, lives.clicks, lives.orders
    old = np.flatnonzero(people.known_since)
    joined = introductions(visits)
    joined = joined[people.standing[visits.person[joined]] == JOINING]
    shipped = np.flatnonzero(orders.shipped)
    done = np.flatnonzero(steps.OPENS[clicks.row])
    person = [visits.person[clicks.visit[done]], old, visits.person[joined], visits.person[orders.visit[shipped]]]
    time = [clicks.time[done], people.known_since[old], visits.start[joined] + SIGN_UP_AFTER, orders.shipped[shipped]]
    return np.concatenate(person), np.concatenate(time)


def first_times(lives: Lives) -> Ints:
    """Return by person when it was first seen; the end of the period for those who never were."""
    person, time = activity(lives)
    first = np.full(len(lives.people), lives.calendar.closes)
    np.minimum.at(first, person, time)
    return first


def moments(lives: Lives, is_wanted: Flags) -> tuple[Ints, Ints]:
    """Return person and moment of the events of wanted rows, by person and time."""
    visit, time = lives.clicks.at(is_wanted)
    return lives.visits.person[visit], time
