"""A text in blocks becomes stretches of whole records; memory stays that of a few blocks, whatever a line holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regard.intake.files.quoting import record_boundary
from regard.intake.files.table import Broken

LONGEST_LINE = 16 * 1024 * 1024
"""A longer line is no row of a table."""

LONGEST_RECORD = 1024 * 1024
"""When a quote is still open after so many bytes and an end of line, it was not meant to be."""

_KEPT_OF_LONG = 10_000


@dataclass(frozen=True)
class Stretch:
    """Whole lines of a text, and the number of the first of them."""

    text: bytes
    first_line: int


@dataclass(frozen=True)
class Limits:
    """How long lines, and records of several lines, may be: in bytes."""

    line: int = LONGEST_LINE
    record: int = LONGEST_RECORD


def split_lines(
    blocks: Iterable[bytes], *, with_quotes: bool = True, limits: Limits | None = None
) -> Iterator[Stretch | Broken]:
    """Return stretches that end where a record ends, and apart from them lines too long or with a quote left open."""
    longest = limits or Limits()
    line, rest = 1, b""
    source = iter(blocks)
    for block in source:
        rest += block
        while rest:
            cut = record_boundary(rest) if with_quotes else rest.rfind(b"\n") + 1
            if cut:
                yield Stretch(rest[:cut], line)
                line += rest.count(b"\n", 0, cut)
                rest = rest[cut:]
            broken = _broken_line(rest, line, source, longest)
            if broken is None:
                break
            yield broken[0]
            line, rest = line + 1, broken[1]
    if rest:
        yield Stretch(rest, line)


def _broken_line(rest: bytes, line: int, source: Iterator[bytes], longest: Limits) -> tuple[Broken, bytes] | None:
    """Return the first line of `rest` as broken and what comes after it, when it is too long or leaves a quote open."""
    end = rest.find(b"\n") + 1
    if end and len(rest) > longest.record:
        return Broken(line, "A quote is opened in this line and not closed.", lossless(rest[:end])), rest[end:]
    if end or len(rest) <= longest.line:
        return None
    start, length = rest[:_KEPT_OF_LONG], len(rest)
    rest = b""
    for block in source:
        end = block.find(b"\n") + 1
        length += end or len(block)
        if end:
            rest = block[end:]
            break
    reason = (
        f"The line is {length:,} bytes long; the longest that is read has {longest.line:,}. "
        f"Only its first {len(start):,} bytes are kept here."
    )
    return Broken(line, reason, lossless(start)), rest


def lossless(line: bytes) -> str:
    """Return a line as text without its end; bytes that are no letters are written as escapes."""
    return line.rstrip(b"\r\n").decode("utf-8", errors="backslashreplace")
