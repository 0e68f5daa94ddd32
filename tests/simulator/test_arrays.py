import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from regard.simulator.arrays import Floats, generator, odds, row_of

WEIGHTS = arrays(np.float64, (3, 5), elements=st.one_of(st.just(0.0), st.floats(0.01, 10)))


@given(WEIGHTS, st.integers(0, 2**32))
def test_only_what_has_a_chance_is_drawn(weights: Floats, seed: int) -> None:
    """An outcome without weight never comes, wherever in the row it stands."""
    weights[:, 2] += 0.01
    rows = np.repeat(np.arange(3), 50)
    drawn = odds(weights).draw(generator(seed, 0), rows)
    assert (weights[rows, drawn] > 0).all()


@given(WEIGHTS)
def test_shares_of_a_row_add_up(weights: Floats) -> None:
    """Weights become shares, row by row."""
    weights[:, 2] += 0.01
    shares = odds(weights).shares
    assert shares.sum(axis=1) == pytest.approx(np.ones(3))
    assert shares * weights.sum(axis=1, keepdims=True) == pytest.approx(weights)


def test_draws_follow_the_shares() -> None:
    """Many draws come in the proportions of their row."""
    weights = np.array([[1.0, 2.0, 1.0], [0.0, 1.0, 3.0]])
    rows = np.tile([0, 1], 40_000)
    drawn = odds(weights).draw(generator(1, 0), rows)
    for row, expected in ((0, [0.25, 0.5, 0.25]), (1, [0.0, 0.25, 0.75])):
        assert np.bincount(drawn[rows == row], minlength=3) / 40_000 == pytest.approx(expected, abs=0.01)


def test_parts_of_a_world_are_drawn_apart() -> None:
    """Seed and part both decide what is drawn."""
    firsts = {generator(seed, part).integers(2**60) for seed in range(3) for part in range(3)}
    assert len(firsts) == 9


def test_rows_are_numbered_as_the_weights_lie() -> None:
    """The row of some places holds the weights of those places."""
    weights = np.arange(2 * 3 * 4, dtype=np.float64).reshape(2, 3, 4) + 1
    row = row_of(weights.shape[:-1], np.array([1]), np.array([2]))
    assert odds(weights).shares[row[0]] == pytest.approx(weights[1, 2] / weights[1, 2].sum())
