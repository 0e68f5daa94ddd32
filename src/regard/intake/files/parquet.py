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
_SMALL_LIST = 1 << 16
"""Bytes, compressed, of the different values of a column in one stretch of rows."""


class Parquet:
    """A Parquet file as a table."""

    def __init__(self, file: FileBytes) -> None:
        """Read the file's description. Raises `RegardError` with code `empty_file` or `unreadable_file`."""
        self._file = file
        if not file.size:
            raise RegardError("empty_file", f'"{file.path}" is empty.', "Export it again.")
        self._unpacked = Unpacked(file)
        try:
            self._parquet = self._opened()
        except (pa.ArrowException, OSError) as problem:
            raise self._refusal(problem) from problem
        self.columns: tuple[str, ...] = tuple(self._parquet.schema_arrow.names)
        self.told: Mapping[str, str] = {"format": "Parquet"}

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows as the file has them, with their types; they are numbered from 1."""
        return self._chunks(self._parquet, list(only) if only is not None else None)

    def chunks_as_stored(self) -> Iterator[RawChunk]:
        """Return the rows, all columns, as `chunks` does; texts that repeat are places in a list of few, as stored."""
        with self._opened(self._repeating()) as parquet:
            yield from self._chunks(parquet, None)

    def _opened(self, repeating: Sequence[str] = ()) -> pq.ParquetFile:
        """Return the file opened. Nothing is read ahead: Arrow would keep all bytes that it did until the last row."""
        return pq.ParquetFile(self._unpacked.path, read_dictionary=list(repeating), pre_buffer=False)

    def _chunks(self, parquet: pq.ParquetFile, only: list[str] | None) -> Iterator[RawChunk]:
        """Return the rows of the file as it was opened. One thread reads: the others are with what was read before."""
        before, total = 0, max(parquet.metadata.num_rows, 1)
        for batch in _whole(self._read(parquet.iter_batches(_ROWS_AT_ONCE, columns=only, use_threads=False))):
            yield RawChunk(batch, partial(_number, before))
            before += batch.num_rows
            self._file.position = self._file.size * before // total

    def _repeating(self) -> list[str]:
        """Return the columns of text whose different values, in the first stretch of rows, take little room."""
        metadata = self._parquet.metadata
        if not metadata.num_row_groups or len(self.columns) != metadata.num_columns:
            return []
        first = metadata.row_group(0)
        columns = [first.column(place) for place in range(metadata.num_columns)]
        texts = [pa.types.is_string(field.type) for field in self._parquet.schema_arrow]
        return [
            name
            for name, column, is_text in zip(self.columns, columns, texts, strict=True)
            if is_text
            and column.has_dictionary_page
            and column.data_page_offset - column.dictionary_page_offset <= _SMALL_LIST
        ]

    def _read(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Return the batches; raises `RegardError` with code `unreadable_file` where the file is damaged."""
        try:
            yield from batches
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


def _whole(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Return the rows of batches, which end where a stretch of the file does, in larger ones, all of one size."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while (rows := sum(each.num_rows for each in held)) >= _ROWS_AT_ONCE:
            table = pa.Table.from_batches(held)
            yield from _together(table.slice(0, _ROWS_AT_ONCE))
            held = table.slice(_ROWS_AT_ONCE).to_batches() if rows > _ROWS_AT_ONCE else []
    if held:
        yield from _together(pa.Table.from_batches(held))


def _together(rows: pa.Table) -> list[pa.RecordBatch]:
    """Return rows as one batch, with one list of the texts that repeat; as more where texts are too long for one."""
    batches: list[pa.RecordBatch] = rows.unify_dictionaries().combine_chunks().to_batches()
    return batches


def _number(before: int, place: int) -> int:
    """Return the number of a row in the file, from 1."""
    return before + place + 1
