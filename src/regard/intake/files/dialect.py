"""What a delimited text looks like: what parts its fields, where its header is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from regard.errors import RegardError
from regard.intake.files.quoting import Shape, split_records

BLANKS = "blanks"
"""The delimiter of files whose columns are apart by any number of blanks."""

_DELIMITERS = (",", ";", "\t", "|")
_RECORDS_LOOKED_AT = 200
_NUMERIC = re.compile(r"[-+]?[\d.,:/ -]*\d[\d.,:/ -]*%?")


@dataclass(frozen=True)
class Dialect:
    """How a delimited text is laid out."""

    delimiter: str
    header: tuple[str, ...]
    """The fields of the header as written."""

    lines_before: int
    """How many lines come before the first row: titles and the header."""


def detect_dialect(
    path: Path, sample: bytes, delimiter: str | None = None, header: Sequence[str] | None = None
) -> Dialect:
    """Return the layout of a text, judged by its beginning; what is told is not guessed.

    Raises `RegardError` with code `empty_file`, `no_header` or `bad_value`.
    """
    if not sample.strip():
        raise RegardError("empty_file", f'"{path}" is empty.', "Export it again.")
    chosen = delimiter or _best_delimiter(sample)
    records = split_fields(sample, chosen)
    width = _usual_width(records)
    if header is not None:
        if len(header) != width:
            raise RegardError(
                "bad_value", f'The header has {len(header)} names, "{path}" has {width} columns.', "Name every column."
            )
        return Dialect(chosen, tuple(header), _lines_until(records, width, is_header=False))
    place = next((place for place, (fields, _) in enumerate(records) if _is_header(fields, width)), 0)
    names, _ = records[place]
    _check_header(path, names)
    return Dialect(chosen, tuple(names), sum(lines for _, lines in records[: place + 1]))


def split_fields(text: bytes, delimiter: str) -> list[tuple[list[str], int]]:
    """Return the first records of a text, each as its fields and the number of its lines."""
    shape = Shape(as_byte(delimiter))
    if delimiter == BLANKS:
        text = without_runs(text)
    pieces = islice(split_records(text, shape), _RECORDS_LOOKED_AT)
    return [(fields_of(piece.content, shape), piece.lines) for piece in pieces]


def fields_of(record: bytes, shape: Shape) -> list[str]:
    """Return the fields of one record as text, without quotes."""
    content, fields, place = record.rstrip(b"\r\n"), [], 0
    while True:
        found = shape.quoted.match(content, place)
        if found is not None:
            fields.append(found[0][1:-1].replace(b'""', b'"'))
        else:
            end = content.find(shape.delimiter, place)
            fields.append(content[place : end if end >= 0 else len(content)])
        place = found.end() if found else place + len(fields[-1])
        if place >= len(content):
            return [field.decode("utf-8", errors="backslashreplace") for field in fields]
        place += 1


def as_byte(delimiter: str) -> bytes:
    """Return the byte that parts fields once runs of blanks are gone."""
    return b"\t" if delimiter == BLANKS else delimiter.encode()


def without_runs(text: bytes) -> bytes:
    """Return lines whose runs of blanks are one tab, with none at either end."""
    return re.sub(rb"[ \t]+", b"\t", re.sub(rb"(?m)^[ \t]+|[ \t]+(?=\r?$)", b"", text))


def _best_delimiter(sample: bytes) -> str:
    """Return the delimiter under which most records have the same number of fields, more than one."""
    scores = {}
    for delimiter in (*_DELIMITERS, BLANKS):
        records = split_fields(sample, delimiter)
        width = _usual_width(records)
        like = sum(1 for fields, _ in records if len(fields) == width)
        is_shaped = width > 1 and (delimiter != BLANKS or like == len(records))
        scores[delimiter] = (like / len(records), width) if is_shaped and records else (0.0, 0)
    fitting = [delimiter for delimiter in _DELIMITERS if scores[delimiter][0] > 0]
    if fitting:
        return max(fitting, key=lambda delimiter: scores[delimiter])
    return BLANKS if scores[BLANKS][0] > 0 else ","


def _usual_width(records: list[tuple[list[str], int]]) -> int:
    """Return the number of fields that most records have; the larger of two equally frequent."""
    widths = Counter(len(fields) for fields, _ in records if any(fields))
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _is_header(fields: list[str], width: int) -> bool:
    """Return whether a record can be a header: as wide as the rows, and not a title in one cell."""
    return len(fields) == width and (width == 1 or sum(1 for field in fields if field.strip()) > 1)


def _check_header(path: Path, names: list[str]) -> None:
    """Refuse a header that is a row of data."""
    numeric = [name for name in names if _NUMERIC.fullmatch(name.strip())]
    if 2 * len(numeric) > len(names):
        raise RegardError(
            "no_header",
            f'The first line of "{path}" looks like data, not like names of columns: it has "{numeric[0].strip()}".',
            'Name its columns in their order: header=["id", "time", ...].',
        )


def _lines_until(records: list[tuple[list[str], int]], width: int, *, is_header: bool) -> int:
    """Return how many lines come before the first record of the usual width."""
    before = 0
    for fields, lines in records:
        if len(fields) == width:
            return before + (lines if is_header else 0)
        before += lines
    return before
