"""Parquet: columns with types, so nothing has to be guessed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq

from regard.errors import RegardError
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import RawChunk
from regard.intake.files.unpacked import Unpacked

_ROWS_AT_ONCE = 122_880


class Parquet:
    """A Parquet file as a table."""

    def __init__(self, file: FileBytes) -> None:
        """Read the file's description. Raises `RegardError` with code `empty_file` or `unreadable_file`."""
        self._file = file
        if not file.size:
            raise RegardError("empty_file", f'"{file.path}" is empty.', "Export it again.")
        self._unpacked = Unpacked(file)
        try:
            self._parquet = pq.ParquetFile(self._unpacked.path)
        except (pa.ArrowException, OSError) as problem:
            raise self._refusal(problem) from problem
        self.columns: tuple[str, ...] = tuple(self._parquet.schema_arrow.names)
        self.told: Mapping[str, str] = {"format": "Parquet"}

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows as the file has them, with their types; they are numbered from 1."""
        before, total = 0, max(self._parquet.metadata.num_rows, 1)
        batches = self._parquet.iter_batches(_ROWS_AT_ONCE, columns=list(only) if only is not None else None)
        while (batch := self._next(batches)) is not None:
            yield RawChunk(batch, partial(_number, before))
            before += batch.num_rows
            self._file.position = self._file.size * before // total

    def _next(self, batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
        """Return the next batch, or nothing at the end."""
        try:
            return next(batches, None)
        except (pa.ArrowException, OSError) as problem:
            raise self._refusal(problem) from problem

    def _refusal(self, problem: Exception) -> RegardError:
        """Return the refusal of a file that is damaged."""
        first = str(problem).splitlines()[0].rstrip(".")
        return RegardError(
            "unreadable_file",
            f'"{self._file.path}" is cut short or is no Parquet file: {first}.',
            "Fetch or export it again; nothing of it was kept.",
        )


def _number(before: int, place: int) -> int:
    """Return the number of a row in the file, from 1."""
    return before + place + 1
