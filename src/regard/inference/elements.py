"""One number or many: the few steps in which a formula for a float and one for an array of floats would differ.

With them each formula is written once, and gives one estimate or a thousand at once. What does not exist is nan.
"""

import math
from typing import Any

import numpy as np

Elements = Any
"""A float, or an array of floats."""


def choose(condition: Any, one: Elements, other: Elements) -> Elements:
    """Return `one` where a condition holds, else `other`; both are worked out."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, one, other)
    return one if condition else other


def divide(above: Elements, below: Elements) -> Elements:
    """Return one number over another, nan over 0."""
    if isinstance(below, np.ndarray):
        with np.errstate(all="ignore"):
            return above / np.where(below == 0, np.nan, below)
    return above / below if below else above * math.nan


def root(number: Elements) -> Elements:
    """Return the square root; nan of nan, and of what is below 0 among many."""
    if isinstance(number, np.ndarray):
        with np.errstate(invalid="ignore"):
            return np.sqrt(number)
    return math.sqrt(number)


def larger(least: Elements, number: Elements) -> Elements:
    """Return a number, or `least` where it is below; nan of nan."""
    return np.maximum(least, number) if isinstance(number, np.ndarray) else max(number, least)


def smaller(most: Elements, number: Elements) -> Elements:
    """Return a number, or `most` where it is above; nan of nan."""
    return np.minimum(most, number) if isinstance(number, np.ndarray) else min(number, most)


def is_array(number: Elements) -> bool:
    """Return whether there are many numbers."""
    return isinstance(number, np.ndarray)


def add_exactly(first: Elements, second: Elements, third: Elements) -> Elements:
    """Return the sum of three numbers that may cancel, as though it were rounded once (Knuth's two-sum)."""
    partial, lost = _two_sum(first, second)
    total, lost_too = _two_sum(partial, third)
    return total + (lost + lost_too)


def _two_sum(first: Elements, second: Elements) -> tuple[Elements, Elements]:
    """Return the rounded sum of two numbers and what rounding took from it."""
    total = first + second
    share = total - first
    return total, (first - (total - share)) + (second - share)
