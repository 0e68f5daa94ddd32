"""Sums of visits, pages of visits and events: added up over days, whatever the spans."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regard.asking.found import Group, Sums, shown_group
from regard.asking.plan import Asked
from regard.asking.totals.slices import Slice, envelope
from regard.asking.totals.spans import NEVER, Days, number_of, spans_counting, sums_in_spans
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.slices import VIEWS_INSIDE
from regard.metrics.compile.totals import stored_columns
from regard.rows.people import GROUPS

_MOST_CELLS = 8_000_000
"""How many sums by span, value and person group are made at a time."""

Places = dict[tuple[str, Group], Sums]


def days_of(scope: Scope) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the days of the period as a list of one, and those of its buckets, as numbers since 1970."""
    whole = [(number_of(scope.span.first), number_of(scope.span.last))]
    return whole, [(number_of(span.first), number_of(span.last)) for span in scope.buckets]


def labels_of(scope: Scope) -> list[str]:
    """Return the labels of the period and its buckets."""
    return [span.label for span in scope.spans]


def columns_of(asked: Sequence[Asked]) -> set[str]:
    """Return the columns of the totals that metrics are made of."""
    found = (stored_columns(metric) or {} for one in asked for _, metric in one.labelled())
    return {name for columns in found for name in columns.values()}


def additive(part: Slice, asked: Sequence[Asked], scope: Scope) -> tuple[Places, int]:
    """Return the sums of metrics by bucket and group, and how many rows they were made of."""
    rows = part.between(*envelope([span for spans in days_of(scope) for span in spans]))
    columns = sorted(columns_of(asked))
    places: Places = {}
    whole = dict.fromkeys(columns, 0)
    for values, chosen in _chunks(rows, len(scope.spans)):
        found = by_group(chosen, columns, scope, len(values))
        if scope.by:
            places |= _told(found, asked, rows.whole, labels_of(scope), [shown_group([v], scope) for v in values])
        whole = {name: whole[name] + found[name].sum(axis=1, keepdims=True) for name in columns}
    return _told(whole, asked, rows.whole, labels_of(scope), [()]) | places, len(rows.day)


def by_group(rows: Slice, columns: Sequence[str], scope: Scope, values: int = 1) -> dict[str, Any]:
    """Return the sums of columns by span (the period first), value of the dimension and person group."""
    import numpy as np

    width = values * GROUPS
    keys = rows.place * GROUPS + rows.columns["person_group"]
    once, daily = rows.days(), Days(rows.day, np.full(len(rows.day), NEVER))
    found: dict[str, Any] = {}
    for days, names in (
        (once, [name for name in columns if name != VIEWS_INSIDE]),
        (daily, [name for name in columns if name == VIEWS_INSIDE]),
    ):
        if not names:
            continue
        numbers = [rows.columns[name] for name in names]
        parts = [
            sums_in_spans(spans_counting(days, spans), len(spans), keys, width, numbers)
            for spans in days_of(scope)
            if spans
        ]
        for name, sums in zip(names, zip(*parts, strict=True), strict=True):
            found[name] = np.concatenate(sums).reshape(len(scope.spans), values, GROUPS)
    return found


def _chunks(rows: Slice, spans: int) -> Iterator[tuple[Sequence[str | None], Slice]]:
    """Yield the values of a slice with their rows, few enough at a time to be held by span and person group."""
    import numpy as np

    most = max(1, _MOST_CELLS // (spans * GROUPS))
    if len(rows.values) <= most:
        yield rows.values, rows
        return
    for start in range(0, len(rows.values), most):
        chosen = np.flatnonzero((rows.place >= start) & (rows.place < start + most))
        columns = {name: one[chosen] for name, one in rows.columns.items()}
        values = rows.values[start : start + most]
        yield values, Slice(rows.day[chosen], columns, rows.whole, values, rows.place[chosen] - start, rows.sql)


def _told(
    found: Mapping[str, Any], asked: Sequence[Asked], whole: frozenset[str], labels: Sequence[str], groups: list[Group]
) -> Places:
    """Return the sums by place, under the names that estimates know, where there is anything."""
    import numpy as np

    totals = {name: one.sum(axis=2) for name, one in found.items()}
    columns: dict[str, list[Any]] = {}
    for one in asked:
        for label, metric in one.labelled():
            stored = stored_columns(metric) or {}
            for name, column in stored.items():
                columns[f"{label} {name}"] = listed(totals[column], is_whole=column in whole)
            moments = moments_of(found[stored["x"]], found[stored["n"]] if "n" in stored else None)
            columns |= {f"{label} {name}": listed(number) for name, number in moments.items()}
            columns[f"{label} by_groups"] = [True] * len(columns[f"{label} x"])
    seen = np.flatnonzero(np.any([one.any(axis=2) for one in found.values()], axis=0).reshape(-1)).tolist()
    places = [(label, group) for label in labels for group in groups]
    names, rows = tuple(columns), list(zip(*columns.values(), strict=True))
    return {places[index]: dict(zip(names, rows[index], strict=True)) for index in seen}


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


def listed(numbers: Any, *, is_whole: bool = False) -> list[Any]:
    """Return an array as a list, of whole numbers where they are."""
    import numpy as np

    flat = np.asarray(numbers).reshape(-1)
    found: list[Any] = (np.rint(flat).astype(np.int64) if is_whole else flat).tolist()
    return found
