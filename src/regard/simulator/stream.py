"""Writing a world as Parquet, one chunk of people at a time, so that memory does not grow with its size."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from regard.errors import RegardError
from regard.records import RECORDS, RecordType

TRUTH_FILE = "truth.json"

_UNFINISHED = ".part"


def file_of(folder: Path, record: RecordType) -> Path:
    """Return where the records of a kind are, such as `events.parquet`."""
    return folder / f"{record.table}.parquet"


def write_tables(folder: Path, chunks: Iterable[Mapping[str, pa.Table]]) -> dict[str, Path]:
    """Return the file of each kind of record, by its name, once all chunks are in them.

    Every kind has a table in some chunk. Files appear under their names when they are whole.

    Raises `RegardError` with code `cannot_write`.
    """
    files = {record.name: file_of(folder, record) for record in RECORDS}
    with _writing_in(folder):
        folder.mkdir(parents=True, exist_ok=True)
        parts = {name: file.with_suffix(file.suffix + _UNFINISHED) for name, file in files.items()}
        try:
            _write_parts(parts, chunks)
            for name, part in parts.items():
                part.replace(files[name])
        finally:
            for part in parts.values():
                part.unlink(missing_ok=True)
    return files


def write_truth(folder: Path, truth: Mapping[str, Any]) -> None:
    """Write what is true beside the records; raises `RegardError` with code `cannot_write`."""
    with _writing_in(folder):
        (folder / TRUTH_FILE).write_text(json.dumps(truth, indent=2) + "\n", encoding="utf-8")


def _write_parts(parts: Mapping[str, Path], chunks: Iterable[Mapping[str, pa.Table]]) -> None:
    """Write all chunks into one file per kind; each chunk is one row group."""
    writers: dict[str, pq.ParquetWriter] = {}
    with ExitStack() as open_files:
        for chunk in chunks:
            for name, table in chunk.items():
                if name not in writers:
                    writers[name] = open_files.enter_context(_writer(parts[name], table.schema))
                writers[name].write_table(table, row_group_size=max(len(table), 1))


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Return a writer for tables of that schema; readers find text, however it is coded here."""
    coded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    # Statistics of every column stay in memory until the file is whole; those of instants are what readers skip by.
    dated = [field.name for field in schema if pa.types.is_timestamp(field.type)]
    return pq.ParquetWriter(path, schema, use_dictionary=coded, write_statistics=dated, store_schema=False)


@contextmanager
def _writing_in(folder: Path) -> Iterator[None]:
    """Turn the refusals of the file system into one that names the folder."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise RegardError(
            "cannot_write",
            f'The simulated world cannot be written to "{folder}": {reason}.',
            "Name a folder that you may write to, with room for about 50 bytes per event.",
        ) from problem
