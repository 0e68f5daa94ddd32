from hypothesis import given
from hypothesis import strategies as st

from regard.showing.sparkline import BLOCKS, sparkline
from tests.showing.replies import point

VALUES = st.lists(st.none() | st.floats(min_value=-1e6, max_value=1e6), min_size=1, max_size=31)


def test_blocks_rise_with_the_values() -> None:
    """The least value has the lowest block, the greatest the highest, and a null is a gap."""
    series = [point(1, 0.0), point(2, None), point(3, 0.5), point(4, 1.0)]
    assert sparkline(series) == "▁ ▅█"


def test_a_bucket_that_is_not_whole_is_shaded() -> None:
    """Its height is neither drawn nor used for the others."""
    assert sparkline([point(1, 0.1), point(2, 0.2), point(3, 0.9, complete=False)]) == "▁█░"


def test_only_the_latest_buckets_are_shown() -> None:
    """A long series shows its end."""
    series = [point(day, day / 31) for day in range(1, 32)]
    assert len(sparkline(series, 6)) == 6
    assert sparkline(series, 6) == sparkline(series[-6:])


def test_one_value_is_no_line() -> None:
    """Nothing is drawn where nothing can be compared."""
    assert sparkline([]) == ""
    assert sparkline([point(1, None), point(2, 0.2)]) == ""


@given(VALUES)
def test_every_bucket_has_one_character(values: list[float | None]) -> None:
    """A line has a character per bucket, and equal values have equal blocks."""
    line = sparkline([{"value": value, "is_complete": True} for value in values], len(values))
    assert len(line) in (0, len(values))
    assert set(line) <= {*BLOCKS, " "}
    told: dict[float | None, set[str]] = {}
    for value, mark in zip(values, line, strict=False):
        told.setdefault(value, set()).add(mark)
    assert all(len(marks) == 1 for marks in told.values())
