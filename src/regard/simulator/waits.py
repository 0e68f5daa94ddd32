"""How long things take: each kind of wait is a list of equally likely lengths, so means are exact."""

from statistics import NormalDist

import numpy as np

from regard.simulator.arrays import Floats, Ints

LENGTHS = 4096
"""Equally likely lengths per kind and mood."""

NONE, GLANCE, READ, SCREEN, CHECKOUT, CLICK, ACT, PAUSE, START = range(9)
"""Kinds of wait before an event: of attention (a glance at a page, reading it, an app's screen, paying), to the next
click, to the next act, a long pause in the middle, and the moment that an app takes to start."""

ATTENTION = (GLANCE, READ, SCREEN, CHECKOUT)
"""The kinds that end in an engagement event."""

TICK = 100
"""Attention is measured in ticks of so many milliseconds."""

_MEDIAN_SECONDS = {GLANCE: 5.0, READ: 16.0, SCREEN: 4.0, CHECKOUT: 25.0}
_AT_LEAST_SECONDS = {GLANCE: 0.3, READ: 0.5, SCREEN: 0.3, CHECKOUT: 10.0}
_SPREAD, _AT_MOST_SECONDS = 1.0, 360.0
_EVEN_MS = {CLICK: (150, 3_000), ACT: (800, 20_000), PAUSE: (1_900_000, 2_600_000), START: (50, 900)}

_PACE: Floats = np.array([0.7, 0.85, 1.0, 1.15, 1.35])
"""By mood: those who like it stay longer."""


def spread_quantiles(count: int) -> Floats:
    """Return so many equally likely values of a standard normal, the middles of its quantiles."""
    normal = NormalDist()
    return np.array([normal.inv_cdf((place + 0.5) / count) for place in range(count)])


def _attention_ms() -> Ints:
    """Return milliseconds of attention: kinds x moods x lengths, 0 for kinds that are none."""
    table = np.zeros((START + 1, len(_PACE), LENGTHS), dtype=np.int64)
    shape = np.exp(_SPREAD * spread_quantiles(LENGTHS))
    for kind in ATTENTION:
        seconds = np.clip(_MEDIAN_SECONDS[kind] * _PACE[:, None] * shape, _AT_LEAST_SECONDS[kind], _AT_MOST_SECONDS)
        table[kind] = np.round(seconds * 1000 / TICK).astype(np.int64) * TICK
    return table


def _wait_ms() -> Ints:
    """Return milliseconds that pass: for attention a quarter more than it, since people also look away."""
    table = ATTENTION_MS + ATTENTION_MS // 4
    for kind, (least, most) in _EVEN_MS.items():
        table[kind] = np.round(np.linspace(least, most, LENGTHS)).astype(np.int64)
    return table


ATTENTION_MS = _attention_ms()
WAIT_MS = _wait_ms()


def odds_of_attention(kinds: tuple[int, ...], mood: int, at_least_ms: int) -> float:
    """Return the chance that several stretches of attention of one person add up to so many milliseconds."""
    cells = at_least_ms // TICK
    below = np.zeros(cells)
    below[0] = 1.0
    for kind in kinds:
        ticks = ATTENTION_MS[kind, mood] // TICK
        chance = np.bincount(ticks[ticks < cells], minlength=cells) / LENGTHS
        below = np.convolve(below, chance)[:cells]
    return float(1 - below.sum())
