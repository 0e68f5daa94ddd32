"""How far a load is, told a few times a second."""

import time
from collections.abc import Callable, Sequence

from regard.intake.files.stream import FileBytes

Progress = Callable[[int, int, int], None]
"""Is told the rows read, the bytes read and the bytes in all, of all files of a load."""

_SECONDS_BETWEEN = 0.2


class Report:
    """Counts what was read of some files and tells it."""

    def __init__(self, progress: Progress | None, files: Sequence[FileBytes]) -> None:
        """Begin at nothing."""
        self._progress = progress
        self._files = files
        self._bytes = sum(file.size for file in files)
        self._rows = 0
        self._told_at = 0.0

    def tell(self, file: FileBytes, rows: int) -> None:
        """Count more rows of a file, and tell it unless that was done a moment ago."""
        self._rows += rows
        moment = time.monotonic()
        if self._progress is not None and moment - self._told_at >= _SECONDS_BETWEEN:
            self._told_at = moment
            before = sum(other.size for other in self._files[: self._files.index(file)])
            self._progress(self._rows, min(before + file.position, self._bytes), self._bytes)

    def end(self) -> None:
        """Tell that all was read."""
        if self._progress is not None:
            self._progress(self._rows, self._bytes, self._bytes)
