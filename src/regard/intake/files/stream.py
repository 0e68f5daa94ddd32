"""The bytes of a file, unpacked when it is compressed, in blocks; and how far the reading is."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from regard.errors import RegardError

BLOCK_BYTES = 4 * 1024 * 1024


@dataclass
class FileBytes:
    """A file on disk, and how many of its bytes have been read since it was last opened."""

    path: Path
    size: int = field(init=False)
    position: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Look up how large the file is."""
        self.size = self.path.stat().st_size

    @property
    def is_packed(self) -> bool:
        """Return whether the name says that the file is gzipped."""
        return self.path.suffix.lower() == ".gz"

    def blocks(self, size: int = BLOCK_BYTES) -> Iterator[bytes]:
        """Return the unpacked bytes in blocks of at most `size`. Raises `RegardError` when the file is cut short."""
        with self.opened() as stream:
            while block := self._block(stream, size):
                yield block

    def sample(self, size: int) -> bytes:
        """Return the first unpacked bytes."""
        with self.opened() as stream:
            return self._block(stream, size)

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Give the file opened for reading unpacked bytes."""
        self.position = 0
        try:
            with self.path.open("rb") as disk:
                self._disk = disk
                yield cast("IO[bytes]", gzip.GzipFile(fileobj=disk)) if self.is_packed else disk
        except (OSError, EOFError, zlib.error) as problem:
            raise unreadable(self.path, problem) from problem

    def _block(self, stream: IO[bytes], size: int) -> bytes:
        """Return the next block and note how far the file on disk was read."""
        block = stream.read(size)
        self.position = self._disk.tell()
        return block


def unreadable(path: Path, problem: Exception) -> RegardError:
    """Return the refusal of a file that cannot be read to its end."""
    if isinstance(problem, FileNotFoundError):
        return RegardError("no_file", f'There is no file "{path}".', "Check the path.")
    if isinstance(problem, PermissionError):
        return RegardError("unreadable_file", f'"{path}" may not be read.', "Ask its owner for permission.")
    if isinstance(problem, EOFError | gzip.BadGzipFile | zlib.error):
        return RegardError("unreadable_file", f'"{path}" is cut short or is not gzip.', "Fetch or export it again.")
    return RegardError("unreadable_file", f'"{path}" cannot be read: {problem}.', "Fetch or export it again.")
