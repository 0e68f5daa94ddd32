"""What was found for a metric: sums by bucket and group, whatever they were read from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from regard.asking.places import Columns, Group, Rows, Sums
from regard.metrics.compile.scope import Scope, group_label

Path = Literal["totals", "rows"]


@dataclass(frozen=True)
class Reading:
    """What was read for a metric, and why not totals where it was rows."""

    path: Path = "rows"
    what: str = ""
    rows: int | None = None
    """How many rows were read; `None` where nobody counted them."""

    why: str | None = None

    def __str__(self) -> str:
        """Return what was read in a line."""
        counted = "" if self.rows is None else f", {self.rows:,} rows"
        why = f" (no totals: {self.why})" if self.why else ""
        return f"{self.what}{counted}{why}"


@dataclass(frozen=True)
class Found:
    """What a pass found for one metric, and how."""

    sums: Rows | Columns
    sql: str
    reading: Reading = Reading()


def place_of(row: Sums, scope: Scope) -> tuple[str, Group]:
    """Return the bucket and the group of a row, the group's values as JSON has them."""
    if not row["is_split"]:
        return row["bucket"], ()
    values = [row[group_label(index)] for index in range(len(scope.by))]
    return row["bucket"], shown_group(values, scope)


def shown_group(values: Sequence[Any], scope: Scope) -> Group:
    """Return the values of the dimensions of a question as JSON has them."""
    return tuple(
        _decoded(value) if name.removeprefix("customer.").startswith("properties.") else _shown(value, scope.zone)
        for name, value in zip(scope.by, values, strict=True)
    )


def _shown(value: Any, zone: ZoneInfo) -> Any:
    """Return a group's value as JSON has it: instants, which the tables hold in UTC, with the offset of the zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).astimezone(zone).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _decoded(value: str | None) -> Any:
    """Return a free property's value from its JSON text; whole numbers lose their decimals."""
    if value is None:
        return None
    decoded = json.loads(value)
    is_whole = isinstance(decoded, float) and decoded.is_integer()
    decoded = int(decoded) if is_whole else decoded
    return json.dumps(decoded, sort_keys=True) if isinstance(decoded, dict | list) else decoded
