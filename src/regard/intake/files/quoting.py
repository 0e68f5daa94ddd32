"""Where one record of a delimited text ends: quotes, and what to do when they are broken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Shape:
    """How records are written: what parts their fields, and how many fields there are."""

    delimiter: bytes
    width: int | None = None
    """The number of fields of every record; `None` where it is not known yet."""

    @cached_property
    def quoted(self) -> re.Pattern[bytes]:
        """Match a field in quotes that ends where a field may end."""
        return re.compile(rb'"[^"]*(?:""[^"]*)*"(?=' + re.escape(self.delimiter) + rb"|\r?\n|\Z)")

    @cached_property
    def quoted_in_place(self) -> re.Pattern[bytes]:
        """Match such a field where a field may begin."""
        before = rb"(?:(?<=" + re.escape(self.delimiter) + rb")|(?<=\n)|\A)"
        return re.compile(before + self.quoted.pattern)

    @cached_property
    def plain(self) -> re.Pattern[bytes]:
        """Match a field without quotes."""
        return re.compile(rb"[^\r\n" + re.escape(self.delimiter) + rb"]*")


@dataclass(frozen=True)
class Piece:
    """One record, or one line that is none: its bytes with the end of line, and why it is none."""

    content: bytes
    lines: int
    """How many lines of the file it takes."""

    problem: str | None = None


def is_well_quoted(text: bytes, shape: Shape) -> bool:
    """Return whether every quote of a text belongs to a field that is properly quoted."""
    return b'"' not in shape.quoted_in_place.sub(b"", text)


def split_records(text: bytes, shape: Shape) -> Iterator[Piece]:
    """Return the records of a text one by one, empty lines left out of account but counted.

    A field whose quote is not closed spoils only the line that it begins in; so does a record that spans lines and
    has not the right number of fields, because its quotes are broken. Reading goes on in the next line.
    """
    start = 0
    while start < len(text):
        end, fields, is_closed = _record_end(text, start, shape)
        line_end = text.find(b"\n", start) + 1 or len(text)
        content = text[start:end]
        is_one_line = end == line_end
        if not is_closed or (not is_one_line and shape.width is not None and fields != shape.width):
            yield Piece(text[start:line_end], 1, "A quote is opened in this line and not closed as it should.")
            end = line_end
        elif shape.width is not None and fields != shape.width and content.strip(b"\r\n"):
            columns = f"{fields} column{'s' if fields != 1 else ''}"
            yield Piece(content, 1, f"The row has {columns}, the header has {shape.width}.")
        else:
            yield Piece(content, content.count(b"\n") if content.endswith(b"\n") else content.count(b"\n") + 1)
        start = end


def _record_end(text: bytes, start: int, shape: Shape) -> tuple[int, int, bool]:
    """Return where the record that begins at `start` ends, its number of fields, and whether its quotes are closed."""
    place, fields = start, 0
    while True:
        fields += 1
        is_quoted = text[place : place + 1] == b'"'
        found = (shape.quoted if is_quoted else shape.plain).match(text, place)
        if found is None:
            return place, fields, False
        place = found.end()
        after = text[place : place + 1]
        if after == shape.delimiter:
            place += 1
            continue
        if after == b"\r" and text[place + 1 : place + 2] != b"\n":
            place += 1
            fields -= 1
            continue
        end = text.find(b"\n", place)
        return (end + 1 if end >= 0 else len(text)), fields, True


def record_boundary(text: bytes) -> int:
    """Return how many bytes of a text are whole records, as far as the number of quotes tells; 0 for none."""
    cut = text.rfind(b"\n") + 1
    quotes = text.count(b'"', 0, cut)
    while cut and quotes % 2:
        before = text.rfind(b"\n", 0, cut - 1) + 1
        quotes -= text.count(b'"', before, cut)
        cut = before
    return cut
