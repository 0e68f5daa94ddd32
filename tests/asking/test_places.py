"""Sums by column tell of every place what the same sums by row tell."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regard.asking.places import Columns, Group, Rows
from regard.metrics.compile.scope import TOTAL

BUCKETS = (TOTAL, "2025-03-03", "2025-03-10")
GROUPS: tuple[Group, ...] = ((), ("IT",), (None,), ("PL",))
NAMES = ("m x", "m n", "m part identified")

_NUMBERS = st.lists(
    st.lists(st.lists(st.sampled_from((0, 0, 1, 2.5)), min_size=3, max_size=3), min_size=3, max_size=3),
    min_size=1,
    max_size=4,
)
"""By group, bucket and name."""


@given(numbers=_NUMBERS, asked=st.lists(st.sampled_from(GROUPS), unique=True))
def test_columns_tell_what_rows_tell(numbers: list[list[list[float]]], asked: list[Group]) -> None:
    """Of groups that are there and of others, of names that are there and of others, in the period and its buckets."""
    known = GROUPS[: len(numbers)]
    found = np.array(numbers)
    columns = Columns({name: found[:, :, index] for index, name in enumerate(NAMES)}, known)
    rows = Rows(
        {
            (bucket, group): dict(zip(NAMES, numbers[place][at], strict=True))
            for place, group in enumerate(known)
            for at, bucket in enumerate(BUCKETS)
        }
    )
    assert [columns.of_all(name) for name in (*NAMES, "m w")] == [rows.of_all(name) for name in (*NAMES, "m w")]
    for wanted in (("x",), ("n", "x"), ("w",)):
        assert set(columns.groups("m", wanted)) == set(rows.groups("m", wanted))
    of_columns, of_rows = columns.at(BUCKETS, asked), rows.at(BUCKETS, asked)
    assert of_columns.size == of_rows.size == len(BUCKETS) * len(asked)
    for name in (*NAMES, "m w"):
        assert [number or 0 for number in of_columns.raw(name)] == [number or 0 for number in of_rows.raw(name)]
        assert _told(of_columns.numbers(name), of_columns.size) == _told(of_rows.numbers(name), of_rows.size)
        assert not asked or of_columns.has(name) == of_rows.has(name) or not set(asked) & set(known)


def _told(numbers: Any, size: int) -> list[float]:
    """Return numbers with 0 where nothing was found."""
    told: list[float] = (np.zeros(size) if numbers is None else np.nan_to_num(numbers)).tolist()
    return told
