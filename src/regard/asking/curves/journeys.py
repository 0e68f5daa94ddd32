"""Journeys: where people go from an anchor, or come from before it, over all channels."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from regard.asking.arguments import choice, read_fields
from regard.asking.curves.activity import group_of
from regard.asking.curves.curve import CurveAsked, CurveReply
from regard.asking.curves.statements import Statements
from regard.asking.curves.telling import (
    by_size,
    check_common,
    group_key,
    interval_json,
    interval_of,
    read_whole,
    share_interval,
    small_base,
    unmatched,
    with_previous,
)
from regard.asking.places import Group
from regard.asking.reply import JSON
from regard.errors import RegardError
from regard.inference.change import Change
from regard.inference.differences import share_change
from regard.inference.moments import from_counts
from regard.metrics.compile.curves.journeys import JourneysWanted, stop, taken, walks
from regard.metrics.compile.curves.moments import groups_of
from regard.metrics.curves.journeys import Walks
from regard.rows.sources import customer_field
from regard.rows.specs import EventSpec, parse_spec
from regard.rows.touchpoints import RECORDS
from regard.workspace.zones import first_instant

_MOST_STOPS = 20
_MOST_PATHS = 10
_MOST_EVENTS = 1 << 23
"""How many events of the log are read at once: putting them in order takes up to 1 GB."""

_DAY = timedelta(days=1)
_DEFAULTS = {"direction": "after", "depth": 3, "touchpoints": None}


@dataclass(frozen=True)
class _Options:
    """What journeys were asked for."""

    anchor: EventSpec | str
    is_before: bool
    depth: int
    dimensions: tuple[str, ...]
    written: dict[str, Any]


def answer_journeys(asked: CurveAsked) -> CurveReply:
    """Return the steps from an anchor, and as the value the share of people who take one at all."""
    check_common(asked, ("wilson", "wald", "adjusted_wald"))
    if asked.question.every is not None:
        message = f'{asked.name} and "every" do not go together.'
        raise RegardError("not_together", message, "Journeys have no buckets: drop every, or ask for a shorter period.")
    for name in sorted(asked.now.scope.fields()):
        if not customer_field(name):
            raise RegardError(
                "not_together",
                f'"{name}" is a field of events, and journeys go over all channels.',
                'Split or filter by a field of customers, such as "plan"; filter the anchor in its spec.',
            )
    return with_previous(asked, _of_period, _change)


def _change(now: CurveReply, before: CurveReply) -> Change | None:
    """Return how the share of those who go on moved, in points."""
    return share_change(now.value, before.value, interval_of(now), interval_of(before))


def _read(asked: CurveAsked) -> _Options:
    """Return what the arguments of journeys mean."""
    told = {**_DEFAULTS, **asked.options}
    anchor = told["anchor"]
    return _Options(
        anchor=anchor if anchor in RECORDS else parse_spec(anchor),
        is_before=choice("after", "before")("direction", told["direction"]) == "before",
        depth=read_whole("depth", told["depth"], 1, _MOST_STOPS),
        dimensions=() if told["touchpoints"] is None else read_fields("touchpoints", told["touchpoints"]),
        written=told,
    )


def _of_period(asked: CurveAsked) -> CurveReply:
    """Return the reply for one period."""
    options, statements = _read(asked), Statements(asked.warehouse)
    until = first_instant(asked.clock.today + _DAY, asked.now.scope.zone)
    wanted = JourneysWanted(
        asked.now.scope, until, options.anchor, options.depth, options.is_before, options.dimensions
    )
    walked = _walked(wanted, statements)
    steps: dict[Group, list[JSON]] = {}
    for row in walked.steps():
        steps.setdefault(group_of(asked, row), []).append(row)
    people = {group: sum(row["people"] for row in _first(rows)) for group, rows in steps.items()}
    n = sum(people.values())
    gone = sum(row["people"] for rows in steps.values() for row in _first(rows) if row["there"] is None)
    moments = from_counts(n - gone, n)
    specs = [options.anchor] if isinstance(options.anchor, EventSpec) else []
    return CurveReply(
        value=moments.value,
        n=n,
        parts={
            "went_on": n - gone,
            "people": n,
            "paths": [_path(row, options) for row in walked.paths(_MOST_PATHS)],
        },
        interval=interval_json(share_interval(moments, asked)) if n else None,
        cells=[cell for group in by_size(people) for cell in _cells(asked, group, steps.get(group, []), people[group])],
        warnings=[*small_base(n, "person", "people"), *unmatched(asked, specs, moments.value, n)],
        sql=statements.sql,
        arguments=options.written,
    )


def _walked(wanted: JourneysWanted, statements: Statements) -> Walks:
    """Return the paths that people walked, read part by part, so that memory has a bound."""
    parts = statements.parts(_MOST_EVENTS)
    each = [replace(wanted, part=part, parts=parts) for part in range(parts)]
    tables = [statements.table("walks", one, partial(walks, one)) for one in each]
    numbers = range(wanted.depth + 1)
    return Walks(tables, groups_of(wanted.scope), [*map(stop, numbers)], [*map(taken, numbers[1:])])


def _first(steps: list[JSON]) -> list[JSON]:
    """Return the first steps from the anchor, of which each person takes one, or ends there."""
    return [row for row in steps if row["depth"] == 1]


def _path(row: JSON, options: _Options) -> JSON:
    """Return a whole path in the order of time."""
    path = row["path"][::-1] if options.is_before else row["path"]
    return {"path": path, "people": row["people"]}


def _cells(asked: CurveAsked, group: Group, steps: list[JSON], people: int) -> list[JSON]:
    """Return the steps of a group, the nearest to the anchor first, of those the commonest."""
    is_before = _read(asked).is_before
    ordered = sorted(
        steps, key=lambda row: (row["depth"], -row["people"], row["here"], row["there"] is None, row["there"] or "")
    )
    return [
        {
            **group_key(asked.question.by, group),
            "depth": row["depth"],
            "from": row["there"] if is_before else row["here"],
            "to": row["here"] if is_before else row["there"],
            "people": row["people"],
            "share": row["people"] / people,
            "median_seconds": row["median_seconds"],
        }
        for row in ordered
    ]
