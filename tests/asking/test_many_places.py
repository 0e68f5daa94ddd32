"""Estimates of many places at once, beside the same made plainly one place after the other."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.asking.estimates import Estimates, How, estimate, over_everybody, without_few
from regard.asking.places import PickedRows
from regard.inference.means import delta
from regard.inference.moments import Moments
from regard.inference.shares import wilson
from regard.metrics.catalogue import METRICS

HOW = How(0.9)
Person = tuple[int, int]
"""How many visits a person had that count, and how many in all."""

people = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted).map(tuple)
places: Any = st.lists(st.none() | st.lists(people, max_size=6), min_size=1, max_size=5)


def sums(found: Sequence[Person] | None, label: str = "m", **more: Any) -> dict[str, Any]:
    """What a pass gives for a place: nothing at all, or sums over persons, null where nobody was there."""
    if found is None:
        return {}
    columns: dict[str, Any] = {
        "x": sum(x for x, _ in found),
        "n": sum(n for _, n in found),
        "xx": float(sum(x * x for x, _ in found)),
        "nn": float(sum(n * n for _, n in found)),
        "xn": float(sum(x * n for x, n in found)),
        "groups": sum(n > 0 for _, n in found),
        **more,
    }
    return {f"{label} {name}": value if found else None for name, value in columns.items()}


def moments(found: Sequence[Person]) -> Moments:
    """The moments of a place, summed plainly."""
    x, n = sum(one[0] for one in found), sum(one[1] for one in found)
    groups = sum(one[1] > 0 for one in found)
    xx, nn, xn = (float(sum(one[a] * one[b] for one in found)) for a, b in ((0, 0), (1, 1), (0, 1)))
    return Moments(n, x, x, groups, xx, nn, xn)


def asked(name: str, found: Sequence[dict[str, Any]], how: How = HOW, spread: float = 1.0) -> Estimates:
    """The estimates of a metric of the catalogue at places."""
    return estimate(PickedRows(found), "m", METRICS[name], how, [spread] * len(found))


@given(places)
def test_shares_of_places(found: list[list[Person] | None]) -> None:
    """A share has at each place the value, the parts and Wilson's interval that it has alone; null over nothing."""
    told = asked("bounce_rate", [sums(one) for one in found])
    for place, one in enumerate(found):
        bounces, visits = sum(x for x, _ in one or ()), sum(n for _, n in one or ())
        assert told.n[place] == visits
        assert told.parts[place] == {"bounces": bounces, "visits": visits}
        assert told.values[place] == (pytest.approx(bounces / visits) if visits else None)
        interval = wilson(moments(one), 0.9) if one and visits else None
        assert told.intervals[place] == (pytest.approx(interval.to_dict()) if interval else None)
        assert (told.at(place).interval is None) == (interval is None)
        assert all(type(part) is int for part in told.parts[place].values())


@given(places, st.sampled_from([1.0, 7.0, 0.25]))
def test_ratios_of_places(found: list[list[Person] | None], spread: float) -> None:
    """A ratio is divided by the length of the time, its interval too, which is that of the delta method."""
    told = asked("interaction_frequency", [sums(one) for one in found], spread=spread)
    for place, one in enumerate(found):
        x, n = sum(one[0] for one in one or ()), sum(one[1] for one in one or ())
        assert told.values[place] == (pytest.approx(x / n / spread) if n else None)
        interval = delta(moments(one), 0.9) if one and n else None
        ends = (max(interval.low, 0) / spread, interval.high / spread) if interval else None
        shown = told.intervals[place]
        assert (shown and (shown["low"], shown["high"])) == (pytest.approx(ends) if ends else None)


@given(places)
def test_counts_of_places(found: list[list[Person] | None]) -> None:
    """A count is a whole number everywhere, 0 where nothing was, and its interval is itself."""
    told = asked("page_views", [{"m x": sums(one)["m x"]} if one else {} for one in found])
    counts = [sum(x for x, _ in one or ()) for one in found]
    assert told.values == told.n == counts
    assert [one and (one["low"], one["high"], one["method"]) for one in told.intervals] == [
        (count, count, "exact") for count in counts
    ]
    assert all(type(value) is int for value in told.values)


def test_person_groups_give_the_jackknife() -> None:
    """Sums by person groups name the interval of a ratio jackknife; of a share it is asked for by that name."""
    found = [sums([(1, 2), (2, 2), (0, 3)], by_groups=True), sums(None)]
    assert [one and one["method"] for one in asked("pages_per_visit", found).intervals] == ["jackknife", None]
    assert [one and one["method"] for one in asked("bounce_rate", found).intervals] == ["wilson", None]
    how = How(0.9, "jackknife")
    share, plain = (asked("bounce_rate", [sums([(1, 2), (2, 2), (0, 3)])], one) for one in (how, How(0.9, "delta")))
    assert share.intervals[0] == pytest.approx({**(plain.intervals[0] or {}), "method": "jackknife"})


def test_weights_of_one_place_are_no_matter_of_another() -> None:
    """Weights of 2 everywhere change nothing; the effective n stands where rows have weights, and only there."""
    plain = sums([(1, 2), (2, 2), (0, 3)])
    twice = {name: value if name == "m groups" else 2 * value for name, value in plain.items()}
    for name in ("xx", "nn", "xn"):
        twice[f"m {name}"] *= 2
    weighed = {**twice, "m s": 7, "m w": 4.0 * 7}
    unweighed, told = asked("bounce_rate", [plain]), asked("bounce_rate", [weighed, {}, {**weighed, "m w": None}])
    assert (told.values[0], told.n[0], told.intervals[0]) == (unweighed.values[0], 7, unweighed.intervals[0])
    assert told.parts[0] == {"bounces": 3, "visits": 7, "effective_n": 7}
    assert told.parts[1] == {"bounces": 0, "visits": 0}
    assert told.parts[2]["effective_n"] == 0


def test_groups_over_everybody() -> None:
    """A group's numerator stands over the denominator of everybody at the same place; over nobody it is null."""
    found = [sums(one) for one in ([(1, 1), (0, 1)], None, [(1, 1)], None)]
    told = over_everybody(asked("conversion_rate", found), 2, METRICS["conversion_rate"], HOW)
    assert told.values == [0.5, None, 0.5, None]
    assert told.n == [2, 0, 2, 0]
    assert told.parts[2] == {"converting_visitors": 1, "visitors": 2}
    assert told.moments is not None
    assert told.moments.at(2) == moments([(1, 1), (0, 1)])


def test_few_rows_are_not_told() -> None:
    """What fewer rows than asked for are behind has its n and nothing else."""
    told = without_few(asked("bounce_rate", [sums([(1, 2)]), sums([(1, 9)])]), 3)
    assert (told.values, told.n, told.parts[0]) == ([None, pytest.approx(1 / 9)], [2, 9], {})
    assert told.at(0).moments is None
    assert told.intervals[0] is None
