"""The truth about surveys."""

from dataclasses import dataclass

import numpy as np

from regard.simulator import steps, surveys
from regard.simulator.answers import IMPRESSION_KINDS, RATING
from regard.simulator.arrays import Floats
from regard.simulator.calendar import Calendar
from regard.simulator.habits import IS_BROKEN, WEATHERS
from regard.simulator.traits import GUEST, SEGMENTS
from regard.simulator.truth.attention import Values
from regard.simulator.truth.care import asking_chances
from regard.simulator.truth.flow import Flow
from regard.simulator.truth.people import members_by_mood

_STATUS = surveys.STATUS_ODDS.shares
_ANSWERED = _STATUS[:, surveys.PARTIAL] + _STATUS[:, surveys.COMPLETED]
_COMPLETED = _STATUS[:, surveys.COMPLETED]
"""By mood."""

_PROMOTER, _DETRACTOR = 9, 6
_SATISFIED, _EASY, _HIGH_EFFORT_EASE = 4, 5, 2


@dataclass(frozen=True, eq=False)
class Showings:
    """Expected showings of one person."""

    recommend: Floats
    """By mood."""
    purchase: Floats
    """Moods x weathers."""
    support: Floats
    """Moods x weathers x paces; each is a showing of two questions."""
    impressions: Floats
    """Moods x questions: showings of each question of the first impressions."""
    impressed: Floats
    """As impressions: answers."""


def expected_showings(flow: Flow) -> Showings:
    """Return how many showings of each survey a person gets."""
    members = flow.visits()[:, :GUEST].sum(axis=(0, 1, 2))
    orders = (flow.scripts(_delivery_chances(flow.calendar)) * steps.BUYS).sum(axis=-1)
    tickets = [(flow.scripts(fit) * steps.ASKS).sum(axis=-1) for fit in asking_chances(flow.calendar)]
    goes_on = np.cumprod(1 - surveys.IMPRESSION_QUITTING)
    asked = members_by_mood(flow.calendar)[:, None] * surveys.IMPRESSION_ASKED
    return Showings(
        recommend=np.asarray(members * surveys.RECOMMEND_SHOWN),
        purchase=_by_weather(orders) * surveys.PURCHASE_SHOWN,
        support=np.stack([_by_weather(part) for part in tickets], axis=-1) * surveys.SUPPORT_SHOWN,
        impressions=asked * np.append(1.0, goes_on[:-1]),
        impressed=asked * goes_on,
    )


def voice_truth(flow: Flow) -> Values:
    """Return the metrics of answers, by name."""
    shown = expected_showings(flow)
    return {**_recommendation(shown), **_satisfaction(shown), **_ease(shown), **_rating(shown), **_rates(shown)}


def _recommendation(shown: Showings) -> Values:
    """Return the score of recommendation, in points."""
    scores = _share(shown.recommend * _ANSWERED, surveys.RECOMMEND_ODDS.shares)
    points = np.select([surveys.RECOMMEND_SCORES >= _PROMOTER, surveys.RECOMMEND_SCORES <= _DETRACTOR], [100, -100])
    return {"nps": float(scores @ points)}


def _satisfaction(shown: Showings) -> Values:
    """Return the metrics of satisfaction, over purchases and support together."""
    purchase = np.stack([shown.purchase, np.zeros_like(shown.purchase)], axis=-1)
    asked = np.stack([purchase, shown.support]) * _ANSWERED[:, None, None]
    scores = _share(asked.ravel(), surveys.SATISFACTION_ODDS.shares)
    good = float(scores[surveys.SATISFACTION_SCORES >= _SATISFIED].sum())
    bad = float(scores[surveys.SATISFACTION_SCORES < _SATISFIED - 1].sum())
    return {
        "csat": good,
        "csat_mean": float(scores @ surveys.SATISFACTION_SCORES),
        "csat_net": good - bad,
    }


def _ease(shown: Showings) -> Values:
    """Return the metrics of ease; effort is 8 less the ease."""
    asked = (shown.support * _COMPLETED[:, None, None]).sum(axis=1)
    scores = _share(asked.ravel(), surveys.EASE_ODDS.shares)
    return {
        "ces": float(scores @ surveys.EASE_SCORES),
        "ces_top_box": float(scores[surveys.EASE_SCORES >= _EASY].sum()),
        "high_effort_share": float(scores[surveys.EASE_SCORES <= _HIGH_EFFORT_EASE].sum()),
    }


def _rating(shown: Showings) -> Values:
    """Return the mean of the stars."""
    rated = shown.impressed[:, IMPRESSION_KINDS == RATING].sum(axis=1)
    return {"rating": float(_share(rated, surveys.RATING_ODDS.shares) @ surveys.SATISFACTION_SCORES)}


def _rates(shown: Showings) -> Values:
    """Return who answers, and who of them completes, over all questions."""
    once = shown.recommend + shown.purchase.sum(axis=1)
    twice = shown.support.sum(axis=(1, 2))
    answered = float((once + twice) @ _ANSWERED + twice @ _COMPLETED + shown.impressed.sum())
    # Who answers the last question has completed the survey, and with it all that was answered before.
    completed = float((once + 2 * twice) @ _COMPLETED + shown.impressed[:, -1].sum() * shown.impressed.shape[1])
    asked = float((once + 2 * twice).sum() + shown.impressions.sum())
    return {"response_rate": answered / asked, "completion_rate": completed / answered}


def _share(answers: Floats, scores: Floats) -> Floats:
    """Return the shares of scores among answers that come from several rows."""
    return np.asarray(answers @ scores / answers.sum())


def _by_weather(visits: Floats) -> Floats:
    """Return moods x weathers, from windows x standings x segments x platforms x moods."""
    return np.asarray(np.einsum("wkspm,wpb->mb", visits, np.eye(len(WEATHERS))[IS_BROKEN]))


def _delivery_chances(calendar: Calendar) -> Floats:
    """Return segments x slots: the chance that the question after an order comes within the period."""
    left = calendar.slots - 1 - np.arange(calendar.slots)
    chances = (surveys.PURCHASE_DELAYS[:, None] <= left).mean(axis=0)
    return np.tile(chances, (len(SEGMENTS), 1))
