"""What every record shares: an id, a source, free properties, and how two copies of one id are settled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment with its offset; stored in UTC."""

Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Amount = Annotated[float, msgspec.Meta(ge=0)]
"""Money in units of its currency (12.5 is twelve and a half), never negative: refunds are a status."""

Tally = Annotated[int, msgspec.Meta(ge=0)]
"""A count that a system keeps."""

Milliseconds = Annotated[int, msgspec.Meta(ge=0)]
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
"""An ISO 4217 code."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that happened, or one state of a thing, as a source told it."""

    id: str
    """Two records of one kind with the same id are copies of one record."""

    source: str | None = None
    properties: dict[str, Any] = {}


class Happening(Record, frozen=True, kw_only=True):
    """Something that happened once: of several copies the one received first stands."""

    received_at: Instant


class State(Record, frozen=True, kw_only=True):
    """The state of a thing: of several copies the latest stands."""

    as_of: Instant


@dataclass(frozen=True)
class RecordType:
    """A kind of record: its name in the singular, its table, its fields, and which copy of an id stands."""

    name: str
    table: str
    struct: type[Record]

    @property
    def stamp(self) -> Literal["received_at", "as_of"]:
        """Return the field by which copies of one id are settled."""
        return "received_at" if issubclass(self.struct, Happening) else "as_of"

    @property
    def keeps(self) -> Literal["earliest", "latest"]:
        """Return which copy of an id stands, by its stamp."""
        return "earliest" if self.stamp == "received_at" else "latest"
