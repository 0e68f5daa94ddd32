"""One JSON object per line, of any number of lines."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

import msgspec
import pyarrow as pa

from regard.errors import RegardError
from regard.intake.files.encoding import SAMPLE_BYTES, as_utf8, detect_encoding, known_encoding
from regard.intake.files.lines import Limits, Stretch, lossless, split_lines
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import Broken, RawChunk
from regard.intake.files.values import to_column

_LINES_LOOKED_AT = 1_000
_ROWS_AT_ONCE = 20_000


class Ndjson:
    """Lines of JSON objects as a table; a name with dots reaches into nested objects where `paths` asks for it."""

    def __init__(
        self,
        file: FileBytes,
        *,
        encoding: str | None = None,
        paths: Sequence[str] = (),
        limits: Limits | None = None,
    ) -> None:
        """Look at the names in the first lines. Raises `RegardError` with code `empty_file` or `unreadable_file`."""
        self._file = file
        self._limits = limits
        self._paths = [path for path in paths if "." in path]
        sample = file.sample(SAMPLE_BYTES)
        if not sample.strip():
            raise RegardError("empty_file", f'"{file.path}" is empty.', "Export it again.")
        if sample.lstrip().startswith(b"["):
            raise RegardError(
                "unreadable_file", f'"{file.path}" is one JSON array.', "Write one object per line, without the array."
            )
        self._encoding = known_encoding(encoding) if encoding else detect_encoding(sample)
        lines = b"".join(as_utf8([sample], self._encoding)).splitlines()[:_LINES_LOOKED_AT]
        self.columns = tuple(dict.fromkeys(name for line in lines for name in self._object(line)))
        self.told: Mapping[str, str] = {"format": "JSON lines", "encoding": self._encoding}

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows; lines that are no JSON objects beside them."""
        for part in split_lines(as_utf8(self._file.blocks(), self._encoding), with_quotes=False, limits=self._limits):
            if isinstance(part, Broken):
                yield RawChunk(_as_rows([], only), _line_of, (part,))
            else:
                yield from self._read(part, only)

    def _read(self, stretch: Stretch, only: Sequence[str] | None) -> Iterator[RawChunk]:
        """Return the rows of a stretch."""
        numbered = enumerate(stretch.text.split(b"\n"), start=stretch.first_line)
        while part := list(islice(numbered, _ROWS_AT_ONCE)):
            rows, lines, broken = [], [], []
            for line, text in part:
                if not text.strip():
                    continue
                try:
                    rows.append(self._flat(_decoded(text)))
                    lines.append(line)
                except ValueError as problem:
                    broken.append(Broken(line, f"The line is not a JSON object: {problem}.", lossless(text)))
            yield RawChunk(_as_rows(rows, only), partial(_item, lines), broken)

    def _object(self, line: bytes) -> Mapping[str, Any]:
        """Return the object of a line, empty where it is none."""
        try:
            return self._flat(_decoded(line))
        except ValueError:
            return {}

    def _flat(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row with what the paths reach beside its own names."""
        for path in self._paths:
            if path not in row and (found := _reached(row, path.split("."))) is not None:
                row[path] = found
        return row


def _decoded(line: bytes) -> dict[str, Any]:
    """Return the object that a line says. Raises `ValueError` when it says none."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise ValueError(str(problem)) from None
    if not isinstance(found, dict):
        raise ValueError(f"it is a {type(found).__name__}")  # noqa: TRY004 - one kind of error for a line that is no row
    return found


def _reached(row: object, names: Sequence[str]) -> object:
    """Return the value that names reach one after the other, or nothing."""
    for name in names:
        row = row.get(name) if isinstance(row, dict) else None
    return row


def _as_rows(rows: Sequence[Mapping[str, Any]], only: Sequence[str] | None) -> pa.RecordBatch:
    """Return objects as columns: one for each name that any of them has."""
    names = dict.fromkeys(name for row in rows for name in row)
    chosen = [name for name in names if only is None or name in only]
    arrays = [to_column([row.get(name) for row in rows]) for name in chosen]
    return pa.RecordBatch.from_arrays(arrays, names=chosen)


def _item(lines: Sequence[int], place: int) -> int:
    """Return the line of a row."""
    return lines[place]


def _line_of(place: int) -> int:
    """Refuse to number the rows of a chunk that has none."""
    raise IndexError(place)
