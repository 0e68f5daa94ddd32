"""Weights that give answers the margins of a population."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.errors import RegardError
from regard.inference.raking import Cell, rake

COUNTRIES = {"IT": 0.6, "PL": 0.4}
PLANS = {"free": 0.5, "pro": 0.3, "max": 0.2}


def _weighted(cells: dict[Cell, int], factors: dict[str, dict[str, float]]) -> dict[Cell, float]:
    """The weight of all answers of a cell together."""
    found = {}
    for cell, number in cells.items():
        weight = float(number)
        for category, factor in zip(cell, factors.values(), strict=True):
            weight *= factor[str(category)]
        found[cell] = weight
    return found


def test_one_margin_by_hand() -> None:
    """8 and 2 answers for 60 and 40 %: 6 / 8 and 4 / 2."""
    assert rake("p", {("IT",): 8, ("PL",): 2}, {"country": COUNTRIES}) == {"country": {"IT": 0.75, "PL": 2.0}}


def test_independent_margins_by_hand() -> None:
    """Where both margins are independent among the answers, the weights are products of the two."""
    cells: dict[Cell, int] = {("IT", "a"): 4, ("IT", "b"): 4, ("PL", "a"): 1, ("PL", "b"): 1}
    factors = rake("p", cells, {"country": COUNTRIES, "plan": {"a": 0.9, "b": 0.1}})
    weights = _weighted(cells, factors)
    assert weights == pytest.approx({("IT", "a"): 5.4, ("IT", "b"): 0.6, ("PL", "a"): 3.6, ("PL", "b"): 0.4})


@given(numbers=st.lists(st.integers(1, 60), min_size=6, max_size=6))
def test_every_margin_is_met(numbers: list[int]) -> None:
    """With answers in every cell each category has its share of the weight, and the weights have a mean of 1."""
    places: list[Cell] = [(country, plan) for country in COUNTRIES for plan in PLANS]
    cells = dict(zip(places, numbers, strict=True))
    weights = _weighted(cells, rake("p", cells, {"country": COUNTRIES, "plan": PLANS}))
    total = sum(numbers)
    assert sum(weights.values()) == pytest.approx(total)
    for place, margin in enumerate((COUNTRIES, PLANS)):
        for category, share in margin.items():
            held = sum(weight for cell, weight in weights.items() if cell[place] == category)
            assert held == pytest.approx(share * total, rel=1e-6)


@given(numbers=st.lists(st.integers(1, 60), min_size=6, max_size=6), times=st.integers(2, 9))
def test_answers_like_the_population_weigh_the_same(numbers: list[int], times: int) -> None:
    """Raking to what the answers already are leaves every weight at 1; more of the same changes nothing."""
    places: list[Cell] = [(country, plan) for country in COUNTRIES for plan in PLANS]
    cells = dict(zip(places, numbers, strict=True))
    margins = {
        name: {one: sum(n for cell, n in cells.items() if cell[place] == one) / sum(numbers) for one in known}
        for place, (name, known) in enumerate((("country", COUNTRIES), ("plan", PLANS)))
    }
    assert _weighted(cells, rake("p", cells, margins)) == pytest.approx(cells)
    more = {cell: number * times for cell, number in cells.items()}
    wanted = {"country": COUNTRIES, "plan": PLANS}
    once, often = rake("p", cells, wanted), rake("p", more, wanted)
    for name, factors in once.items():
        assert often[name] == pytest.approx(factors)


def test_what_does_not_fit_is_refused() -> None:
    """Both what the margins lack and what the answers lack is said; margins that never meet have no weights."""
    with pytest.raises(RegardError, match='no answers have the country "PL"') as missing:
        rake("p", {("IT",): 3}, {"country": COUNTRIES})
    with pytest.raises(RegardError, match="answers have the country not set, for which it has no share"):
        rake("p", {("IT",): 3, ("PL",): 1, (None,): 1}, {"country": COUNTRIES})
    # All Italians are on one plan and all Poles on the other, so that both margins cannot be 60 to 40 and 50 to 50.
    with pytest.raises(RegardError, match="No weights give these answers all margins") as apart:
        rake("p", {("IT", "a"): 5, ("PL", "b"): 5}, {"country": COUNTRIES, "plan": {"a": 0.5, "b": 0.5}})
    assert (missing.value.code, apart.value.code) == ("bad_value", "bad_value")
    assert rake("p", {}, {"country": COUNTRIES}) == {"country": {"IT": 1.0, "PL": 1.0}}
