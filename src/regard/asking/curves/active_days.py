"""The distribution of active days: how many people were active on how many days of the period."""

from collections.abc import Mapping
from dataclasses import replace

from regard.asking.curves.activity import active_spec, group_of, wanted_of
from regard.asking.curves.curve import CurveAsked, CurveReply
from regard.asking.curves.retention_reading import person_keys
from regard.asking.curves.statements import Statements
from regard.asking.curves.telling import (
    by_size,
    check_common,
    group_key,
    interval_json,
    interval_of,
    small_base,
    unmatched,
    with_previous,
)
from regard.asking.places import Group
from regard.asking.plan import Timeline
from regard.asking.reply import JSON
from regard.errors import RegardError
from regard.inference.change import Change
from regard.inference.means import delta
from regard.inference.moments import Moments
from regard.inference.quotients import interval_change
from regard.metrics.compile.curves.activity import active_units
from regard.metrics.compile.curves.kept import person_days

_Spread = Mapping[int, int]
"""How many people were active in so many buckets."""


def answer_active_days(asked: CurveAsked) -> CurveReply:
    """Return how many people were active on 1, 2, 3 ... days, and as the value the mean number of active days."""
    check_common(asked, ("delta",))
    if asked.question.every == "hour":
        message = f'{asked.name} and every="hour" do not go together.'
        raise RegardError("not_together", message, 'Take every="day", "week" or "month".')
    return with_previous(asked, _of_period, _change)


def _change(now: CurveReply, before: CurveReply) -> Change | None:
    """Return how the mean moved."""
    return interval_change(now.value, before.value, interval_of(now), interval_of(before))


def _of_period(asked: CurveAsked) -> CurveReply:
    """Return the reply for one period."""
    statements = Statements(asked.warehouse)
    undivided = replace(asked, question=replace(asked.question, by=()), now=_undivided(asked))
    whole = _spreads(undivided, statements)
    groups = _spreads(asked, statements) if asked.question.by else whole
    order = by_size({group: sum(spread.values()) for group, spread in groups.items()}) if asked.question.by else [()]
    head = _head(asked, whole.get((), {}))
    return CurveReply(
        **head,
        cells=[cell for group in order for cell in _cells(asked, group, groups.get(group, {}))],
        breakdown=[_row(asked, group, groups[group]) for group in order] if asked.question.by else [],
        warnings=[
            *small_base(head["n"], "person", "people"),
            *unmatched(asked, [active_spec(asked)], head["n"], head["n"]),
        ],
        sql=statements.sql,
        arguments={"event": str(active_spec(asked)), **asked.options},
    )


def _undivided(asked: CurveAsked) -> Timeline:
    """Return the period of a question without its split."""
    return replace(asked.now, scope=replace(asked.now.scope, by=()))


def _spreads(asked: CurveAsked, statements: Statements) -> dict[Group, dict[int, int]]:
    """Return how many people were active how often, by group: somebody may be in several groups."""
    span = asked.now.scope.span
    wanted = wanted_of(asked, (span.first, span.last), [bucket.span.label for bucket in asked.now.buckets])
    if wanted.keeps:
        return {(): _kept_spread(asked, statements)}
    found: dict[Group, dict[int, int]] = {}
    for row in statements.rows("active days", wanted, lambda: active_units(wanted)):
        found.setdefault(group_of(asked, row), {})[row["active"]] = row["people"]
    return found


def _kept_spread(asked: CurveAsked, statements: Statements) -> dict[int, int]:
    """Return how many people were active how often, from the table of active days."""
    from regard.metrics.curves.returns import often, often_named

    scope = asked.now.scope
    days = {"since": scope.span.first, "until": scope.span.last, "first": scope.span.first, "last": scope.span.last}
    if scope.every == "day":
        numbers = statements.table("person days", (), person_days, days).column("number")
        return often_named(numbers.to_numpy())
    return often(person_keys(statements, (scope.every or "day", scope.week_start), days))


def _head(asked: CurveAsked, spread: _Spread) -> JSON:
    """Return the mean number of active buckets as value, n, parts and interval."""
    people = sum(spread.values())
    total = sum(active * n for active, n in spread.items())
    squares = sum(active * active * n for active, n in spread.items())
    moments = Moments(people, total, squares, people, squares, people, total)
    return {
        "value": moments.value,
        "n": people,
        "parts": {"active": total, "people": people},
        "interval": interval_json(delta(moments, asked.question.level)),
    }


def _cells(asked: CurveAsked, group: Group, spread: _Spread) -> list[JSON]:
    """Return a cell for each number of buckets that somebody can have been active in."""
    return [
        {
            **group_key(asked.question.by, group),
            "active": active,
            "people": spread.get(active, 0),
            "at_least": sum(people for more, people in spread.items() if more >= active),
        }
        for active in range(1, len(asked.now.buckets) + 1)
    ]


def _row(asked: CurveAsked, group: Group, spread: _Spread) -> JSON:
    """Return the row of the breakdown of one group."""
    rest: JSON = {"share": None, "previous": None, "change": None, "series": []}
    return {**group_key(asked.question.by, group), **_head(asked, spread), **rest}
