"""Pairs of days: counted plainly, person by person."""

from hypothesis import given

from regard.rows.day_pairs import TABLE, day_pairs
from tests.rows.random_days import ACTIVE_DAYS, Counted, Person, crowds, tally

PAIRS = Counted(day_pairs(ACTIVE_DAYS))


@given(crowd=crowds())
def test_pairs_as_counted_plainly(crowd: list[Person]) -> None:
    """Every two days of a person that lie 1 to 92 days apart are a pair, and no others."""
    pairs = [
        ((day, (day - before).days), (1,))
        for one in crowd
        for day in one.days
        for before in one.days
        if 1 <= (day - before).days <= 92
    ]
    assert PAIRS.rows(crowd) == tally(pairs)


def test_columns_are_those_of_the_table() -> None:
    """What is counted can be put under what was counted before."""
    PAIRS.check(TABLE)
