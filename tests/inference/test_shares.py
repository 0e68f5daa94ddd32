"""Intervals of shares, against scipy for independent rows and a sandwich from rows for persons with several."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from regard.errors import RegardError
from regard.inference.intervals import adjusted_wald, design_effect, wald, wilson
from regard.inference.moments import from_counts
from regard.inference.shares import few_persons, standard_error
from tests.inference.rows_of_persons import flags, rows

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@given(counts, levels)
def test_one_row_per_person_is_plain_wilson(count: tuple[int, int], level: float) -> None:
    """Where every row is another person, the interval is the one that scipy gives."""
    interval = wilson(from_counts(*count), level)
    theirs = binomtest(*count).proportion_ci(level, method="wilson")
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert interval.method == "wilson"


@given(flags)
def test_standard_error_is_the_clustered_sandwich(persons: list[list[float]]) -> None:
    """The standard error is that of a sandwich computed from rows, or binomial where that is wider."""
    log = rows(*map(tuple, persons))
    interval = wilson(log.moments)
    assert interval is not None
    share, n = float(log.numerator.mean()), len(log.numerator)
    scores = np.array([(log.numerator[log.person == person] - share).sum() for person in range(len(persons))])
    clustered = len(persons) / (len(persons) - 1) * (n - 1) / n * float(scores @ scores) / n**2
    assert interval.standard_error == pytest.approx(math.sqrt(max(clustered, share * (1 - share) / n)), abs=1e-9)


@given(flags)
def test_the_value_lies_inside_and_repeats_never_narrow(persons: list[list[float]]) -> None:
    """Rows that belong together are worth at most as much as rows of strangers."""
    log = rows(*map(tuple, persons))
    together = wilson(log.moments)
    apart = wilson(from_counts(log.numerator.sum(), len(log.numerator)))
    assert together is not None
    assert apart is not None
    assert 0 <= together.low <= log.numerator.mean() <= together.high <= 1
    assert together.high - together.low >= apart.high - apart.low - 1e-12


def test_copies_of_a_person_tell_nothing_more() -> None:
    """Twenty persons who say the same ten times over are as uncertain as twenty who say it once."""
    once = wilson(rows(*[(float(person < 8),) for person in range(20)]).moments)
    ten_times = wilson(rows(*[(float(person < 8),) * 10 for person in range(20)]).moments)
    assert once is not None
    assert ten_times is not None
    assert ten_times.high - ten_times.low >= once.high - once.low
    assert ten_times.high - ten_times.low == pytest.approx(once.high - once.low, rel=0.1)


def test_persons_who_all_agree_count_once_each() -> None:
    """Four persons without a bounce in 40 visits leave the share open as far as four visits would."""
    interval = wilson(rows(*[(0.0,) * 10] * 4).moments)
    assert interval is not None
    assert interval.low == 0
    assert interval.high > 0.4


@given(counts, levels)
def test_wald_is_the_textbook_formula(count: tuple[int, int], level: float) -> None:
    """The plain interval is value plus and minus z standard errors, cut to 0..1."""
    share, z = count[0] / count[1], norm.ppf((1 + level) / 2)
    half = z * math.sqrt(share * (1 - share) / count[1])
    interval = wald(from_counts(*count), level)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((max(0, share - half), min(1, share + half)), abs=1e-9)


def test_adjusted_wald_adds_two_successes_and_two_failures() -> None:
    """At 95 % the interval of 7 of 12 is nearly that of 9 of 16, and is centred where Wilson's is."""
    interval, score = adjusted_wald(from_counts(7, 12)), wilson(from_counts(7, 12))
    assert interval is not None
    assert score is not None
    assert interval.low + interval.high == pytest.approx(score.low + score.high)
    assert interval.low == pytest.approx(9 / 16 - 1.96 * math.sqrt(9 / 16 * 7 / 16 / 16), abs=5e-3)


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=40))
def test_strangers_have_no_design_effect(values: list[float]) -> None:
    """One row per person gives exactly the binomial variance."""
    assert design_effect(rows(*[(value,) for value in values]).moments) == pytest.approx(1, abs=1e-9)


def test_without_rows_there_is_no_design_effect_and_no_error() -> None:
    """An empty group answers 1 and 0 instead of dividing by nothing."""
    assert design_effect(from_counts(0, 0)) == 1
    assert standard_error(from_counts(0, 0)) == 0


def test_few_persons_widen_and_strangers_do_not() -> None:
    """Five persons behind a thousand rows widen the variance by the square of t over t; a thousand do not."""
    assert few_persons(1000, 5, 0.95) == pytest.approx((2.7764 / 1.9623) ** 2, rel=1e-4)
    assert few_persons(1000, 1000, 0.95) == 1


def test_a_share_above_one_has_a_delta_interval() -> None:
    """Events per start may exceed 1: the interval says by its method that it is another."""
    interval = wilson(rows((3.0,), (1.0,), (2.0,)).moments)
    assert interval is not None
    assert interval.method == "delta"


def test_nothing_has_no_interval() -> None:
    """Without rows there is no interval, whichever is asked for."""
    assert wilson(from_counts(0, 0)) is wald(from_counts(0, 0)) is adjusted_wald(from_counts(0, 0)) is None


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_a_level_outside_0_and_1_is_refused(level: float) -> None:
    """A level of 95 is most likely meant as 95 %; the sentence says how to write it."""
    with pytest.raises(RegardError, match=r"The level .* is not between 0 and 1\. Write 0\.95") as refused:
        wilson(from_counts(1, 2), level)
    assert refused.value.code == "bad_value"
