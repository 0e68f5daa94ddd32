"""Numbers into quantiles: the value, and where its interval ends, for each bucket and group."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from regard.inference.moments import Moments
from regard.inference.quantiles import quantile_ranks
from regard.inference.shares import design_effect


def quantiles_of(numbers: pa.Table, keys: list[str], q: float, level: float) -> list[Mapping[str, Any]]:
    """Return a row per combination of keys: the keys, `quantile`, and `low` and `high`, null where n is too small.

    The quantile lies between its two neighbours in proportion (Hyndman and Fan 1996, type 7). Its interval are order
    statistics; where people have several rows each, as many rows count as would tell as much (Woodruff 1952).
    """
    import numpy as np

    ordered = numbers.sort_by([*((key, "ascending") for key in keys), ("number", "ascending")])
    ends = _ends(ordered, keys)
    values = ordered.column("number").to_numpy()
    clusters = ordered.column("cluster").to_numpy()
    rows: list[Mapping[str, Any]] = []
    start = 0
    for end in ends:
        part = values[start:end]
        quantile = float(np.quantile(part, q))
        moments = _below(part <= quantile, clusters[start:end])
        low, high = _ends_of(part, moments, q, level)
        row = ordered.slice(start, 1).select(keys).to_pylist()[0]
        rows.append({**row, "quantile": quantile, "low": low, "high": high})
        start = end
    return rows


def _ends(ordered: pa.Table, keys: list[str]) -> list[int]:
    """Return where each run of equal keys ends."""
    import pyarrow.compute as pc

    n = ordered.num_rows
    if not n:
        return []
    moves = pa.array([False] * (n - 1), pa.bool_())
    for key in keys:
        column = ordered.column(key).combine_chunks()
        before, after = column.slice(0, n - 1), column.slice(1)
        differs = pc.fill_null(pc.not_equal(before, after), pc.xor(pc.is_null(before), pc.is_null(after)))
        moves = pc.or_(moves, differs)
    return [index + 1 for index in pc.indices_nonzero(moves).to_pylist()] + [n]


def _below(is_below: Any, clusters: Any) -> Moments:
    """Return the moments of the share of rows at or below the quantile, clustered by person."""
    import numpy as np

    _, person = np.unique(clusters, return_inverse=True)
    sizes = np.bincount(person).astype(float)
    totals = np.bincount(person, weights=is_below)
    total = float(is_below.sum())
    return Moments(
        n=len(is_below),
        total=total,
        squares=total,
        groups=len(sizes),
        group_totals_squared=float(totals @ totals),
        group_sizes_squared=float(sizes @ sizes),
        group_products=float(totals @ sizes),
    )


def _ends_of(ordered: Any, moments: Moments, q: float, level: float) -> tuple[float | None, float | None]:
    """Return the values between which the quantile lies, `None` for too few rows to tell."""
    n = len(ordered)
    telling = max(1, int(n / design_effect(moments))) if moments.groups < n else n
    ranks = quantile_ranks(telling, q, level)
    if ranks is None:
        return None, None
    low, high = int(ranks[0] * n / telling), -int(-ranks[1] * n // telling)
    return float(ordered[max(low, 1) - 1]), float(ordered[min(high, n) - 1])
