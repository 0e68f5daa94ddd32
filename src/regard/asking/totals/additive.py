"""Sums of visits, pages of visits and events: added up over days, whatever the spans."""

from collections.abc import Mapping, Sequence
from typing import Any

from regard.asking.found import shown_group
from regard.asking.places import Columns, Group
from regard.asking.plan import Asked
from regard.asking.totals.arrays import Halves
from regard.asking.totals.by_group import sums_by_group
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.stored import stored_columns
from regard.rows.dimensions import GROUPS

_MOST_CELLS = 8_000_000
"""How many sums by span, value and person group are made at a time."""


def columns_of(asked: Sequence[Asked]) -> set[str]:
    """Return the columns of the totals that metrics are made of."""
    found = (stored_columns(metric) or {} for one in asked for _, metric in one.labelled())
    return {name for columns in found for name in columns.values()}


def additive(halves: Halves, asked: Sequence[Asked], scope: Scope) -> tuple[Columns, int]:
    """Return the sums of metrics by group and span, and how many rows they were made of."""
    import numpy as np

    values, kinds = halves.once.values, halves.once.whole
    columns = sorted(columns_of(asked))
    groups: list[Group] = [()]
    told = []
    whole: dict[str, Any] = dict.fromkeys(columns, 0)
    # Few enough values at a time for their sums by span and person group to be held.
    most = max(1, _MOST_CELLS // (len(scope.spans) * GROUPS))
    for start in range(0, max(1, len(values)), most):
        chosen = range(start, min(start + most, len(values)))
        found = sums_by_group(halves, columns, scope, chosen)
        whole = {name: whole[name] + found[name].sum(axis=1, keepdims=True) for name in columns}
        if scope.by:
            told.append(_told(found, asked, kinds))
            groups += [shown_group([values[place]], scope) for place in chosen]
    told.insert(0, _told(whole, asked, kinds))
    named = {name: np.concatenate([each[name] for each in told]) for name in told[0]}
    return Columns(named, groups), halves.rows(scope.days)


def _told(found: Mapping[str, Any], asked: Sequence[Asked], whole: frozenset[str]) -> dict[str, Any]:
    """Return the sums by value and span, under the names that estimates know, whole where they are of whole numbers."""
    import numpy as np

    totals = {name: one.sum(axis=2).T for name, one in found.items()}
    totals |= {name: np.rint(totals[name]).astype(np.int64) for name in whole & totals.keys()}
    told: dict[str, Any] = {}
    for one in asked:
        for label, metric in one.labelled():
            stored = stored_columns(metric) or {}
            told |= {f"{label} {name}": totals[column] for name, column in stored.items()}
            moments = moments_of(found[stored["x"]], found[stored["n"]] if "n" in stored else None)
            told |= {f"{label} {name}": number.T for name, number in moments.items()}
            told[f"{label} by_groups"] = np.ones_like(told[f"{label} x"])
    return told


def moments_of(x: Any, n: Any) -> dict[str, Any]:
    """Return the sums over person groups, the last axis, of squares and products, and how many have anything."""
    import numpy as np

    if n is None:
        return {"xx": np.square(x).sum(axis=-1), "groups": (x != 0).sum(axis=-1)}
    return {
        "xx": np.square(x).sum(axis=-1),
        "nn": np.square(n).sum(axis=-1),
        "xn": (x * n).sum(axis=-1),
        "groups": ((x != 0) | (n != 0)).sum(axis=-1),
    }
