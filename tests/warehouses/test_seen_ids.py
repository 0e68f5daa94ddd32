"""The filter of ids that have been seen."""

import numpy as np

from regard.warehouses.seen_ids import SeenIds, first_of_each

RANDOM = np.random.default_rng(7)


def test_never_forgets() -> None:
    """An id that was noted is always said to have been seen, also after the filter has grown."""
    seen = SeenIds()
    noted = RANDOM.integers(0, 2**64, 3_000_000, dtype=np.uint64)
    for part in np.array_split(noted, 7):
        seen.note(part)
    assert seen.maybe(noted).all()


def test_seldom_errs() -> None:
    """Of ids that were not noted fewer than one in twenty are said to have been."""
    seen = SeenIds(200_000)
    seen.note(RANDOM.integers(0, 2**64, 200_000, dtype=np.uint64))
    assert seen.maybe(RANDOM.integers(0, 2**64, 200_000, dtype=np.uint64)).mean() < 0.05


def test_knows_nothing_at_first() -> None:
    """Before anything is noted nothing has been seen."""
    assert not SeenIds().maybe(np.arange(1_000, dtype=np.uint64)).any()


def test_first_of_each() -> None:
    """Of equal hashes the first is marked."""
    assert first_of_each(np.array([5, 3, 5, 3, 9], np.uint64)).tolist() == [True, True, False, False, True]
