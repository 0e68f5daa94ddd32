"""How much a value moved, and which of many moves stand out.

The two sides are taken as independent. Persons who are on both sides make that cautious: their likeness to themselves
narrows a difference, and is not counted.
"""

from collections.abc import Sequence
from dataclasses import replace

from regard.inference.change import Change, ChangeUnit, plain_change
from regard.inference.differences import mean_change, points_change, share_change
from regard.inference.distributions import check_level
from regard.inference.relative import ratio_change, total_change


def stand_out(p_values: Sequence[float | None], level: float = 0.95) -> list[bool]:
    """Return, for each p-value of a family that was looked at, whether its change stands out.

    Among those that do, the expected share of false ones is at most 1 - level (Benjamini and Hochberg 1995).
    `None` never stands out and is not counted as looked at.
    """
    alpha = 1 - check_level(level)
    known = sorted(p_value for p_value in p_values if p_value is not None)
    passed = [p_value for rank, p_value in enumerate(known, 1) if p_value <= alpha * rank / len(known)]
    limit = passed[-1] if passed else -1.0
    return [p_value is not None and p_value <= limit for p_value in p_values]


def mark_stand_outs(changes: Sequence[Change | None], level: float = 0.95) -> list[Change | None]:
    """Return the changes of one family in their order, each knowing whether it stands out among them."""
    flags = stand_out([change.p_value if change else None for change in changes], level)
    pairs = zip(changes, flags, strict=True)
    return [replace(change, stands_out=flag) if change else None for change, flag in pairs]


__all__ = [
    "Change",
    "ChangeUnit",
    "mark_stand_outs",
    "mean_change",
    "plain_change",
    "points_change",
    "ratio_change",
    "share_change",
    "stand_out",
    "total_change",
]
