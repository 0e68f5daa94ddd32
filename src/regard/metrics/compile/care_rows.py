"""Rows of support for one question: tickets and waits in the hours asked for, openings, rests, targets."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import ibis

from regard.metrics.compile.buckets import in_span, spans_of, within
from regard.metrics.compile.grain import Maker, RowsAt
from regard.metrics.compile.having import filtered
from regard.metrics.compile.record_rows import RecordRows, dated_records
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.kinds import Metric
from regard.rows import conversations, openings, waits
from regard.rows.conversations import with_ticket
from regard.rows.days import literal
from regard.rows.open_hours import with_open_seconds, with_schedule
from regard.rows.seconds import seconds_between
from regard.rows.sla_targets import KEPT
from regard.rows.sources import record_source

_NEVER = literal(datetime(9999, 12, 31, tzinfo=UTC))
_NUMBERS = {
    "first_response_at": "first_response_seconds",
    "first_resolved_at": "first_resolution_seconds",
    "resolved_at": "resolution_seconds",
}
"""The time that ends with each moment of a ticket."""


def _conversations(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes tickets, the time that is asked for in the hours of the question."""
    dated = metrics[0].dated or "created_at"
    rows = conversations.TABLE.mutate(ticket_id=conversations.TABLE.id)
    if dated in _NUMBERS:
        rows = _in_hours(rows, scope, "created_at", dated, _NUMBERS[dated])
    else:
        rows = rows.mutate(is_unscheduled=ibis.literal(False))
    return RecordRows(rows, dated, scope).records


def _waits(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes waits that ended, in the hours of the question."""
    return RecordRows(
        _in_hours(_all_waits(), scope, "began_at", "replied_at", "reply_seconds"), "replied_at", scope
    ).records


def _in_hours(rows: ibis.Table, scope: Scope, start: str, end: str, number: str) -> ibis.Table:
    """Return the rows that end in the time asked for, with their length in open seconds where those are asked for."""
    if scope.options.get("hours") != "business":
        return rows.mutate(is_unscheduled=ibis.literal(False))
    ended = rows.filter(rows[end].notnull() & within(rows[end], scope))
    scheduled = with_schedule(ended.drop(number), scope.options.get("schedule"))
    return with_open_seconds(scheduled, start, end, number).mutate(is_unscheduled=scheduled.schedule.isnull())


def _all_waits() -> ibis.Table:
    """Return every wait with the fields of its ticket."""
    rows = with_ticket(waits.TABLE_OF_WAITS)
    return rows.mutate(reply_seconds=seconds_between(rows.began_at, rows.replied_at))


def _all_openings() -> ibis.Table:
    """Return every opening with the fields of its ticket."""
    return with_ticket(openings.TABLE_OF_OPENINGS)


class _AtEnds:
    """Openings that pass the filters of a question, joined with the spans at whose end they are looked at."""

    def __init__(self, scope: Scope) -> None:
        """Join and filter once; what began after the time asked for is out."""
        self._scope = scope
        rows = _all_openings()
        rows = rows.filter(rows.opened_at.isnull() | (rows.opened_at < literal(scope.ends)))
        source = filtered(record_source(rows, scope.fields(), scope.zone), scope)
        groups = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
        rows = source.table.mutate(**groups) if groups else source.table
        # Never is a moment too: two plain inequalities are joined sooner than one that may be null.
        open_until = ibis.coalesce(rows.closed_at, _NEVER)
        self._rows = rows.mutate(cluster=ibis.coalesce(rows.person, rows.id), open_until=open_until)

    def open(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per ticket that is open at the end of each span."""
        rows = self._rows.cross_join(spans_of(self._scope, keys))
        return rows.filter((rows.opened_at < rows.ends) & (rows.open_until >= rows.ends))

    def rested(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per ticket that came to rest in each span and rests at its end."""
        told = conversations.TABLE.select("first_response_at", "second_response_at", "replies", known_id="id")
        known = self._rows.left_join(told, self._rows.id == told.known_id)
        rows = known.cross_join(spans_of(self._scope, keys))
        stays = rows.opened_again_at.isnull() | (rows.opened_again_at >= rows.ends)
        rows = rows.filter(rows.closed_at.notnull() & in_span(rows.closed_at, rows) & stays)
        again = (rows.second_response_at < rows.ends).fill_null(False)
        one_touch = (rows.first_response_at < rows.ends).fill_null(False) & ~again
        return rows.mutate(
            is_reopened=rows.is_again,
            is_uncounted=rows.replies.isnull(),
            is_one_touch=ibis.ifelse(rows.replies.isnull(), ibis.null("boolean"), one_touch),
        )


def _all_targets(as_of: datetime | None = None) -> ibis.Table:
    """Return every target that is decided at a moment, or that no schedule is for, with the fields of its ticket."""
    rows = with_ticket(KEPT)
    is_over = rows.ended_at.isnull() & (rows.due_at < literal(as_of)) if as_of else ibis.literal(False)
    rows = rows.mutate(
        is_met=rows.is_in_time.fill_null(False),
        is_missed=(~rows.is_in_time).fill_null(False) | is_over.fill_null(False),
    )
    rows = rows.filter(rows.is_met | rows.is_missed | rows.is_unscheduled)
    decided_at = ibis.cases(
        (rows.is_met, rows.ended_at),
        (rows.is_missed, ibis.coalesce(rows.due_at, rows.ended_at)),
        else_=ibis.coalesce(rows.ended_at, rows.began_at),
    )
    return rows.mutate(decided_at=decided_at)


CARE_MAKERS: dict[str, Maker] = {
    "conversations": Maker(_conversations, (lambda: conversations.TABLE, "created_at")),
    "waits": Maker(_waits, (_all_waits, "replied_at")),
    "ticket_messages": dated_records(waits.messages, "time"),
    "openings": dated_records(_all_openings, "closed_at"),
    "open_tickets": Maker(lambda _, scope: _AtEnds(scope).open, (_all_openings, "opened_at")),
    "rested_tickets": Maker(lambda _, scope: _AtEnds(scope).rested, (_all_openings, "closed_at")),
    "sla_targets": Maker(
        lambda _, scope: RecordRows(_all_targets(scope.as_of), "decided_at", scope).records,
        (_all_targets, "decided_at"),
    ),
}
"""What makes the grains of support."""
