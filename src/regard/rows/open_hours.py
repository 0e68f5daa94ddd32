"""Open time between instants: a table of when each schedule is open, with the open time before each run of it.

The open time up to an instant is that before the last run that began by then, plus what has passed of it; between two
instants it is the difference. Every sum is in whole microseconds, so that nothing is rounded.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import ibis
import pyarrow as pa

from regard.workspace.open_spans import open_spans
from regard.workspace.schedules import Schedule

SPANS = ibis.table(
    {"schedule": "string", "starts": "timestamp(6)", "ends": "timestamp(6)", "before": "int64"}, name="open_spans"
)
"""The runs of open time of every schedule; `before` are microseconds."""

TICKET_SCHEDULES = ibis.table({"ticket_id": "string", "schedule": "string"}, name="ticket_schedules")
"""The schedule that each ticket uses of itself, for those that have one."""

_MICROSECONDS = 1_000_000
_ROW = [("schedule", pa.string()), ("starts", pa.int64()), ("ends", pa.int64()), ("before", pa.int64())]


def spans_table(schedules: Sequence[Schedule], first_year: int, last_year: int) -> pa.Table:
    """Return the rows of `SPANS` for the schedules, from a year before the first to the end of the last."""
    start, end = datetime(first_year - 1, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    names: list[str] = []
    columns: list[list[int]] = [[], [], []]
    for schedule in schedules:
        for span in open_spans(schedule, start, end):
            names.append(schedule.name)
            for column, seconds in zip(columns, span, strict=True):
                column.append(seconds * _MICROSECONDS)
    table = pa.table([pa.array(names, pa.string()), *columns], schema=pa.schema(_ROW))
    for name in ("starts", "ends"):
        index = table.schema.get_field_index(name)
        table = table.set_column(index, name, table.column(name).cast(pa.timestamp("us")))
    return table


def with_open_time(rows: ibis.Table, time: str, label: str) -> ibis.Table:
    """Return rows with the open time up to an instant, in microseconds, in the column `label`.

    The rows name their `schedule`; without one, or without the instant, it is null.
    """
    names = {name: f"{label} {name}" for name in SPANS.columns}
    spans = SPANS.rename({new: old for old, new in names.items()})
    joined = rows.asof_join(
        spans,
        on=rows[time] >= spans[names["starts"]],
        predicates=[rows.schedule == spans[names["schedule"]]],
    )
    instant = joined[time]
    passed = ibis.least(instant, joined[names["ends"]]).delta(joined[names["starts"]], unit="us")
    open_time = ibis.coalesce(joined[names["before"]] + passed, 0)
    is_known = joined.schedule.notnull() & instant.notnull()
    return joined.mutate(**{label: ibis.ifelse(is_known, open_time, ibis.null("int64"))}).drop(*names.values())


def with_open_seconds(rows: ibis.Table, start: str, end: str, label: str) -> ibis.Table:
    """Return rows with the open seconds from one instant to another in the column `label`, with their fraction."""
    both = with_open_time(with_open_time(rows, start, "open from"), end, "open to")
    seconds = (both["open to"] - both["open from"]) / float(_MICROSECONDS)
    return both.mutate(**{label: seconds}).drop("open from", "open to")


def with_open_due(rows: ibis.Table, start: str, within: str, label: str) -> ibis.Table:
    """Return rows with the last instant by which at most `within` microseconds of open time after `start` are over.

    It is null where the schedule is not open for so long before its table ends.
    """
    begun = with_open_time(rows, start, "open from")
    begun = begun.mutate(**{"open due": begun["open from"] + begun[within]})
    names = {name: f"{label} {name}" for name in SPANS.columns}
    spans = SPANS.rename({new: old for old, new in names.items()})
    joined = begun.asof_join(
        spans,
        on=begun["open due"] >= spans[names["before"]],
        predicates=[begun.schedule == spans[names["schedule"]]],
    )
    due = joined[names["starts"]] + (joined["open due"] - joined[names["before"]]).as_interval("us")
    is_inside = due <= joined[names["ends"]]
    told = joined.mutate(**{label: ibis.ifelse(is_inside, due, ibis.null("timestamp(6)"))})
    return told.drop("open from", "open due", *names.values())


def with_schedule(rows: ibis.Table, name: str | None) -> ibis.Table:
    """Return rows that name their `ticket_id` with the `schedule` that they use: the one named, else the ticket's."""
    if name is not None:
        return rows.mutate(schedule=ibis.literal(name))
    known = TICKET_SCHEDULES.select(scheduled_id=TICKET_SCHEDULES.ticket_id, schedule=TICKET_SCHEDULES.schedule)
    return rows.left_join(known, rows.ticket_id == known.scheduled_id).drop("scheduled_id")
