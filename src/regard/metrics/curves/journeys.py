"""Paths that people walked, as they were counted part by part, put together: the steps between stops, the paths."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
JSON = dict[str, Any]


class Walks:
    """The paths of people of all parts, one row for each path of a group and part.

    The columns are those of groups, of stops from the anchor outwards (null where a path ended before), of the seconds
    to each stop after the first (lists), and `people`.
    """

    def __init__(
        self, parts: Sequence[pa.Table], groups: Sequence[str], stops: Sequence[str], seconds: Sequence[str]
    ) -> None:
        """Put the parts together, at least one."""
        self._rows = pa.concat_tables(parts)
        self._groups, self._stops, self._seconds = list(groups), list(stops), list(seconds)

    def steps(self) -> list[JSON]:
        """Return the steps between stops: groups, `depth` (from 1), `here`, `there`, `people`, `median_seconds`.

        `there` is further from the anchor than `here`; it is null where people's timelines end.
        """
        return [step for depth in range(1, len(self._stops)) for step in self._steps_at(depth)]

    def paths(self, most: int) -> list[JSON]:
        """Return the commonest whole paths from the anchor outwards: `path` (a list of stops), `people`."""
        found = self._rows.group_by(self._stops).aggregate([("people", "sum")])
        # A path goes before those that go on where it ends.
        keys = [value for stop in self._stops for value in (pc.is_valid(found[stop]), pc.fill_null(found[stop], ""))]
        ordered = pa.table([pc.negate(found["people_sum"]), *keys], [str(place) for place in range(1 + len(keys))])
        order = pc.sort_indices(ordered, sort_keys=[(name, "ascending") for name in ordered.column_names])
        top = found.take(order[:most])
        return [
            {"path": [row[stop] for stop in self._stops if row[stop] is not None], "people": row["people_sum"]}
            for row in top.to_pylist()
        ]

    def _steps_at(self, depth: int) -> list[JSON]:
        """Return the steps that begin at one stop."""
        here, there = self._stops[depth - 1], self._stops[depth]
        rows = self._rows.filter(pc.is_valid(self._rows.column(here)))
        if not rows.num_rows:
            return []
        firsts, which = _same(rows, [*self._groups, here, there])
        people = np.zeros(len(firsts), np.int64)
        np.add.at(people, which, rows.column("people").to_numpy())
        medians = _medians(rows.column(self._seconds[depth - 1]).combine_chunks(), which, len(firsts))
        told = rows.select([*self._groups, here, there]).take(firsts).rename_columns([*self._groups, "here", "there"])
        return [
            {**row, "depth": depth, "people": count, "median_seconds": median}
            for row, count, median in zip(told.to_pylist(), people.tolist(), medians, strict=True)
        ]


def _same(rows: pa.Table, keys: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the place of one row of each combination of keys, and for every row which combination it has."""
    codes = [rows.column(key).combine_chunks().dictionary_encode("encode").indices.to_numpy() for key in keys]
    _, firsts, which = np.unique(np.stack(codes), axis=1, return_index=True, return_inverse=True)
    return firsts, which.reshape(-1)


def _medians(lists: pa.ListArray, which: Ints, several: int) -> list[float | None]:
    """Return the median of the numbers of each of several; `which` says whose the numbers of each list are."""
    values = lists.flatten().to_numpy()
    owners = np.repeat(which, pc.fill_null(pc.list_value_length(lists), 0).to_numpy())
    values = values[np.lexsort((values, owners))]
    counts = np.bincount(owners, minlength=several)
    begins = np.cumsum(counts) - counts
    return [
        float(values[begin + (count - 1) // 2] + values[begin + count // 2]) / 2 if count else None
        for begin, count in zip(begins.tolist(), counts.tolist(), strict=True)
    ]
