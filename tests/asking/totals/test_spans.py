"""Spans counted all at once are those counted one row and one span after another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regard.asking.totals.spans import NEVER, Days, make_table, spans_counting, sums_in_spans

Row = tuple[int, int | None, int, int]
"""A day, the one before it, a key and a number."""

_DAYS = st.integers(100, 112)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Return rows, some of which counted before."""
    made = []
    for _ in range(draw(st.integers(0, 12))):
        day, back = draw(_DAYS), draw(st.none() | st.integers(1, 9))
        made.append((day, None if back is None else day - back, draw(st.integers(0, 2)), draw(st.integers(-3, 9))))
    return made


@st.composite
def rising_spans(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Return spans whose first and last days never fall: buckets, windows, or since a beginning."""
    ends = sorted(draw(st.lists(_DAYS, min_size=1, max_size=8)))
    starts = sorted(draw(st.lists(st.integers(95, 112), min_size=len(ends), max_size=len(ends))))
    return [(min(start, end), end) for start, end in zip(starts, ends, strict=True)]


def _naive(made: list[Row], span: tuple[int, int], key: int) -> int:
    first, last = span
    return sum(
        number
        for day, before, its_key, number in made
        if its_key == key and first <= day <= last and (before is None or before < first)
    )


@given(rows(), rising_spans())
def test_a_row_counts_where_its_day_lies_and_the_day_before_does_not(
    made: list[Row], spans: list[tuple[int, int]]
) -> None:
    """Every span has the sum of the rows on its days that did not count in it before."""
    days = np.array([row[0] for row in made], dtype=np.int64)
    before = np.array([NEVER if row[1] is None else row[1] for row in made], dtype=np.int64)
    keys, numbers = (np.array([row[place] for row in made], dtype=np.int64) for place in (2, 3))
    counting = spans_counting(Days(days, before), np.array(spans))
    (found,) = sums_in_spans(counting, len(spans), keys, 3, [numbers])
    assert found.tolist() == [[_naive(made, span, key) for key in range(3)] for span in spans]


@given(rows(), st.lists(st.tuples(st.integers(95, 118), st.integers(0, 12)), min_size=1, max_size=8))
def test_a_table_says_the_same(made: list[Row], some: list[tuple[int, int]]) -> None:
    """A table of two days, the day and the one before it, has the sum of every span, also of one beyond all rows."""
    spans = [(first, first + length) for first, length in some]
    days = np.array([row[0] for row in made], dtype=np.int64)
    before = np.array([NEVER if row[1] is None else row[1] for row in made], dtype=np.int64)
    keys, numbers = (np.array([row[place] for row in made], dtype=np.int64) for place in (2, 3))
    table, asked = make_table(Days(days, before), keys, 3, numbers, (90, 115)), np.array(spans)
    assert table.within(asked).tolist() == [[_naive(made, span, key) for key in range(3)] for span in spans]
    of_keys = [[row for row in made if row[2] == key] for key in range(3)]
    lying = [[sum(row[3] for row in own if first <= row[0] <= last) for own in of_keys] for first, last in spans]
    assert table.on_days(asked).tolist() == lying
    both = [
        [sum(row[3] for row in own if first <= (row[1] or 0) and row[0] <= last) for own in of_keys]
        for first, last in spans
    ]
    assert table.inside(asked).tolist() == both


@given(st.lists(st.tuples(_DAYS, st.integers(0, 9)), max_size=12), rising_spans())
def test_who_is_new_was_first_seen_in_the_span(made: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    """With a last day on which a span may begin, rows count in the spans that hold both."""
    days = np.array([day for day, _ in made], dtype=np.int64)
    seen = np.array([day - ago for day, ago in made], dtype=np.int64)
    counting = spans_counting(Days(days, np.full(len(days), NEVER), seen), np.array(spans))
    keys = np.zeros(len(days), dtype=np.int64)
    (found,) = sums_in_spans(counting, len(spans), keys, 1, [np.ones(len(days))])
    naive = [sum(first <= day - ago and day <= last for day, ago in made) for first, last in spans]
    assert found[:, 0].tolist() == naive


def test_fractions_in_buckets_leave_no_rest() -> None:
    """Where buckets do not overlap, an empty one after large numbers sums to 0 and not to what rounding left."""
    days = np.array([100, 100, 101], dtype=np.int64)
    counting = spans_counting(Days(days, np.full(3, NEVER)), np.array([(100, 100), (101, 101), (102, 102)]))
    (found,) = sums_in_spans(counting, 3, np.zeros(3, dtype=np.int64), 1, [np.array([1e16, 0.1, 0.3])])
    assert found[:, 0].tolist() == [1e16 + 0.1, 0.3, 0.0]
