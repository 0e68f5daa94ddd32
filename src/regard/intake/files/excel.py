"""Excel workbooks: the sheet with rows, read in a stream."""

import weakref
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

import pyarrow as pa

from regard.errors import RegardError, unknown
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import RawChunk, unique_names
from regard.intake.files.unpacked import Unpacked
from regard.intake.files.values import to_column

_ROWS_LOOKED_AT = 50
_ROWS_AT_ONCE = 5_000
_EXACT_DIGITS = 10**15
"""Excel keeps fifteen digits of a number; the rest of a longer one are zeros that nobody wrote."""


class Excel:
    """One sheet of a workbook as a table; cells keep their types."""

    def __init__(self, file: FileBytes, *, sheet: str | None = None, header: Sequence[str] | None = None) -> None:
        """Find the sheet and its header. Raises `RegardError` when there is none, or more than one sheet with rows."""
        self._file = file
        if not file.size:
            raise RegardError("empty_file", f'"{file.path}" is empty.', "Export it again.")
        self._unpacked = Unpacked(file)
        self._book = _opened(file, self._unpacked)
        weakref.finalize(self, self._book.close)
        self._sheet = self._book[self._sheet_name(sheet)]
        rows = [row for _, row in islice(self._rows(), _ROWS_LOOKED_AT)]
        place = max(range(len(rows)), key=lambda row: (_width(rows[row]) == max(map(_width, rows)), -row))
        self._rows_before = 0 if header is not None else place + 1
        names = header if header is not None else [str(cell or "") for cell in rows[place]]
        self.columns = unique_names(names)
        self.told: Mapping[str, str] = {"format": "Excel", "sheet": self._sheet.title}

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows, numbered as in the sheet."""
        numbered = islice(self._rows(), self._rows_before, None)
        while part := list(islice(numbered, _ROWS_AT_ONCE)):
            lines = [line for line, _ in part]
            chosen = [(place, name) for place, name in enumerate(self.columns) if only is None or name in only]
            arrays = [to_column([row[place] if place < len(row) else None for _, row in part]) for place, _ in chosen]
            batch = pa.RecordBatch.from_arrays(arrays, names=[name for _, name in chosen])
            yield RawChunk(batch, partial(_item, lines))
        self._file.position = self._file.size

    def _rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Return the rows that hold anything, with their numbers."""
        for number, row in enumerate(self._sheet.iter_rows(values_only=True), start=1):
            if any(cell is not None and cell != "" for cell in row):
                yield number, [_cell(cell) for cell in row]

    def _sheet_name(self, told: str | None) -> str:
        """Return the name of the sheet to read."""
        names = self._book.sheetnames
        if told is not None:
            if told not in names:
                raise unknown("sheet", told, names)
            return told
        filled: list[str] = [sheet.title for sheet in self._book.worksheets if _has_rows(sheet)]
        if not filled:
            raise RegardError("empty_file", f'"{self._file.path}" has no rows.', "Export it again.")
        if len(filled) > 1:
            listed = ", ".join(f'"{name}"' for name in filled)
            raise RegardError(
                "missing_argument",
                f'"{self._file.path}" has several sheets with rows: {listed}.',
                f'Say which one, such as sheet="{filled[0]}".',
            )
        return filled[0]


def _opened(file: FileBytes, unpacked: Unpacked) -> Any:
    """Return the workbook, opened for reading in a stream."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(unpacked.path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ParseError, ValueError) as problem:
        raise RegardError(
            "unreadable_file", f'"{file.path}" is damaged or is no Excel workbook.', "Save it again as .xlsx."
        ) from problem


def _has_rows(sheet: Any) -> bool:
    """Return whether a sheet has anything in its first rows."""
    rows = islice(sheet.iter_rows(values_only=True), _ROWS_LOOKED_AT)
    return any(cell is not None and cell != "" for row in rows for cell in row)


def _width(row: Sequence[object]) -> int:
    """Return how many cells of a row hold anything."""
    return sum(1 for cell in row if cell is not None and cell != "")


def _cell(value: object) -> object:
    """Return the value of a cell; a number with more digits than Excel keeps becomes a float, which is no id."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT_DIGITS:
        return float(value)
    return value


def _item(lines: Sequence[int], place: int) -> int:
    """Return the number of a row in the sheet."""
    return lines[place]
