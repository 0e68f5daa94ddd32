"""Delimited text: CSV, TSV and their relatives, of any size."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate

import pyarrow as pa
from pyarrow import csv

from regard.intake.files.dialect import BLANKS, Dialect, as_byte, detect_dialect, without_runs
from regard.intake.files.encoding import SAMPLE_BYTES, as_utf8, detect_encoding, known_encoding
from regard.intake.files.lines import Limits, Stretch, lossless, split_lines
from regard.intake.files.quoting import Piece, Shape, is_well_quoted, split_records
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import Broken, RawChunk, unique_names

_LONE_RETURN = re.compile(rb"\r(?!\n)")


class Delimited:
    """A delimited text as a table; all its columns are text."""

    def __init__(
        self,
        file: FileBytes,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        header: Sequence[str] | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Look at the beginning of the file; what is told is not guessed."""
        self._file = file
        self._limits = limits
        sample = file.sample(SAMPLE_BYTES)
        self._encoding = known_encoding(encoding) if encoding else detect_encoding(sample)
        text = b"".join(as_utf8([sample], self._encoding))
        self._has_old_ends = b"\n" not in text and b"\r" in text
        whole = self._with_usual_ends(text)
        end = whole.rfind(b"\n") + 1 if len(sample) == SAMPLE_BYTES else 0
        self._dialect: Dialect = detect_dialect(file.path, whole[: end or None], delimiter, header)
        self.columns = unique_names(self._dialect.header)
        self._shape = Shape(as_byte(self._dialect.delimiter), len(self.columns))
        self.told: Mapping[str, str] = {
            "format": "delimited text",
            "encoding": self._encoding,
            "delimiter": {"\t": "tab"}.get(self._dialect.delimiter, self._dialect.delimiter),
            "lines before the first row": str(self._dialect.lines_before),
        }

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows, in chunks of a few megabytes; lines that are no rows beside them."""
        skip = self._dialect.lines_before
        for part in split_lines(self._text(), limits=self._limits):
            if isinstance(part, Broken):
                if part.line > skip:
                    yield RawChunk(self._empty(only), _no_line, (part,))
            elif found := _after(part, skip):
                yield self._chunk(found, only)

    def _text(self) -> Iterator[bytes]:
        """Return the text in UTF-8, with usual ends of lines."""
        return (self._with_usual_ends(block) for block in as_utf8(self._file.blocks(), self._encoding))

    def _with_usual_ends(self, block: bytes) -> bytes:
        """Return a block whose lines end as usual; before 2001 one system ended them with a return alone."""
        return block.replace(b"\r", b"\n") if self._has_old_ends else block

    def _chunk(self, stretch: Stretch, only: Sequence[str] | None) -> RawChunk:
        """Return the rows of a stretch: at once when nothing is wrong with it, record by record when something is."""
        text = without_runs(stretch.text) if self._dialect.delimiter == BLANKS else stretch.text
        if _is_utf8(text) and (b'"' not in text or is_well_quoted(text, self._shape)):
            rows, is_whole = self._rows(text, only)
            if is_whole:
                return RawChunk(rows, partial(_line_of, _Places(text, stretch.first_line, self._shape)))
        pieces = list(split_records(text, self._shape))
        return self._mended(pieces, stretch.first_line, only)

    def _mended(self, pieces: Sequence[Piece], first_line: int, only: Sequence[str] | None) -> RawChunk:
        """Return the rows of the records that are sound, and the others as broken lines."""
        good, lines, broken = [], [], []
        starts = accumulate((piece.lines for piece in pieces), initial=first_line)
        for piece, line in zip(pieces, starts, strict=False):
            problem = piece.problem or (None if _is_utf8(piece.content) else self._wrong_letters(piece.content))
            if problem:
                broken.append(Broken(line, problem, lossless(piece.content)))
            elif piece.content.strip(b"\r\n"):
                good.append(piece.content if b'"' in piece.content else _LONE_RETURN.sub(b" ", piece.content))
                lines.append(line)
        rows, _ = self._rows(b"".join(good), only)
        return RawChunk(rows, lines.__getitem__, broken)

    def _rows(self, text: bytes, only: Sequence[str] | None) -> tuple[pa.RecordBatch, bool]:
        """Return the rows of a text, and whether all of its records were rows."""
        if not text.strip(b"\r\n"):
            return self._empty(only), True
        wrong: list[int | None] = []

        def note(row: csv.InvalidRow) -> str:
            wrong.append(row.number)
            return "skip"

        table = csv.read_csv(
            io.BytesIO(text),
            csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=list(self.columns)),
            csv.ParseOptions(
                delimiter=self._shape.delimiter.decode(), newlines_in_values=b'"' in text, invalid_row_handler=note
            ),
            csv.ConvertOptions(
                column_types={name: pa.string() for name in self.columns},
                strings_can_be_null=False,
                check_utf8=False,
                include_columns=list(only) if only is not None else None,
            ),
        )
        batches = table.combine_chunks().to_batches()
        return (batches[0] if batches else self._empty(only)), not wrong

    def _empty(self, only: Sequence[str] | None) -> pa.RecordBatch:
        """Return no rows."""
        names = self.columns if only is None else only
        return pa.RecordBatch.from_arrays([pa.nulls(0, pa.string()) for _ in names], names=list(names))

    def _wrong_letters(self, content: bytes) -> str:
        """Return the sentence for a line with bytes that stand for nothing."""
        try:
            content.decode()
        except UnicodeDecodeError as problem:
            byte = content[problem.start]
            return (
                f"The byte {byte:#04x} at place {problem.start + 1} is no letter of {self._encoding}. "
                'Load the file again with its encoding, such as encoding="cp1252".'
            )
        return ""


class _Places:
    """The lines of the records of a text, found when they are first asked for: only problems need them."""

    def __init__(self, text: bytes, first_line: int, shape: Shape) -> None:
        """Keep the text until then."""
        self._text, self._first_line, self._shape = text, first_line, shape
        self._lines: list[int] | None = None

    def line(self, place: int) -> int:
        """Return the line in which the record at that place begins."""
        if self._lines is None:
            line, self._lines = self._first_line, []
            for piece in split_records(self._text, self._shape):
                if piece.content.strip(b"\r\n"):
                    self._lines.append(line)
                line += piece.lines
        return self._lines[place]


def _line_of(places: _Places, place: int) -> int:
    """Return the line of a row."""
    return places.line(place)


def _no_line(place: int) -> int:
    """Refuse to number the rows of a chunk that has none."""
    raise IndexError(place)


def _is_utf8(text: bytes) -> bool:
    """Return whether bytes are UTF-8."""
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _after(stretch: Stretch, skip: int) -> Stretch | None:
    """Return what comes after the first `skip` lines of the file, if anything."""
    missing = skip - stretch.first_line + 1
    if missing <= 0:
        return stretch
    place = 0
    for _ in range(missing):
        place = stretch.text.find(b"\n", place) + 1
        if not place:
            return None
    rest = stretch.text[place:]
    return Stretch(rest, skip + 1) if rest else None
