"""Sums at places: at the period as a whole and at each of its buckets, of everything and of each group.

Statements give them row by row, totals and return gaps column by column; estimates ask for columns of some places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from regard.asking.weighted import Numbers
from regard.metrics.compile.scope import TOTAL

Group = tuple[Any, ...]
"""The values of the dimensions of a question; the group `()` is everything."""

Sums = Mapping[str, Any]
"""What was found at one place, by name."""


@dataclass(frozen=True)
class PickedRows:
    """What was found at several places, as rows; empty ones where nothing was."""

    rows: Sequence[Sums]

    @property
    def size(self) -> int:
        """Return how many places there are."""
        return len(self.rows)

    def raw(self, name: str) -> list[Any]:
        """Return what was found under a name at each place, `None` where nothing was."""
        return [row.get(name) for row in self.rows]

    def numbers(self, name: str) -> Numbers | None:
        """Return the numbers under a name, nan where nothing was found."""
        return np.array(self.raw(name), dtype=np.float64)

    def has(self, name: str) -> bool:
        """Return whether anything goes by a name at any place."""
        return any(name in row for row in self.rows)


@dataclass(frozen=True)
class PickedColumns:
    """What was found at several places, as columns; 0 where nothing was."""

    columns: Mapping[str, Any]
    groups: Any
    """The places of the groups in the columns, -1 for one that is not there."""

    size: int
    rows: Sequence[Sums] = ()

    def raw(self, name: str) -> list[Any]:
        """Return what was found under a name at each place, `None` where there is no such name."""
        found = self.columns.get(name)
        return [None] * self.size if found is None else self._picked(found).tolist()

    def numbers(self, name: str) -> Numbers | None:
        """Return the numbers under a name, `None` where there is no such name."""
        found = self.columns.get(name)
        return None if found is None else self._picked(found).astype(np.float64)

    def has(self, name: str) -> bool:
        """Return whether anything goes by a name."""
        return name in self.columns

    def _picked(self, column: Any) -> Any:
        """Return the numbers of a column at the places, group by group."""
        picked = column[self.groups]
        picked[self.groups < 0] = 0
        return picked.reshape(-1)


Picked = PickedRows | PickedColumns


@dataclass(frozen=True)
class Rows:
    """What statements found, by bucket and group."""

    sums: Mapping[tuple[str, Group], Sums]

    def of_all(self, name: str) -> float:
        """Return the number under a name of everything in the period, 0 where there is none."""
        return float(self.sums.get((TOTAL, ()), {}).get(name) or 0)

    def groups(self, label: str, columns: Sequence[str]) -> list[Group]:
        """Return the groups of a metric with anything to count, by its columns, in the period or in a bucket of it."""
        x = f"{label} x"
        counting = (
            group
            for (_, group), sums in self.sums.items()
            if group and any(sums.get(f"{label} {column}", sums[x]) for column in columns)
        )
        return list(dict.fromkeys(counting))

    def at(self, buckets: Sequence[str], groups: Sequence[Group]) -> PickedRows:
        """Return what was found at the buckets of groups, group by group."""
        return PickedRows([self.sums.get((bucket, group), {}) for group in groups for bucket in buckets])


@dataclass(frozen=True)
class Columns:
    """What totals and return gaps told: of each group the period, then its buckets."""

    named: Mapping[str, Any]
    """By name, an array with a row for each group and in it a number for each span."""

    known: Sequence[Group]
    """The groups; of groups that are the same the last one stands."""

    @cached_property
    def places(self) -> dict[Group, int]:
        """Return the place of each group."""
        return {group: place for place, group in enumerate(self.known)}

    def of_all(self, name: str) -> float:
        """Return the number under a name of everything in the period, 0 where there is none."""
        return float(self.named[name][self.places[()], 0]) if name in self.named else 0.0

    def groups(self, label: str, columns: Sequence[str]) -> list[Group]:
        """Return the groups of a metric with anything to count, by its columns, in the period or in a bucket of it."""
        found = [self.named.get(f"{label} {column}", self.named[f"{label} x"]).any(axis=1) for column in columns]
        counting = np.logical_or.reduce(found)
        return [group for group, place in self.places.items() if group and counting[place]]

    def at(self, buckets: Sequence[str], groups: Sequence[Group]) -> PickedColumns:
        """Return what was found of groups, in the period and all its buckets."""
        places = np.array([self.places.get(group, -1) for group in groups], dtype=np.int64)
        return PickedColumns(self.named, places, len(buckets) * len(groups))
