"""Replies as one flat table: a row for the total, each bucket, each group, each bucket of a group, each cell."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from regard.errors import RegardError
from regard.showing.words import JSON

_TEXT, _NUMBER, _DAY = pa.string(), pa.float64(), pa.date32()
_BEFORE_GROUPS = (("metric", _TEXT), ("variant", _TEXT), ("unit", _TEXT), ("currency", _TEXT), ("row", _TEXT))
_AFTER_GROUPS = (
    ("value", _NUMBER), ("n", pa.int64()), ("low", _NUMBER), ("high", _NUMBER), ("level", _NUMBER), ("method", _TEXT),
    ("share", _NUMBER), ("previous", _NUMBER), ("change", _NUMBER), ("change_unit", _TEXT), ("is_complete", pa.bool_()),
)  # fmt: skip
_OWN = {name for name, _ in (*_BEFORE_GROUPS, *_AFTER_GROUPS)} | {"start", "end"}
_COUNT = pa.int64()
_CELLS = {
    "size": _COUNT, "k": _COUNT, "people": _COUNT, "new": _COUNT, "returning": _COUNT, "resurrecting": _COUNT,
    "dormant": _COUNT, "active": _COUNT, "at_least": _COUNT, "step": _COUNT, "event": _TEXT, "in_progress": _COUNT,
    "of_first": _NUMBER, "of_previous": _NUMBER, "of_active": _NUMBER, "median_seconds": _NUMBER,
    "mean_seconds": _NUMBER, "depth": _COUNT, "from": _TEXT, "to": _TEXT,
}  # fmt: skip
"""The columns that only cells have, `cohort` apart, which is a time."""


def arrow_table(replies: Iterable[JSON]) -> pa.Table:
    """Return replies as an Arrow table, one row per number.

    `row` says what the row is: `total`, `bucket`, `group` or `group_bucket`; for curves `cell` and, for each column of
    a retention curve, `average`. Dimensions are columns of their own (with `by_` before a name that the table has
    already). `start` and `end` are the first and last local day counted; with hours `start` is an instant of the zone
    and `end` is null. Shares are 0..1, times seconds.

    The keys of cells are columns where any reply has them, null in all other rows: `cohort` (a time like `start`),
    `size`, `k`, `people` of retention; `new`, `returning`, `resurrecting`, `dormant` of lifecycle; `active`, `people`,
    `at_least` of active days; `step`, `event`, `people`, `in_progress`, `of_first`, `of_previous`, `of_active`,
    `median_seconds`, `mean_seconds` of a funnel, whose `low` and `high` are those of `of_first`; `depth`, `from`, `to`,
    `people`, `share`, `median_seconds` of journeys.
    """
    replies = list(replies)
    rows = [row for reply in replies for row in _rows(reply)]
    keys = {name for row in rows for name in row["cell"]}
    cells = {name: kind for name, kind in _CELLS.items() if name in keys}
    taken = _OWN | cells.keys() | (keys & {"cohort"})
    dimensions = list(dict.fromkeys(name for row in rows for name in row["group"]))
    columns = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in _BEFORE_GROUPS}
    for name in dimensions:
        columns[f"by_{name}" if name in taken else name] = _group_column([row["group"].get(name) for row in rows])
    columns |= _times(rows, replies)
    columns |= {name: _cell_column([row["cell"].get(name) for row in rows], kind) for name, kind in cells.items()}
    columns |= {name: pa.array([row.get(name) for row in rows], kind) for name, kind in _AFTER_GROUPS}
    return pa.table(columns)


def polars_frame(table: pa.Table) -> Any:
    """Return the table as a `polars.DataFrame`. Raises `RegardError` with code `missing_library` without Polars."""
    return _from_library("polars", "Polars", lambda polars: polars.from_arrow(table))


def pandas_frame(table: pa.Table) -> Any:
    """Return the table as a `pandas.DataFrame`. Raises `RegardError` with code `missing_library` without pandas."""
    return _from_library("pandas", "pandas", lambda _: table.to_pandas())


def _from_library(module: str, name: str, convert: Callable[[Any], Any]) -> Any:
    """Return what a library that may be missing makes of the table."""
    try:
        library = import_module(module)
    except ImportError:
        raise RegardError(
            "missing_library",
            f"{name} is not installed.",
            f'Install it with: pip install "regard[frames]". to_arrow() gives the same table without {name}.',
        ) from None
    return convert(library)


def _rows(reply: JSON) -> Iterator[dict[str, Any]]:
    """Yield a reply's numbers as flat rows."""
    whose = {name: reply.get(name) for name in ("metric", "variant", "unit", "currency")}
    period = {"start": reply["period"].get("from"), "end": reply["period"].get("to")}
    previous = (reply.get("previous") or {}).get("value")
    whose |= {"group": {}, "cell": {}}
    yield whose | _numbers(reply) | period | {"row": "total", "previous": previous}
    for point in reply["series"]:
        yield whose | _numbers(point) | {"row": "bucket"}
    for row in reply["breakdown"]:
        yield whose | _numbers(row) | period | {"row": "group", "group": row["group"]}
        for point in row["series"]:
            yield whose | _numbers(point) | {"row": "group_bucket", "group": row["group"]}
    for kind, name in (("average", "average"), ("cell", "cells")):
        for cell in reply[name]:
            yield whose | _numbers(cell) | {"row": kind, "group": cell.get("group") or {}, "cell": cell}


def _numbers(row: JSON) -> dict[str, Any]:
    """Return the numbers of one total, bucket or group."""
    interval, change = row.get("interval") or {}, row.get("change") or {}
    kept = {name: row.get(name) for name in ("start", "end", "value", "n", "share", "previous", "is_complete")}
    ends = {name: interval.get(name) for name in ("low", "high", "level", "method")}
    return kept | ends | {"change": change.get("value"), "change_unit": change.get("unit")}


def _group_column(values: list[Any]) -> pa.Array:
    """Return a dimension's values in their own type, as text where they are of several."""
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([value if value is None else str(value) for value in values])


def _cell_column(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Return one key of cells; stops and events are text whatever they are named by."""
    if kind == _TEXT:
        values = [value if value is None else str(value) for value in values]
    return pa.array(values, kind)


def _times(rows: list[dict[str, Any]], replies: list[JSON]) -> dict[str, pa.Array]:
    """Return the columns `start`, `end`, `cohort` where there are some: days, or instants of the zone with hours."""
    ends = pa.array([_local_day(row["end"]) for row in rows], _DAY)
    found = {"start": [row["start"] for row in rows]}
    if any("cohort" in row["cell"] for row in rows):
        found["cohort"] = [row["cell"].get("cohort") for row in rows]
    if any("T" in str(start) for start in found["start"]):
        zone = next(str(reply["period"].get("zone") or "UTC") for reply in replies)
        kind = pa.timestamp("us", tz=zone)
        starts = {name: pa.array([_instant(text, zone) for text in texts], kind) for name, texts in found.items()}
    else:
        starts = {name: pa.array([_local_day(text) for text in texts], _DAY) for name, texts in found.items()}
    return {"start": starts.pop("start"), "end": ends, **starts}


def _local_day(text: str | None) -> date | None:
    """Return an ISO 8601 date."""
    return None if text is None else date.fromisoformat(text[:10])


def _instant(text: str | None, zone: str) -> datetime | None:
    """Return an ISO 8601 time, or the local midnight of a date."""
    if text is None:
        return None
    return (
        datetime.fromisoformat(text)
        if "T" in text
        else datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone))
    )
