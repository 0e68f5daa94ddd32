"""Lifecycle: in each bucket, who is new, who comes again, who comes back, who has fallen asleep."""

from dataclasses import replace
from datetime import date, timedelta

from regard.asking.buckets import Bucket, make_buckets
from regard.asking.curves.activity import active_spec, group_of, unit_of, wanted_of
from regard.asking.curves.curve import CurveAsked, CurveReply
from regard.asking.curves.kept_lifecycle import kept_lifecycle
from regard.asking.curves.statements import Statements
from regard.asking.curves.telling import (
    by_size,
    check_common,
    group_key,
    immature,
    interval_json,
    unmatched,
    with_previous,
)
from regard.asking.periods import floor_day, make_span, natural_spans
from regard.asking.places import Group
from regard.asking.reply import JSON
from regard.inference.change import Change
from regard.inference.interval import exact
from regard.inference.moments import from_counts
from regard.inference.relative import total_change
from regard.metrics.compile.curves.activity import ActivityWanted, count_active, lifecycle
from regard.metrics.compile.scope import Scope

_DAY = timedelta(days=1)
_ACTIVE = ("new", "returning", "resurrecting")

_Counts = dict[int, JSON]
"""The counts of each bucket by its place among those that are read."""


def answer_lifecycle(asked: CurveAsked) -> CurveReply:
    """Return the cells of a lifecycle, and as its value how many were active in the period."""
    check_common(asked)

    def change(now: CurveReply, before: CurveReply) -> Change:
        return total_change(from_counts(now.n, now.n), from_counts(before.n, before.n), asked.question.level)

    return with_previous(asked, _of_period, change)


def _of_period(asked: CurveAsked) -> CurveReply:
    """Return the reply for one period."""
    statements = Statements(asked.warehouse)
    days, buckets = _whole_buckets(asked)
    wanted = wanted_of(asked, days, [bucket.span.label for bucket in buckets])
    if wanted.keeps and asked.has_totals:
        kept = kept_lifecycle(asked, buckets, statements)
        told = _reply(asked, {(): kept.counts}, kept.people, buckets)
        return replace(told, sql=statements.sql, path="totals", reading=kept.reading)
    return replace(_from_rows(asked, wanted, buckets, statements), sql=statements.sql)


def _from_rows(
    asked: CurveAsked, wanted: ActivityWanted, buckets: tuple[Bucket, ...], statements: Statements
) -> CurveReply:
    """Return the reply from who was active in which bucket."""
    counts: dict[Group, _Counts] = {}
    begins = [bucket.span.starts for bucket in buckets]
    for row in statements.rows("lifecycle", (wanted, begins), lambda: lifecycle(wanted, begins)):
        counts.setdefault(group_of(asked, row), {})[row["place"]] = row
    n = statements.rows("active", wanted, lambda: count_active(wanted))[0]["people"]
    return _reply(asked, counts, n, buckets)


def _reply(asked: CurveAsked, counts: dict[Group, _Counts], n: int, buckets: tuple[Bucket, ...]) -> CurveReply:
    """Return the reply that counts by group make, where `n` people were active in the period."""
    groups = by_size({group: _active(rows) for group, rows in counts.items()}) if asked.question.by else [()]
    cells = [cell for group in groups for cell in _cells(asked, group, counts.get(group, {}), buckets)]
    return CurveReply(
        value=n,
        n=n,
        interval=interval_json(exact(n, asked.question.level)),
        cells=cells,
        warnings=[
            *immature([{"is_complete": cell["new"] is not None} for cell in cells]),
            *unmatched(asked, [active_spec(asked)], n, n),
        ],
        arguments={"event": str(active_spec(asked)), "unit": unit_of(asked), **asked.options},
    )


def _active(counts: _Counts) -> int:
    """Return how many were active, bucket by bucket."""
    return sum(row[name] for row in counts.values() for name in _ACTIVE)


def _cells(asked: CurveAsked, group: Group, counts: _Counts, buckets: tuple[Bucket, ...]) -> list[JSON]:
    """Return the cells of a group, one for each bucket of the period; `buckets` are the whole ones that are read."""
    places = {bucket.span.label: place for place, bucket in enumerate(buckets)}
    return [_cell(asked, group, shown, (places[shown.span.label], counts, buckets)) for shown in asked.now.buckets]


def _cell(asked: CurveAsked, group: Group, shown: Bucket, read: tuple[int, _Counts, tuple[Bucket, ...]]) -> JSON:
    """Return one cell; null where its bucket is not over. Asleep is who was in the bucket before and is not in it."""
    place, counts, buckets = read
    row, before = counts.get(place), counts.get(place - 1)
    told = {name: row[name] if row else 0 for name in _ACTIVE} | {"dormant": before["left"] if before else 0}
    if buckets[place].span.ends > asked.clock.instant:
        told = dict.fromkeys(told)
    return {**group_key(asked.question.by, group), "start": shown.start, **told, "is_complete": shown.is_complete}


def _whole_buckets(asked: CurveAsked) -> tuple[tuple[date, date], tuple[Bucket, ...]]:
    """Return the days that are read and their buckets: whole ones, from the one before the period on."""
    scope = asked.now.scope
    every = str(scope.every)
    spans = list(natural_spans(scope.span.first, scope.span.last, every, scope.week_start))
    first, last = floor_day(spans[0][0] - _DAY, every, scope.week_start), spans[-1][1]
    whole = Scope(scope.zone, scope.week_start, make_span(first, last, scope.zone), every=scope.every)
    return (first, last), make_buckets(whole, asked.clock, uncut_last=last)
