"""A world whose truth is known: records to load, and the values that every metric of them should have."""

from regard.simulator.simulate import simulate
from regard.simulator.world import World

__all__ = ["World", "simulate"]
