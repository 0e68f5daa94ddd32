"""A grain: what one row is, and where its rows come from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from regard.rows.columns import Flag

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Rows(Generic[RowT]):
    """The rows of one grain, or those of them for which every condition holds."""

    row: type[RowT]
    """The class whose annotations are the row's columns."""

    name: str
    """The grain's name in the plural, which is also that of its table."""

    conditions: tuple[Callable[[RowT], Flag], ...] = ()

    def where(self, condition: Callable[[RowT], Flag]) -> "Rows[RowT]":
        """Return these rows without those for which the condition does not hold."""
        return replace(self, conditions=(*self.conditions, condition))
