"""What a funnel asks of a chain of events, the log that it reads, and the chains that it finds."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Order = Literal["ordered", "strict", "any"]

FOREVER = 2**61
"""Microseconds of a window without an end: longer than any log, and far from where 64 bits end."""

MOST_STEPS = 30


@dataclass(frozen=True)
class Rules:
    """How many steps there are, and what makes a chain of events; times in microseconds."""

    steps: int
    order: Order = "ordered"
    window: int = FOREVER
    """From the first event of a chain to its last, the edge included."""

    within: tuple[int, ...] = ()
    """From the step before to each step, the edge included; empty where no step has a limit of its own."""

    exclusions: tuple[tuple[int, int], ...] = ()
    """Steps, counted from 1, strictly between which no event of each exclusion may lie."""

    def limit(self, step: int) -> int:
        """Return the most microseconds from the step before to a step."""
        return self.within[step - 1] if self.within else FOREVER

    def excluded_bit(self, index: int) -> int:
        """Return the bit of the events that an exclusion names; those of the steps are 0 to `steps` - 1."""
        return self.steps + index


@dataclass(frozen=True)
class Log:
    """Events sorted by unit, time and then receipt and id; one entry of each array per event."""

    unit: Ints
    """Codes from 0 on, none left out."""

    time: Ints
    """Microseconds since 1970."""

    fits: Ints
    """One bit for each step that the event fits, followed by one for each exclusion."""


@dataclass(frozen=True)
class Chains:
    """The best attempt of every unit that made one; `steps` columns, of which the first `level` hold something."""

    unit: Ints
    level: Ints
    """How many steps were reached; 0 where an exclusion spoiled every attempt."""

    times: Ints
    """Shape (units, steps): when each step was done; 0 where it was not."""

    events: Ints
    """Shape (units, steps): the place in the log of the event that did each step; -1 where none did."""

    goes_on: Flags
    """Whether nothing but time can still end the attempt."""


def last_of_each(units: Ints) -> Ints:
    """Return the place of the last entry of each run of equal units."""
    if not len(units):
        return np.zeros(0, np.int64)
    return np.append(np.flatnonzero(units[1:] != units[:-1]), len(units) - 1)


def no_chains(steps: int) -> Chains:
    """Return the chains of nobody."""
    nothing, wide = np.zeros(0, np.int64), np.zeros((0, steps), np.int64)
    return Chains(nothing, nothing, wide, wide, np.zeros(0, np.bool_))
