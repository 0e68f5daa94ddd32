"""Reading ahead: the next rows are read while the last ones are being kept."""

import contextlib
import queue
import threading
from collections.abc import Generator, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_AHEAD = 6
_PATIENCE_SECONDS = 0.1


class Ahead(Generic[T]):
    """An iterator whose items are made in a second thread, a few ahead; what it raises is raised here.

    Used as a context: leaving it, for whatever reason, stops the thread and closes the iterator.
    """

    def __init__(self, items: Iterator[T]) -> None:
        """Keep the iterator; it is begun on entering."""
        self._items = items
        self._made: queue.Queue[tuple[bool, T | BaseException | None]] = queue.Queue(_AHEAD)
        self._is_left = threading.Event()
        self._thread = threading.Thread(target=self._make, daemon=True)

    def __enter__(self) -> Iterator[T]:
        """Begin, and return the items."""
        self._thread.start()
        return self._taken()

    def __exit__(self, *_: object) -> None:
        """Stop the thread, and wait until it has let go of its files."""
        self._is_left.set()
        self._thread.join()

    def _make(self) -> None:
        """Make the items; the last thing that is handed over is the end, or what went wrong."""
        try:
            for item in self._items:
                if not self._hand_over((True, item)):
                    break
            self._hand_over((False, None))
        except BaseException as problem:  # noqa: BLE001 - raised again where the items are taken
            self._hand_over((False, problem))
        finally:
            if isinstance(self._items, Generator):
                self._items.close()

    def _hand_over(self, made: tuple[bool, T | BaseException | None]) -> bool:
        """Return whether anybody still takes what was made."""
        while not self._is_left.is_set():
            with contextlib.suppress(queue.Full):
                self._made.put(made, timeout=_PATIENCE_SECONDS)
                return True
        return False

    def _taken(self) -> Iterator[T]:
        """Return the items in their order."""
        while True:
            is_item, made = self._made.get()
            if not is_item:
                if isinstance(made, BaseException):
                    raise made
                return
            yield made  # type: ignore[misc]  # the pair says that it is an item
