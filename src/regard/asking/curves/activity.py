"""What the two curves of activity share: what counts as active, whose it is, and how their groups are read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from regard.asking.curves.curve import CurveAsked
from regard.asking.found import shown_group
from regard.asking.periods import make_span
from regard.asking.places import Group
from regard.asking.reply import JSON
from regard.errors import RegardError
from regard.metrics.compile.curves.activity import ActivityWanted
from regard.metrics.compile.scope import group_label
from regard.rows.specs import EventSpec, parse_spec, qualifying_spec


def active_spec(asked: CurveAsked) -> EventSpec:
    """Return what counts as being active: what the question names, else what the workspace declares."""
    written = asked.options.get("event")
    return qualifying_spec(asked.settings) if written is None else parse_spec(written)


def unit_of(asked: CurveAsked) -> str:
    """Return whose activity is looked at: `person`, or a field of events.

    Raises `RegardError` with code `bad_value`.
    """
    unit = asked.options.get("unit", "person")
    if not isinstance(unit, str) or not unit:
        way_out = 'Write unit="person", or a field such as unit="properties.account_id".'
        raise RegardError("bad_value", f"unit={unit!r} is neither a person nor a field.", way_out)
    return unit


def wanted_of(asked: CurveAsked, days: tuple[date, date], labels: Sequence[str]) -> ActivityWanted:
    """Return what is to be read over some local days, both included, in buckets of those labels."""
    scope, active, unit = asked.now.scope, active_spec(asked), unit_of(asked)
    plain = not (scope.by or scope.where) and unit == "person" and scope.every != "hour"
    return ActivityWanted(
        scope=scope,
        reading=replace(scope, span=make_span(*days, scope.zone)),
        labels=tuple(labels),
        active=active,
        unit=unit,
        keeps=plain and scope.zone.key == asked.settings.zone.key and active == qualifying_spec(asked.settings),
    )


def group_of(asked: CurveAsked, row: JSON) -> Group:
    """Return the group of a row, its values as JSON has them."""
    labels = [group_label(index) for index in range(len(asked.question.by))]
    return shown_group([row[label] for label in labels], asked.now.scope)
