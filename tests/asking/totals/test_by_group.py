"""Sums by person group are those of a loop over rows, spans and groups, whichever way they are made."""

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regard.asking.periods import make_span
from regard.asking.totals.arrays import Halves, Slice
from regard.asking.totals.by_group import people_by_group, sums_by_group
from regard.metrics.compile.scope import Scope
from regard.workspace.zones import find_zone

Row = tuple[int, int, int, int, float]
"""A day, how many days after the one before (0: there is none), a person group, a value's place, a number."""

_ROWS = st.lists(
    st.tuples(
        st.integers(20_000, 20_090),
        st.sampled_from((0, 0, 1, 2, 7, 31, 32, 33, 80)),
        st.sampled_from((0, 1, 63)),
        st.integers(0, 1),
        st.sampled_from((1.0, 2.0, 0.25, -1.0)),
    ),
    max_size=25,
)
_CUTS = st.lists(st.integers(20_000, 20_090), min_size=2, max_size=5, unique=True).map(sorted)


def _day(number: int) -> date:
    """Return the day so many days after the first of 1970."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + number)


def _slice(rows: list[Row], values: int) -> Slice:
    """Return rows as a slice, in the order of their days."""
    day, back, group, place, number = (np.array(column) for column in zip(*sorted(rows), strict=True))
    columns = {"back": np.where(back == 0, -1, back), "person_group": group, "people": number, "views_inside": number}
    places = place if values > 1 else np.zeros(len(day), dtype=np.int64)
    return Slice(day, columns, frozenset(), (None, "IT")[:values], places, "")


def _naive(rows: list[Row], span: Any, group: int, place: int | None, *, is_once: bool = True) -> float:
    """Return the sum of the numbers of a group and value in a span."""
    return sum(
        number
        for day, back, its_group, its_place, number in rows
        if span[0] <= day <= span[1] and its_group == group and place in (None, its_place)
        if not (is_once and back and day - back >= span[0])
    )


@given(rows=_ROWS.filter(bool), cuts=_CUTS)
def test_people_count_by_group_in_short_and_long_spans(rows: list[Row], cuts: list[int]) -> None:
    """Spans of a few days and of many have the people whose day before lies outside, by person group."""
    spans = np.array([(cuts[0], cuts[-1]), *((cut, min(cut + 27, cuts[-1])) for cut in cuts[:-1])])
    people = [(*row[:4], 4 * row[4]) for row in rows]
    found = people_by_group(_slice(people, 1), spans)
    assert found.tolist() == [[_naive(people, span, group, None) for group in range(64)] for span in spans]


@given(rows=_ROWS.filter(bool), cuts=_CUTS, values=st.integers(1, 2), windowed=st.booleans())
def test_totals_add_up_by_group(rows: list[Row], cuts: list[int], values: int, *, windowed: bool) -> None:
    """Of buckets and of windows, by value and group: what counts once in a span, and what counts on every day."""
    zone = find_zone("UTC")
    ends = zip(cuts, [*(cut - 1 for cut in cuts[1:-1]), cuts[-1]], strict=False)
    days = [(first - 3 * windowed, last) for first, last in ends]
    spans = [make_span(_day(first), _day(last), zone) for first, last in [(days[0][0], days[-1][1]), *days]]
    scope = Scope(zone, "monday", spans[0], tuple(spans[1:]), windowed=windowed)
    part = _slice(rows, values)
    halves = Halves(part.taken(part.columns["back"] < 0), part.taken(part.columns["back"] >= 0))
    found = sums_by_group(halves, ["people", "views_inside"], scope, range(values))
    for name, is_once in (("people", True), ("views_inside", False)):
        for place in range(values):
            named = place if values > 1 else None
            naive = [[_naive(rows, span, k, named, is_once=is_once) for k in range(64)] for span in scope.days]
            assert found[name][:, place].tolist() == naive
