"""The horizon: the instant before which events have left the log, and what was so when they did."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import pyarrow as pa

HORIZON = "horizon"
"""The table of the horizon: one row, none as long as nothing has left the log."""

HORIZON_SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.timestamp("us")) for name in ("since", "first")),
        pa.field("day", pa.date32()),
        pa.field("events", pa.int64()),
        pa.field("zone", pa.string()),
        pa.field("visit_timeout", pa.float64()),
        pa.field("judged", pa.string()),
    ]
)


class Judged(NamedTuple):
    """What was declared when the events before a local day, and not before that of the judgement before, left."""

    until: date
    goals: Mapping[str, Any]
    qualifying: Mapping[str, Any]
    fields: Sequence[str]
    """Those of declared dimensions, which closed rows tell."""


@dataclass(frozen=True)
class Horizon:
    """Where the log begins; rows and totals of before it stay as they are."""

    since: datetime
    """The first instant of `day`, in UTC without a zone; events of visits that go on past it are in the log still."""

    first: datetime
    """The time of the earliest event that left."""

    day: date
    events: int
    """How many events have left."""

    zone: str
    visit_timeout: float
    """The zone and the seconds by which days and visits of before were made."""

    judged: str
    """By what the rows of before were judged, a JSON list of `[until, goals, qualifying, fields]`, the earliest first.

    `fields` are those of declared dimensions."""

    def judgements(self) -> list[Judged]:
        """Return by what the rows of before were judged, the earliest first."""
        return [Judged(date.fromisoformat(until), *rest) for until, *rest in json.loads(self.judged)]


def horizon_table(horizon: Horizon) -> pa.Table:
    """Return the row of the table."""
    return pa.Table.from_pylist([asdict(horizon)], schema=HORIZON_SCHEMA)
