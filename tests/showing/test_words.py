import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.showing.words import (
    duration_text,
    group_text,
    half_width_text,
    interval_text,
    label_text,
    range_text,
    value_text,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.3824, "share", "38.2 %"),
        (0, "share", "0.0 %"),
        (0.0004, "share", "< 0.1 %"),
        (-0.0004, "share", "> -0.1 %"),
        (1.25, "share", "125.0 %"),
        (42.31, "points", "42.3"),
        (-0.01, "points", "0.0"),
        (11 / 3, "score", "3.67"),
        (15_120, "seconds", "4 h 12 min"),
        (12_345, "count", "12,345"),
        (12_345.5, "count", "12,345.5"),
        (7, "people", "7"),
        (2.345, "ratio", "2.35"),
        (1_234.5, "money", "1,234.50 EUR"),
        (12_345.67, "money", "12,346 EUR"),
        (None, "share", "no data"),
    ],
)
def test_values_read_in_words_of_their_unit(value: float | None, unit: str, text: str) -> None:
    """Each unit has its own decimals and sign, and null is said in words."""
    assert value_text(value, unit, "EUR" if unit == "money" else None) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.01, "< 0.1 s"),
        (4.25, "4.2 s"),
        (5, "5 s"),
        (59.4, "59 s"),
        (59.9, "1 min"),
        (60, "1 min"),
        (312, "5 min 12 s"),
        (3_599.8, "1 h"),
        (15_120, "4 h 12 min"),
        (86_399, "1 d"),
        (100_000, "1 d 4 h"),
        (-90, "-1 min 30 s"),
    ],
)
def test_durations_read_in_two_units(seconds: float, text: str) -> None:
    """The two largest units are told, and rounding never gives 60 minutes or 24 hours."""
    assert duration_text(seconds) == text


@given(st.floats(min_value=60, max_value=1e8))
def test_a_duration_in_words_is_close(seconds: float) -> None:
    """Read back, the words of a duration are off by half of their smallest unit at most."""
    sizes = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}
    words = duration_text(seconds).replace(",", "").split()
    pairs = [(int(count), sizes[unit]) for count, unit in zip(words[::2], words[1::2], strict=True)]
    smallest = {86_400: 3_600, 3_600: 60, 60: 1}[pairs[0][1]]
    assert abs(sum(count * size for count, size in pairs) - seconds) <= smallest / 2


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (0.376, 0.388, "share", "± 0.6"),
        (0.30, 0.3002, "share", "± < 0.1"),
        (38, 46, "points", "± 4.0"),
        (14_000, 16_000, "seconds", "± 17 min"),
        (0, 10_000, "seconds", "± 1.4 h"),
        (1_200, 1_270, "money", "± 35.00"),
        (1_000, 1_300, "people", "± 150"),
        (2, 2, "people", ""),
    ],
)
def test_half_widths(low: float, high: float, unit: str, text: str) -> None:
    """An interval reads as plus or minus half its width; one without width as nothing."""
    assert half_width_text({"low": low, "high": high}, unit) == text


@pytest.mark.parametrize("interval", [None, {}, {"low": None, "high": None}])
def test_no_interval_reads_as_nothing(interval: dict[str, None] | None) -> None:
    """Where there is no interval there is no sign either."""
    assert half_width_text(interval, "share") == ""


def test_what_is_counted_whole_is_exact() -> None:
    """An interval without width is no range."""
    assert interval_text({"low": 7, "high": 7}, "people") == "exact"
    assert interval_text({"low": 0.1, "high": 0.2}, "share") == "10.0 % to 20.0 %"
    assert interval_text(None, "share") == ""


def test_ranges_carry_their_unit() -> None:
    """Both ends of an interval are told as values."""
    assert range_text({"low": 0.376, "high": 0.388}, "share") == "37.6 % to 38.8 %"


@pytest.mark.parametrize(
    ("name", "text"),
    [("bounce_rate", "Bounce rate"), ("nps", "NPS"), ("ces_top_box", "CES top box"), ("clv_to_cac", "CLV to CAC")],
)
def test_names_become_titles(name: str, text: str) -> None:
    """A metric's name reads as a title, short names as they are known."""
    assert label_text(name) == text


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ({"channel": "email"}, "email"),
        ({"channel": None}, "not set"),
        ({"new": True, "country": "IT"}, "yes, IT"),
        ({"score": 9}, "9"),
        ({"plan": ""}, "(empty)"),
    ],
)
def test_groups_read_as_their_values(group: dict[str, object], text: str) -> None:
    """Null, true and the empty text are told in words."""
    assert group_text(group) == text
