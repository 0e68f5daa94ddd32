"""The lifecycle from return gaps: sums over a small table, whatever the size of the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from regard.asking.buckets import Bucket
from regard.asking.curves.curve import CurveAsked
from regard.asking.curves.statements import Statements
from regard.asking.reply import JSON
from regard.metrics.compile.curves.kept import cut_bucket, lifecycle_of_gaps
from regard.metrics.compile.curves.numbered import number_of

READING = "return gaps of active days"
READING_CUT = "return gaps of active days; the first bucket, which the period cuts, from active days"


@dataclass(frozen=True)
class KeptLifecycle:
    """The counts of each bucket by its place among those that are read, and the people of the period."""

    counts: dict[int, JSON]
    people: int
    reading: str


def kept_lifecycle(asked: CurveAsked, buckets: Sequence[Bucket], statements: Statements) -> KeptLifecycle:
    """Return the counts of whole buckets, the first of which is there only to be looked back at."""
    scope = asked.now.scope
    every, week_start = scope.every or "day", scope.week_start
    days = {
        "since": buckets[0].span.first,
        "until": buckets[-1].span.last,
        "first": scope.span.first,
        "last": scope.span.last,
    }
    shape = (every, week_start)
    rows = statements.rows("lifecycle of gaps", shape, lambda: lifecycle_of_gaps(*shape), days)
    base = number_of(buckets[0].span.first, every, week_start)
    found = {row["number"] - base: row for row in rows}
    people = sum(row["of_period"] for row in rows)
    is_cut = buckets[1].span.first < scope.span.first
    if is_cut:
        cut = {**days, "begins": buckets[1].span.first, "until": min(buckets[1].span.last, scope.span.last)}
        (told,) = statements.rows("cut bucket", (), cut_bucket, cut)
        found[1] = {**found.get(1, {"active": 0, "came": 0}), **told}
    counts = {place: _told(row, found.get(place + 1)) for place, row in found.items()}
    return KeptLifecycle(counts, people, READING_CUT if is_cut else READING)


def _told(row: JSON, following: JSON | None) -> JSON:
    """Return the counts of a bucket as cells tell them; `left` are those who are not active in the one after it."""
    return {
        "new": row["new"],
        "returning": row["returning"],
        "resurrecting": row["inside"] - row["new"] - row["returning"],
        "left": row["active"] - (following["came"] if following else 0),
    }
