"""How often weighted intervals hold the truth, where some people were far likelier to be asked than others."""

import numpy as np
import pytest

from regard.inference.intervals import delta, design_effect, net_share, wilson
from tests.inference.test_coverage import DRAWS, Drawn, covered, moments

ANSWERS = 150
ASKED, POPULATION = 0.8, 0.5
"""The first half of the people gives four fifths of the answers."""


def _sampled(chance: np.random.Generator, answers: int = ANSWERS) -> tuple[Drawn, Drawn]:
    """Which answers are of the second half of the people, and what each weighs, with a mean of 1 in each draw."""
    second = (chance.random((DRAWS, answers)) >= ASKED).astype(float)
    weights = np.where(second == 1, (1 - POPULATION) / (1 - ASKED), POPULATION / ASKED)
    return second, weights / weights.mean(axis=1, keepdims=True)


@pytest.mark.parametrize("answers", [60, 150, 400])
def test_weighted_shares_hold_the_truth(answers: int) -> None:
    """Wilson's interval of weighted answers holds the share of the population in 93 to 98 % of draws."""
    chance = np.random.default_rng(41)
    second, weights = _sampled(chance, answers)
    yes = (chance.random(second.shape) < np.where(second == 1, 0.3, 0.6)).astype(float)
    drawn = list(moments(yes * weights, weights, yes * weights))
    assert 0.93 <= covered(map(wilson, drawn), 0.45) <= 0.98
    # Without the weights the answers of the first half drown the others.
    assert covered(map(wilson, moments(yes, np.ones_like(yes))), 0.45) < 0.9


def test_weighted_means_hold_the_truth() -> None:
    """The delta interval of weighted scores holds the mean of the population in 93 to 97 % of draws."""
    chance = np.random.default_rng(43)
    second, weights = _sampled(chance)
    scores = chance.normal(np.where(second == 1, 3.0, 4.0), 1.0)
    drawn = moments(scores * weights, weights, scores * scores * weights)
    assert 0.93 <= covered(map(delta, drawn), 3.5) <= 0.97


def test_weighted_balances_hold_the_truth() -> None:
    """The adjusted interval of a weighted balance holds that of the population in 93 to 98 % of draws."""
    chance = np.random.default_rng(47)
    second, weights = _sampled(chance)
    luck = chance.random(second.shape)
    promotes = (luck < np.where(second == 1, 0.3, 0.6)).astype(float)
    detracts = (luck > np.where(second == 1, 0.6, 0.8)).astype(float)
    scores = promotes - detracts
    drawn = list(moments(scores * weights, weights, scores * scores * weights))
    sums = [(part * weights).sum(axis=1).tolist() for part in (promotes, 1 - promotes - detracts, detracts)]
    intervals = [
        net_share(up, flat, down, design_effect(sample), persons=sample.effective_groups)
        for up, flat, down, sample in zip(*sums, drawn, strict=True)
    ]
    assert 0.93 <= covered(intervals, 0.5 * (0.6 - 0.2) + 0.5 * (0.3 - 0.4)) <= 0.98
