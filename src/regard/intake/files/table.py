"""A file seen as a table: its columns as they are named there, its rows in chunks, and the lines that are no rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True)
class Broken:
    """A line that could not be taken apart: where, why, and its text."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True)
class RawChunk:
    """Some rows of a file, all columns as found, and the broken lines among them."""

    rows: pa.RecordBatch
    line: Callable[[int], int]
    """From the place of a row in the chunk to its line in the file, from 1."""

    broken: Sequence[Broken] = field(default=())


class Table(Protocol):
    """A file opened for reading, as often as wanted."""

    columns: tuple[str, ...]
    """The names in the header."""

    told: Mapping[str, str]
    """What was found out about the file, such as `{"encoding": "utf-8", "delimiter": ";"}`."""

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows from the first one on, with all columns or only those named."""


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a header without blanks around them, each different: an empty one is named by its place."""
    names: list[str] = []
    for place, written in enumerate(header, start=1):
        name = plain = " ".join(written.split()) or f"column {place}"
        count = 1
        while name in names:
            count += 1
            name = f"{plain} ({count})"
        names.append(name)
    return tuple(names)
