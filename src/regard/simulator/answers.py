"""Answers: whom the surveys ask, who answers, and what."""

from dataclasses import dataclass

import numpy as np

from regard.simulator import steps, surveys
from regard.simulator.arrays import Flags, Floats, Ints, row_of
from regard.simulator.calendar import SECOND, SLOT, Calendar
from regard.simulator.clicks import Clicks
from regard.simulator.orders import Orders
from regard.simulator.people import People
from regard.simulator.tickets import Tickets
from regard.simulator.visits import Visits

KINDS = ("nps", "csat", "ces")
NPS, CSAT, CES = range(3)

SURVEYS = ("relationship", "after purchase", "after support")
RELATIONSHIP, AFTER_PURCHASE, AFTER_SUPPORT = range(3)

CHANNELS = ("web", "app", "email")


@dataclass(frozen=True, eq=False)
class Answers:
    """Showings of questions, one place each in every array."""

    person: Ints
    time: Ints
    kind: Ints
    survey: Ints
    channel: Ints
    status: Ints
    score: Floats
    """Not a number where nothing was answered."""
    about: Ints
    """The place of the order or ticket that it is about; -1 for none."""

    @property
    def is_answered(self) -> Flags:
        """Return whether each has a score."""
        return ~np.isnan(self.score)


def draw_answers(
    rng: np.random.Generator,
    people: People,
    visits: Visits,
    *,
    clicks: Clicks,
    orders: Orders,
    tickets: Tickets,
    calendar: Calendar,
) -> Answers:
    """Return all showings of questions, survey by survey."""
    parts = [
        *_recommendations(rng, people, visits, clicks),
        *_after_purchase(rng, people, visits, orders, calendar),
        *_after_support(rng, people, visits, tickets),
    ]
    return Answers(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in Answers.__dataclass_fields__}
    )


def _recommendations(rng: np.random.Generator, people: People, visits: Visits, clicks: Clicks) -> list[Answers]:
    """Return the showings of the question for recommendation, some minutes after a visit."""
    visit = np.flatnonzero(visits.is_asked)
    person = visits.person[visit]
    ends = clicks.time[np.cumsum(steps.LENGTH[visits.script]) - 1][visit]
    status = surveys.STATUS_ODDS.draw(rng, people.mood[person])
    score = surveys.RECOMMEND_SCORES[surveys.RECOMMEND_ODDS.draw(rng, people.mood[person])]
    time = ends + rng.integers(60 * SECOND, 600 * SECOND, len(visit))
    channel = visits.is_app[visit].astype(np.int64)
    return [_showings(NPS, RELATIONSHIP, person, time=time, status=status, score=score, channel=channel)]


def _after_purchase(
    rng: np.random.Generator, people: People, visits: Visits, orders: Orders, calendar: Calendar
) -> list[Answers]:
    """Return the showings of the question for satisfaction, days after an order and within the period."""
    slot = visits.slot[orders.visit] + rng.choice(surveys.PURCHASE_DELAYS, len(orders))
    order = np.flatnonzero((rng.random(len(orders)) < surveys.PURCHASE_SHOWN) & (slot < calendar.slots))
    visit = orders.visit[order]
    person = visits.person[visit]
    mood = people.mood[person]
    time = calendar.opens + people.phase[person] + slot[order] * SLOT + rng.integers(0, SLOT, len(order))
    rows = row_of(
        surveys.SATISFACTION_ROWS, np.full(len(order), surveys.PURCHASE), mood, visits.weather[visit], 0 * mood
    )
    score = surveys.SATISFACTION_SCORES[surveys.SATISFACTION_ODDS.draw(rng, rows)]
    status = surveys.STATUS_ODDS.draw(rng, mood)
    return [_showings(CSAT, AFTER_PURCHASE, person, time=time, status=status, score=score, about=order)]


def _after_support(rng: np.random.Generator, people: People, visits: Visits, tickets: Tickets) -> list[Answers]:
    """Return the showings of two questions after a ticket's last resolution.

    Who answers in part answers the first one only.
    """
    ticket = np.flatnonzero((rng.random(len(tickets)) < surveys.SUPPORT_SHOWN) & tickets.can_ask)
    visit = tickets.visit[ticket]
    person = visits.person[visit]
    mood, slow = people.mood[person], tickets.is_slow[ticket].astype(np.int64)
    time = tickets.last_resolved[ticket] + rng.integers(60 * SECOND, SLOT, len(ticket))
    rows = row_of(surveys.SATISFACTION_ROWS, np.full(len(ticket), surveys.SUPPORT), mood, visits.weather[visit], slow)
    satisfied = surveys.SATISFACTION_SCORES[surveys.SATISFACTION_ODDS.draw(rng, rows)]
    eased = surveys.EASE_SCORES[surveys.EASE_ODDS.draw(rng, row_of(surveys.EASE_ROWS, mood, slow))]
    status = surveys.STATUS_ODDS.draw(rng, mood)
    first = _showings(CSAT, AFTER_SUPPORT, person, time=time, status=status, score=satisfied, about=ticket)
    second_status = np.where(status == surveys.PARTIAL, surveys.SHOWN, status)
    return [first, _showings(CES, AFTER_SUPPORT, person, time=time, status=second_status, score=eased, about=ticket)]


def _showings(
    kind: int,
    survey: int,
    person: Ints,
    *,
    time: Ints,
    status: Ints,
    score: Ints,
    about: Ints | None = None,
    channel: Ints | None = None,
) -> Answers:
    """Return showings of one question; the score counts only where it was answered."""
    count = len(person)
    return Answers(
        person=person,
        time=time,
        kind=np.full(count, kind),
        survey=np.full(count, survey),
        channel=np.full(count, CHANNELS.index("email")) if channel is None else channel,
        status=status,
        score=np.where(status >= surveys.PARTIAL, score, np.nan),
        about=np.full(count, -1) if about is None else about,
    )
