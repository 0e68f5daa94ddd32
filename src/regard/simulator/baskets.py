"""What is bought: a short list of baskets with exact totals."""

import json
from itertools import combinations

import numpy as np

from regard.simulator.arrays import Floats, Odds, odds
from regard.simulator.traits import MOOD_SHARES, SEGMENTS

CURRENCY = "EUR"

_GOODS = (
    ("bulb", "light", 6.90),
    ("clip-lamp", "light", 24.50),
    ("desk-lamp", "light", 59.00),
    ("stool", "seating", 84.00),
    ("mat", "floor", 39.90),
    ("chair", "seating", 189.00),
)
"""Name, category, price."""

_PAIRS = tuple(combinations(_GOODS, 2))
_LINES = [[(good, 1)] for good in _GOODS] + [[(_GOODS[0], 4)]] + [[(first, 1), (second, 1)] for first, second in _PAIRS]
_LINES.sort(key=lambda lines: sum(good[2] * quantity for good, quantity in lines))

DISCOUNT = 0.15
"""Off every order that the campaign brought."""

FULL_PRICES: Floats = np.array([round(sum(good[2] * quantity for good, quantity in lines), 2) for lines in _LINES])
"""By basket, cheapest first."""
DISCOUNTS: Floats = np.stack([np.zeros(len(_LINES)), np.round(FULL_PRICES * DISCOUNT, 2)])
"""Without and with the campaign, by basket."""
TOTALS: Floats = np.round(FULL_PRICES - DISCOUNTS, 2)
"""As discounts: what is paid."""

ITEMS: tuple[str, ...] = tuple(
    json.dumps(
        [
            {"sku": name, "category": kind, "quantity": quantity, "price": price}
            for (name, kind, price), quantity in lines
        ]
    )
    for lines in _LINES
)
"""By basket: its lines as JSON."""

STATUSES = ("paid", "refunded", "cancelled")
STATUS_ODDS: Odds = odds(np.array([0.88, 0.07, 0.05]))
KEPT_SHARE = float(STATUS_ODDS.shares[0, 0])

_TASTE_SEGMENT: Floats = np.array([-0.5, 0.0, 0.4])
_TASTE_MOOD: Floats = np.array([-0.3, -0.1, 0.0, 0.1, 0.3])


def _basket_weights() -> Floats:
    """Return segments x moods x baskets: a taste above 0 leans to what is dear."""
    dearness = np.log(FULL_PRICES) - np.log(FULL_PRICES).mean()
    taste = _TASTE_SEGMENT[:, None] + _TASTE_MOOD
    return np.asarray(np.exp(taste[..., None] * dearness))


BASKET_ODDS: Odds = odds(_basket_weights())
BASKET_ROWS = (len(SEGMENTS), len(MOOD_SHARES))
