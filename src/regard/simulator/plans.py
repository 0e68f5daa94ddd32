"""Plans: what contracts cost, and what becomes of them from month to month.

New contracts have the mix of plans to which the mix of all contracts settles. So it stays the same however old they
are, and every month loses the same share of its customers and of its money, whenever they came.
"""

import numpy as np

from regard.simulator.arrays import Floats, Ints, Odds, odds

PLANS = ("basic", "plus", "pro")
GONE = len(PLANS)
"""The fate of a contract that is cancelled; the others are the plans with which it goes on."""

MONTHLY: Floats = np.array([10.0, 25.0, 60.0])
"""By plan, in the shop's currency."""

_FATES: Floats = np.array(
    [
        [0.850, 0.050, 0.010, 0.090],
        [0.030, 0.885, 0.025, 0.060],
        [0.010, 0.040, 0.900, 0.050],
    ]
)
"""By plan: what becomes of a contract when its month is over."""

HOLDING: Floats = np.array([0.6, 0.8, 0.9])
"""By segment: the share of accounts that take out a contract."""

WON_BACK = 0.25
"""Share of those who cancelled that come back."""

MONTHS_AWAY: Ints = np.arange(2, 7)
"""For how long they stay away; never so short that a month would not see them gone."""


def _settled_mix() -> Floats:
    """Return the mix of plans that a month of fates leaves as it is."""
    mix: Floats = np.full(len(PLANS), 1 / len(PLANS))
    for _ in range(5_000):
        mix = mix @ _FATES[:, :GONE]
        mix = mix / mix.sum()
    return mix


MIX: Floats = _settled_mix()
"""Shares of the plans among contracts, at any time."""

FATE_ODDS: Odds = odds(_FATES)
MIX_ODDS: Odds = odds(MIX)

LOST_SHARE = float(MIX @ _FATES[:, GONE])
"""Share of customers that a month loses."""


def revenue_moves() -> tuple[float, float]:
    """Return what share of its monthly revenue a month loses (gone or cheaper), and gains (dearer)."""
    change = np.append(MONTHLY, 0.0) - MONTHLY[:, None]
    moved = MIX[:, None] * _FATES * change / float(MIX @ MONTHLY)
    return float(-moved[change < 0].sum()), float(moved[change > 0].sum())
