"""Answers: whom the surveys ask, who answers, and what."""

from dataclasses import dataclass, replace

import numpy as np

from regard.simulator import steps, surveys
from regard.simulator.accounts import introductions
from regard.simulator.arrays import Flags, Floats, Ints, row_of
from regard.simulator.calendar import SECOND, SLOT, Calendar
from regard.simulator.clicks import Clicks
from regard.simulator.orders import Orders
from regard.simulator.people import People
from regard.simulator.tickets import Tickets
from regard.simulator.visits import Visits

KINDS = ("nps", "csat", "ces", "rating", "choice", "text")
NPS, CSAT, CES, RATING, CHOICE, TEXT = range(6)

SURVEYS = ("relationship", "after purchase", "after support", "first impressions")
RELATIONSHIP, AFTER_PURCHASE, AFTER_SUPPORT, IMPRESSIONS = range(4)

QUESTIONS = (
    "How likely are you to recommend us?",
    "How satisfied are you?",
    "How easy was it to get help?",
    "How do you like our shop?",
    "How did you find us?",
    "How clear are our pages?",
    "What should we change first?",
)
IMPRESSION_QUESTIONS: Ints = np.arange(3, 7)
"""Those of the survey that has several in order."""

IMPRESSION_KINDS: Ints = np.array([RATING, CHOICE, RATING, TEXT])

CHANNELS = ("web", "app", "email")

_SECOND_QUESTION = 20 * SECOND
"""So long after the first question of a survey the second one is seen."""

_DISMISSING = 0.5
"""Share of those who see a first question and go no further that say so."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Showings of questions, one place each in every array."""

    person: Ints
    time: Ints
    kind: Ints
    question: Ints
    survey: Ints
    channel: Ints
    status: Ints
    score: Floats
    """Not a number where nothing was answered, and where the answer is no number."""
    choice: Ints
    """How the person came to the shop, where that was asked and answered; -1 elsewhere."""
    about: Ints
    """The place of the order or ticket that it is about; -1 for none."""

    @property
    def is_answered(self) -> Flags:
        """Return whether each has a score, a choice or a text."""
        return np.greater_equal(self.status, surveys.PARTIAL)


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
        _first_impressions(rng.spawn(1)[0], people, visits, clicks),
    ]
    return Answers(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in Answers.__dataclass_fields__}
    )


def _recommendations(rng: np.random.Generator, people: People, visits: Visits, clicks: Clicks) -> list[Answers]:
    """Return the showings of the question for recommendation, some minutes after a visit."""
    visit = np.flatnonzero(visits.is_asked)
    person = visits.person[visit]
    ends = _ends(visits, clicks)[visit]
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
    time = tickets.last_resolved[ticket] + rng.integers(60 * SECOND, SLOT - _SECOND_QUESTION, len(ticket))
    rows = row_of(surveys.SATISFACTION_ROWS, np.full(len(ticket), surveys.SUPPORT), mood, visits.weather[visit], slow)
    satisfied = surveys.SATISFACTION_SCORES[surveys.SATISFACTION_ODDS.draw(rng, rows)]
    eased = surveys.EASE_SCORES[surveys.EASE_ODDS.draw(rng, row_of(surveys.EASE_ROWS, mood, slow))]
    status = surveys.STATUS_ODDS.draw(rng, mood)
    first = _showings(CSAT, AFTER_SUPPORT, person, time=time, status=status, score=satisfied, about=ticket)
    second_status = np.where(status == surveys.PARTIAL, surveys.SHOWN, status)
    later = time + _SECOND_QUESTION
    return [first, _showings(CES, AFTER_SUPPORT, person, time=later, status=second_status, score=eased, about=ticket)]


def _first_impressions(rng: np.random.Generator, people: People, visits: Visits, clicks: Clicks) -> Answers:
    """Return the showings of several questions in order, once to each person, after it made itself known."""
    visit = introductions(visits)
    visit = visit[rng.random(len(visit)) < surveys.IMPRESSION_ASKED]
    count, questions = len(visit), len(IMPRESSION_QUESTIONS)
    quits = rng.random((count, questions)) < surveys.IMPRESSION_QUITTING
    seen = np.where(quits.any(axis=1), quits.argmax(axis=1), questions)
    place, number = np.nonzero(np.arange(questions) <= seen[:, None])
    asked = rng.integers(60 * SECOND, 600 * SECOND, count)[:, None] + np.cumsum(
        rng.integers(4 * SECOND, 40 * SECOND, (count, questions)), axis=1
    )
    mood = people.mood[visits.person[visit[place]]]
    stars = surveys.SATISFACTION_SCORES[surveys.RATING_ODDS.draw(rng, mood)]
    left_off = np.where((number == 0) & (rng.random(len(number)) < _DISMISSING), surveys.DISMISSED, surveys.SHOWN)
    went_on = np.where(seen[place] == questions, surveys.COMPLETED, surveys.PARTIAL)
    status = np.where(number == seen[place], left_off, went_on)
    kind = IMPRESSION_KINDS[number]
    drawn = _showings(
        RATING,
        IMPRESSIONS,
        visits.person[visit[place]],
        time=_ends(visits, clicks)[visit[place]] + asked[place, number],
        status=status,
        score=np.where(kind == RATING, stars, np.nan),
        channel=visits.is_app[visit[place]].astype(np.int64),
    )
    answered = drawn.is_answered & (kind == CHOICE)
    return replace(
        drawn,
        kind=kind,
        question=IMPRESSION_QUESTIONS[number],
        choice=np.where(answered, visits.entry[visit[place]], -1),
    )


def _ends(visits: Visits, clicks: Clicks) -> Ints:
    """Return when the last event of each visit was."""
    return np.asarray(clicks.time[np.cumsum(steps.LENGTH[visits.script]) - 1])


def _showings(
    kind: int,
    survey: int,
    person: Ints,
    *,
    time: Ints,
    status: Ints,
    score: Ints | Floats,
    about: Ints | None = None,
    channel: Ints | None = None,
) -> Answers:
    """Return showings of one question; the score counts only where it was answered."""
    count = len(person)
    return Answers(
        person=person,
        time=time,
        kind=np.full(count, kind),
        question=np.full(count, kind),
        survey=np.full(count, survey),
        channel=np.full(count, CHANNELS.index("email")) if channel is None else channel,
        status=status,
        score=np.where(status >= surveys.PARTIAL, score, np.nan),
        about=np.full(count, -1) if about is None else about,
        choice=np.full(count, -1),
    )
