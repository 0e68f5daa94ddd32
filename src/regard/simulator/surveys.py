"""What people answer when asked: who answers, and which scores they give."""

import numpy as np

from regard.simulator.arrays import Floats, Ints, Odds, odds
from regard.simulator.habits import WEATHERS
from regard.simulator.traits import MOOD_SHARES

STATUSES = ("shown", "dismissed", "partial", "completed")
SHOWN, DISMISSED, PARTIAL, COMPLETED = range(4)

STATUS_ODDS: Odds = odds(
    np.array(
        [
            [0.20, 0.18, 0.10, 0.52],
            [0.26, 0.22, 0.08, 0.44],
            [0.28, 0.24, 0.06, 0.42],
            [0.24, 0.20, 0.06, 0.50],
            [0.18, 0.14, 0.06, 0.62],
        ]
    )
)
"""By mood: those with strong feelings answer more."""

RECOMMEND_SHOWN = 0.2
"""Share of the visits of members after which they are asked whether they would recommend the shop."""

PURCHASE_SHOWN = 0.85
"""Share of orders after which satisfaction is asked for, some slots later."""
PURCHASE_DELAYS: Ints = np.arange(8, 25)
"""Slots, all equally likely."""

SUPPORT_SHOWN = 0.85
"""Share of tickets after whose last resolution satisfaction and effort are asked for."""

RECOMMEND_SCORES: Ints = np.arange(11)
SATISFACTION_SCORES: Ints = np.arange(1, 6)
EASE_SCORES: Ints = np.arange(1, 8)

TOUCHPOINTS = ("purchase", "support")
PURCHASE, SUPPORT = range(2)

_BROKEN_COST, _SLOW_COST = 1.1, 0.8


def _bell(scores: Ints, centres: Floats, width: float) -> Floats:
    """Return weights of scores around each centre: centres' shape x scores."""
    return np.exp(-0.5 * ((scores - centres[..., None]) / width) ** 2)


def _satisfaction_weights() -> Floats:
    """Return touchpoints x moods x weathers x paces (swift, slow) x scores."""
    mood: Floats = np.array([2.4, 3.5, 4.3, 4.9, 5.3])
    touchpoint: Floats = np.array([0.2, -0.1])
    weather: Floats = np.array([0.0, -_BROKEN_COST])
    pace: Floats = np.array([0.0, -_SLOW_COST])
    centres = touchpoint[:, None, None, None] + mood[:, None, None] + weather[:, None] + pace
    return _bell(SATISFACTION_SCORES, centres, 1.0)


def _ease_weights() -> Floats:
    """Return moods x paces x scores."""
    centres = np.array([3.0, 4.2, 5.3, 5.9, 6.6])[:, None] + np.array([0.0, -1.2])
    return _bell(EASE_SCORES, centres, 1.4)


RECOMMEND_ODDS: Odds = odds(_bell(RECOMMEND_SCORES, np.array([4.2, 7.0, 8.8, 9.7, 10.4]), 1.9))
"""By mood."""

SATISFACTION_ROWS = (len(TOUCHPOINTS), len(MOOD_SHARES), len(WEATHERS), 2)
SATISFACTION_ODDS: Odds = odds(_satisfaction_weights())

EASE_ROWS = (len(MOOD_SHARES), 2)
EASE_ODDS: Odds = odds(_ease_weights())

IMPRESSION_ASKED = 0.3
"""Share of the people who make themselves known that are asked for their first impressions, once each."""

IMPRESSION_QUITTING: Floats = np.array([0.30, 0.06, 0.10, 0.25])
"""By question, in order: the share of those who see it that go no further."""

RATING_ODDS: Odds = odds(_bell(SATISFACTION_SCORES, np.array([2.2, 3.4, 4.1, 4.6, 5.0]), 1.1))
"""By mood: the stars of a first impression."""
