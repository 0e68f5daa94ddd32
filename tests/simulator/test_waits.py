import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.simulator.arrays import generator
from regard.simulator.waits import ATTENTION, ATTENTION_MS, LENGTHS, WAIT_MS, odds_of_attention

KINDS = st.lists(st.sampled_from(ATTENTION), min_size=1, max_size=4).map(tuple)


@given(KINDS, st.integers(0, 4), st.sampled_from([1_000, 10_000, 20_000]))
def test_odds_of_attention_are_what_draws_come_to(kinds: tuple[int, ...], mood: int, at_least_ms: int) -> None:
    """The worked-out chance is the share among many drawn sums."""
    rng = generator(sum(kinds), mood)
    total = sum(ATTENTION_MS[kind, mood, rng.integers(0, LENGTHS, 40_000)] for kind in kinds)
    assert odds_of_attention(kinds, mood, at_least_ms) == pytest.approx(np.mean(total >= at_least_ms), abs=0.015)


@given(st.sampled_from(ATTENTION), st.integers(0, 4))
def test_one_stretch_of_attention_is_counted_exactly(kind: int, mood: int) -> None:
    """For one stretch the chance is the share of its lengths."""
    expected = np.mean(ATTENTION_MS[kind, mood] >= 10_000)
    assert odds_of_attention((kind,), mood, 10_000) == pytest.approx(expected, abs=1e-12)


def test_nobody_attends_for_longer_than_the_time_that_passes() -> None:
    """Attention is part of the wait in which it is given."""
    assert (ATTENTION_MS <= WAIT_MS).all()
