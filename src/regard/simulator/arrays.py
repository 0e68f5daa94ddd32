"""Arrays by what they hold, and the two ways in which the simulator draws them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[Any]
"""Whole numbers of any width."""

_BELOW_ONE = 1 - 1e-12
"""Keeps a row number plus a draw inside its row once both are added."""


def generator(seed: int, part: int) -> np.random.Generator:
    """Return the source of randomness of one part of the world; parts do not depend on each other."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, part])))


@dataclass(frozen=True, eq=False)
class Odds:
    """Rows of probabilities, each over the same outcomes."""

    shares: Floats
    """Rows x outcomes, each row adding up to 1."""

    ladder: Floats
    """The rows laid end to end, each cumulated on top of its number: one search finds row and outcome."""

    def draw(self, rng: np.random.Generator, rows: Numbers) -> Ints:
        """Return an outcome for each of the given row numbers."""
        height = np.minimum(rows + rng.random(len(rows)), rows + _BELOW_ONE)
        found = np.searchsorted(self.ladder, height, side="right")
        return np.asarray(found - rows * self.shares.shape[1], dtype=np.int64)


def odds(weights: Floats) -> Odds:
    """Return the odds for weights of any leading shape; rows are numbered in C order."""
    flat = weights.reshape(-1, weights.shape[-1])
    shares = flat / flat.sum(axis=1, keepdims=True)
    rising = np.cumsum(shares, axis=1)
    rising[rising > _BELOW_ONE] = 1.0
    steps: Floats = np.arange(len(flat), dtype=np.float64)
    return Odds(shares, np.asarray(rising + steps[:, None]).ravel())


def row_of(weights_shape: tuple[int, ...], *places: Numbers) -> Ints:
    """Return the row numbers of places in the leading axes of an array of that shape."""
    return np.asarray(np.ravel_multi_index(places, weights_shape), dtype=np.int64)
