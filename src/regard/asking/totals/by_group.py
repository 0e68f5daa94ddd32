"""Sums by person group, from which intervals are made: of totals, and of people from their return gaps."""

from collections.abc import Sequence
from typing import Any

from regard.asking.totals.arrays import Halves, Slice, run_of
from regard.asking.totals.spans import NEVER, Days, sums_in_each
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.slices import VIEWS_INSIDE
from regard.rows.dimensions import GROUPS

_SHORT = 32
"""Spans of at most so many days are counted by a table of gaps that are no longer."""


def sums_by_group(halves: Halves, columns: Sequence[str], scope: Scope, values: range) -> dict[str, Any]:
    """Return the sums of columns by span (the period first), value of the dimension and person group."""
    daily = [name for name in columns if name == VIEWS_INSIDE]
    counted = [name for name in columns if name != VIEWS_INSIDE]
    add = _in_any_spans if scope.windowed else _in_buckets
    found = add(halves.once, columns, scope, values)
    again = halves.again.between(scope.days)
    if len(again.day):
        found |= {name: found[name] + one for name, one in add(halves.again, daily, scope, values).items()}
        further = _in_any_spans(halves.again, counted, scope, values, is_once=True)
        found |= {name: found[name] + one for name, one in further.items()}
    return found


def people_by_group(gaps: Slice, spans: Any) -> Any:
    """Return how many people count in each span, by person group, from return gaps that know it."""
    import numpy as np

    lengths = spans[:, 1] - spans[:, 0] + 1
    found = np.zeros((len(spans), GROUPS))
    short = np.flatnonzero(lengths <= _SHORT)
    if len(short):
        found[short] = _in_short_spans(gaps, spans[short], lengths[short])
    for place in np.flatnonzero(lengths > _SHORT):
        rows = gaps.between(spans[place : place + 1])
        back = rows.columns["back"]
        first = np.flatnonzero((back < 0) | (rows.day - back < spans[place, 0]))
        found[place] = np.bincount(rows.columns["person_group"][first], rows.columns["people"][first], GROUPS)
    return found


def _in_short_spans(gaps: Slice, spans: Any, lengths: Any) -> Any:
    """Return how many people count in spans of a few days, by person group."""
    import numpy as np

    run = run_of(spans)
    table = gaps.remember(("short gaps", run), lambda: _short_gaps(gaps, run))
    ends = lengths.cumsum()
    since = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
    days = np.repeat(spans[:, 0], lengths) + since
    return np.add.reduceat(table[days - run[0], since], ends - lengths, axis=0)


def _short_gaps(gaps: Slice, run: tuple[int, int]) -> Any:
    """Return by day of a run, days since and person group how many people were last active longer ago, or never."""
    import numpy as np

    rows = gaps.between(np.array([run]))
    back = rows.columns["back"]
    longest = np.where((back < 0) | (back > _SHORT), _SHORT, back).astype(np.int64) - 1
    length = run[1] - run[0] + 1
    places = ((rows.day - run[0]) * _SHORT + longest) * GROUPS + rows.columns["person_group"]
    cells = np.bincount(places, rows.columns["people"], length * _SHORT * GROUPS).reshape(length, _SHORT, GROUPS)
    return cells[:, ::-1].cumsum(axis=1)[:, ::-1].astype(np.int32)


def _in_buckets(half: Slice, columns: Sequence[str], scope: Scope, values: range) -> dict[str, Any]:
    """Return the sums of all rows in the period and its buckets, each of which has the next one's eve as its end."""
    import numpy as np

    rows, width = half.between(scope.days).valued(values), len(values) * GROUPS
    spans = scope.days[1:] if len(scope.days) > 1 else scope.days
    ends = np.append(np.searchsorted(rows.day, spans[1:, 0]), len(rows.day))
    places = _keys(rows) + np.repeat(np.arange(len(spans)) * width, np.diff(ends, prepend=0))
    found = {}
    for name in columns:
        sums = np.bincount(places, rows.columns[name], len(spans) * width).reshape(len(spans), len(values), GROUPS)
        found[name] = sums if len(scope.days) == 1 else np.concatenate((sums.sum(axis=0, keepdims=True), sums))
    return found


def _in_any_spans(
    half: Slice, columns: Sequence[str], scope: Scope, values: range, *, is_once: bool = False
) -> dict[str, Any]:
    """Return the sums of rows in spans that may overlap; `is_once` leaves those out that a span has counted before."""
    import numpy as np

    rows, width = half.between(scope.days).valued(values), len(values) * GROUPS
    days = rows.days() if is_once else Days(rows.day, np.full(len(rows.day), NEVER))
    found = sums_in_each(days, scope.days, _keys(rows), width, [rows.columns[name] for name in columns])
    shape = len(scope.days), len(values), GROUPS
    return {name: sums.reshape(shape) for name, sums in zip(columns, found, strict=True)}


def _keys(rows: Slice) -> Any:
    """Return the place of each row's value and person group."""
    return rows.place * GROUPS + rows.columns["person_group"] if len(rows.values) > 1 else rows.columns["person_group"]
