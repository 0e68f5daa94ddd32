import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.showing.verdicts import band_verdict, band_words, bands_text, change_words, compared_text, difference_text
from tests.showing.replies import BAND, FEBRUARY, MARCH, interval, reply


@pytest.mark.parametrize(
    ("change", "unit", "better", "text", "tone"),
    [
        ((-0.021, "points"), "share", "lower", "▾ 2.1 points better", "better"),
        ((0.021, "points"), "share", "lower", "▴ 2.1 points worse", "worse"),
        ((3.0, "points"), "points", "higher", "▴ 3.0 points better", "better"),
        ((-0.12, "points"), "score", "higher", "▾ 0.12 worse", "worse"),
        ((0.043, "relative"), "count", "neither", "▴ 4.3 % higher", "plain"),
        ((-0.5, "relative"), "seconds", "lower", "▾ 50.0 % better", "better"),
        ((11.3, "relative"), "count", "higher", "▴ 1,130 % better", "better"),
    ],
)
def test_a_change_has_arrow_size_and_direction(
    change: tuple[float, str], unit: str, better: str, text: str, tone: str
) -> None:
    """The arrow follows the number, the word and the tone follow what is better."""
    value, change_unit = change
    words = change_words({"value": value, "unit": change_unit, "stands_out": True}, unit, better)
    assert words is not None
    assert (words.text, words.tone) == (text, tone)


@given(st.floats(min_value=-0.0004, max_value=0.0004), st.sampled_from(["higher", "lower", "neither"]))
def test_a_change_that_rounds_to_zero_has_no_arrow(value: float, better: str) -> None:
    """What reads as zero gets neither arrow nor colour."""
    words = change_words({"value": value, "unit": "points", "stands_out": None}, "share", better)
    assert words is not None
    assert (words.text, words.tone) == ("no change", "quiet")


def test_a_change_that_does_not_stand_out_is_not_clear() -> None:
    """However large, it is told without arrow."""
    words = change_words({"value": 0.2, "unit": "points", "stands_out": False}, "share", "higher")
    assert words is not None
    assert (words.text, words.tone) == ("no clear change", "quiet")


def test_a_change_that_was_not_tested_has_a_sign_only() -> None:
    """Buckets are not put to the test, so nothing is said to be better or worse."""
    words = change_words({"value": 0.057, "unit": "points"}, "share", "lower")
    assert words is not None
    assert (words.text, words.tone) == ("+5.7 points", "quiet")


@pytest.mark.parametrize("change", [None, {}, {"value": None, "unit": "relative"}])
def test_no_change_known(change: dict[str, object] | None) -> None:
    """Without a change, or from nothing, there are no words."""
    assert change_words(change, "count", "higher") is None


def test_bands_in_words() -> None:
    """A share's limits read as percent, other units' as written."""
    assert band_words(BAND, "share") == "good, < 40 %"
    assert band_words(BAND | {"verdict": "outside"}, "share") == "outside < 40 %"
    assert bands_text(BAND, "share") == "good < 40 %, usual 20..55 % (guide 000)"
    nps = {"verdict": "great", "good": "> 0", "great": "> 20", "excellent": "> 50", "source": "guide 001"}
    assert band_words(nps, "points") == "great, > 20"
    assert bands_text(nps, "points") == "good > 0, great > 20, excellent > 50 (guide 001)"
    assert band_words(None, "share") == ""


def test_bands_without_merit() -> None:
    """What is only usual is told as usual, and a source without limits stands alone; neither is a verdict."""
    usual = {"verdict": "outside", "usual": ">= 0.10", "source": "guide 001"}
    assert (band_verdict(usual), band_words(usual, "share")) == ("", "usual >= 10 %")
    bare = {"verdict": "outside", "source": "guide 001, a month: about 1,000"}
    assert (band_words(bare, "count"), bands_text(bare, "count")) == ("", "guide 001, a month: about 1,000")


def test_what_it_is_compared_with() -> None:
    """The days before are told; the same days mean another segment."""
    assert compared_text(reply(previous={"period": FEBRUARY})) == "29 Jan - 28 Feb"
    assert compared_text(reply(previous={"period": MARCH})) == "the other segment"
    assert compared_text(reply()) == ""


def test_between_which_values_the_change_lies() -> None:
    """The ends of the difference carry their signs and one unit."""
    assert difference_text({"unit": "points", "interval": interval(-0.03, 0.012)}, "share") == "-3.0 to +1.2 points"
    assert difference_text({"unit": "relative", "interval": interval(0.01, 0.5)}, "count") == "+1.0 to +50.0 %"
    assert difference_text({"unit": "points", "interval": None}, "share") == ""
