"""How people read what is sent to them: three habits, drawn apart from everything else that a person is like."""

import numpy as np

from regard.simulator.arrays import Floats, Odds, odds
from regard.simulator.waits import spread_quantiles

HABIT_ODDS: Odds = odds(np.array([0.35, 0.40, 0.25]))
"""Seldom, now and then, always."""

OPENING: Floats = np.array([0.10, 0.35, 0.75])
"""By habit: the chance that a delivered letter is opened."""

CLICKING: Floats = np.array([0.05, 0.12, 0.25])
"""By habit: the chance that an opened letter is clicked."""

READERS, REMINDED = 0.36, 0.6
"""Share of the accounts that take the newsletter, and share of the carts left behind that are reminded of."""

BOUNCING, LEAVING, OPENING_AGAIN, CLICKING_AGAIN = 0.02, 0.01, 0.25, 0.2
"""Chances of a letter that is sent, of one delivered, of one opened (twice), and of one clicked."""

OPENING_SECONDS: Floats = np.minimum(3.0 * np.exp(1.2 * spread_quantiles(64)), 48.0) * 3600
"""Delivery to the first time that it is opened."""


def opened_share() -> float:
    """Return the share of delivered letters that are opened."""
    return float(HABIT_ODDS.shares[0] @ OPENING)


def clicked_share() -> float:
    """Return the share of delivered letters that are clicked."""
    return float(HABIT_ODDS.shares[0] @ (OPENING * CLICKING))


def clicks_per_letter() -> float:
    """Return how many clicks a delivered letter brings."""
    return clicked_share() * (1 + CLICKING_AGAIN)
