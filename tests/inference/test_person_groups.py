"""Uncertainty learnt from 64 groups of persons: the delete-a-group jackknife, beside the textbook's loop."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from regard.inference.comparisons import ratio_change, total_change
from regard.inference.intervals import delta, design_effect, wilson
from regard.inference.means import delta_variance
from regard.inference.moments import PERSON_GROUPS, Moments

Numbers = NDArray[np.float64]
DRAWS = 1000


def by_groups(x: Numbers, n: Numbers) -> Moments:
    """The moments of sums per group of persons, the last axis; flags have squares like their sums."""
    with_anything: Any = ((x != 0) | (n != 0)).sum(-1)
    sums: dict[str, Any] = {
        "n": n.sum(-1),
        "total": x.sum(-1),
        "squares": x.sum(-1),
        "groups": with_anything,
        "group_totals_squared": (x * x).sum(-1),
        "group_sizes_squared": (n * n).sum(-1),
        "group_products": (x * n).sum(-1),
    }
    return Moments(**sums, by_groups=True)


def grouped(chance: np.random.Generator, *columns: Numbers) -> list[Numbers]:
    """Sums of the columns, one number per person, over 64 groups into which persons fall by chance."""
    group = chance.integers(0, PERSON_GROUPS, len(columns[0]))
    return [np.bincount(group, weights=column, minlength=PERSON_GROUPS).astype(float) for column in columns]


def persons(chance: np.random.Generator, people: int) -> tuple[Numbers, Numbers]:
    """Visits and bounced visits of persons, some of whom come often, and each with habits of their own."""
    visits = chance.geometric(0.4, people).astype(float)
    return chance.binomial(visits.astype(int), chance.beta(2, 3, people)).astype(float), visits


def textbook(x: Numbers, n: Numbers) -> float:
    """The variance of sum x over sum n by leaving out one group after the other (Wolter 2007, chapter 4)."""
    left = [(x.sum() - x[k]) / (n.sum() - n[k]) for k in range(len(x))]
    mean = sum(left) / len(left)
    return float((len(left) - 1) / len(left) * sum((one - mean) ** 2 for one in left))


@pytest.mark.parametrize("seed", range(8))
def test_variance_is_that_of_leaving_out_each_group(seed: int) -> None:
    """The variance from three sums over groups is that of the loop, of a share and of an amount per visit."""
    chance = np.random.default_rng(seed)
    bounced, visits = persons(chance, 20_000)
    seconds = visits * chance.exponential(60, len(visits))
    for number in (bounced, seconds):
        x, n = grouped(chance, number, visits)
        assert delta_variance(by_groups(x, n)) == pytest.approx(textbook(x, n), rel=0.01)


def test_sums_over_persons_are_learnt_from_groups() -> None:
    """On average groups tell the sums of squares over persons, and so the design effect, that persons have."""
    chance = np.random.default_rng(7)
    bounced, visits = persons(chance, 5_000)
    found = [by_groups(*grouped(chance, bounced, visits)) for _ in range(400)]
    assert np.mean([one.person_totals_squared for one in found]) == pytest.approx((bounced**2).sum(), rel=0.03)
    assert np.mean([one.person_sizes_squared for one in found]) == pytest.approx((visits**2).sum(), rel=0.03)
    total, products = float(bounced.sum()), float((bounced * visits).sum())
    squares = float((bounced**2).sum()), float((visits**2).sum())
    plain = Moments(float(visits.sum()), total, total, len(visits), *squares, products)
    assert np.mean([design_effect(one) for one in found]) == pytest.approx(design_effect(plain), rel=0.03)
    assert all(one.effective_groups == PERSON_GROUPS for one in found)


def test_persons_apart_are_told_apart() -> None:
    """Two persons in two groups have between them the squares that they have; what nobody does has none."""
    x, n = np.zeros(PERSON_GROUPS), np.zeros(PERSON_GROUPS)
    assert by_groups(x, n).person_totals_squared == 0
    x[3] = 5
    assert by_groups(x, n).person_totals_squared == pytest.approx(25)
    assert by_groups(np.ones(PERSON_GROUPS), n).person_totals_squared == 0


def test_names_of_intervals() -> None:
    """What is delta from persons is jackknife from groups, also of a change; a share keeps Wilson's name."""
    chance = np.random.default_rng(1)
    now, before = (by_groups(*grouped(chance, *persons(chance, 3_000))) for _ in range(2))
    means = delta(now), ratio_change(now, before)
    assert means[0] is not None
    assert means[1] is not None
    assert means[1].interval is not None
    assert (means[0].method, means[1].interval.method) == ("jackknife", "jackknife")
    share = wilson(now)
    assert share is not None
    assert share.method == "wilson"


def test_intervals_hold_the_truth() -> None:
    """Of 1,000 draws of about 3,000 persons 95 % of intervals hold the truth, of a share and of the change of a sum."""
    chance = np.random.default_rng(3)
    drawn = np.array([grouped(chance, *persons(chance, chance.poisson(3_000))) for _ in range(2 * DRAWS)])
    many = by_groups(drawn[:, 0], drawn[:, 1])
    for make in (delta, wilson):
        interval: Any = make(many)
        assert ((interval.low <= 0.4) & (interval.high >= 0.4)).mean() == pytest.approx(0.95, abs=0.015)
    changes = [total_change(many.at(place), many.at(DRAWS + place)).interval for place in range(DRAWS)]
    held = [one is not None and one.low <= 0 <= one.high for one in changes]
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)
