"""What a funnel asks of a chain of events. No numpy here: questions are checked before it is loaded."""

from dataclasses import dataclass
from typing import Literal

Order = Literal["ordered", "strict", "any"]

FOREVER = 2**61
"""Microseconds of a window without an end: longer than any log, and far from where 64 bits end."""

LEAST_STEPS, MOST_STEPS = 2, 30


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
