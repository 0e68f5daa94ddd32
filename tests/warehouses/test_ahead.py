"""Reading ahead in a second thread."""

import threading
from collections.abc import Iterator

import pytest

from regard.warehouses.ahead import Ahead


def test_items_come_in_order() -> None:
    """All items come, in their order."""
    with Ahead(iter(range(100))) as items:
        assert list(items) == list(range(100))


def test_errors_come_through() -> None:
    """What the iterator raises is raised where its items are taken, after the items before it."""

    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    taken: list[int] = []
    with pytest.raises(ValueError, match="broken"), Ahead(failing()) as items:
        taken.extend(items)
    assert taken == [1]


def test_leaving_early_stops_the_thread() -> None:
    """Leaving before the end closes the iterator and ends its thread."""
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    before = threading.active_count()
    with Ahead(endless()) as items:
        assert next(items) == 1
    assert closed.is_set()
    assert threading.active_count() == before
