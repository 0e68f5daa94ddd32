"""When what happened was received: mostly at once, sometimes days later."""

import numpy as np

from regard.simulator.arrays import Ints
from regard.simulator.calendar import DAY, SECOND


def receive(rng: np.random.Generator, time: Ints, late_share: float, closes: int) -> Ints:
    """Return the instants of receipt: within three seconds, or for a share within six days; none after `closes`."""
    lag = rng.integers(SECOND // 20, 3 * SECOND, len(time))
    late = np.flatnonzero(rng.random(len(time)) < late_share)
    lag[late] = rng.integers(SECOND, 6 * DAY, len(late))
    return np.asarray(np.maximum(np.minimum(time + lag, closes), time))
