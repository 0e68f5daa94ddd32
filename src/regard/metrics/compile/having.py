"""The filters of a question on rows, with those on what else the visit or the person did as columns of flags."""

from collections.abc import Callable

import ibis

from regard.errors import RegardError
from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.buckets import is_in_period
from regard.metrics.compile.scope import Scope
from regard.rows import people, touches
from regard.rows.filters import Having, condition, having_of
from regard.rows.sources import Source
from regard.rows.specs import parse_spec

_KEYS = {"visit_has": ("visit",), "person_has": ("number", "person")}
"""What rows tell visits and people by: the rows of events by number, records by who they are."""


def filtered(source: Source, scope: Scope, field_of: Callable[[str], str] = lambda name: name) -> Source:
    """Return the rows that pass the filters of a question; `field_of` gives the field that a name means there."""
    rows, labels = _with_flags(source.table, scope)
    flagged = source.of(rows)
    tests = [
        condition(
            item,
            lambda name: flagged.field(field_of(name)),
            lambda having: rows[labels[id(having)]].fill_null(False),
        )
        for item in scope.where
    ]
    return flagged.of(rows.filter(*tests)) if tests else flagged


def _with_flags(rows: ibis.Table, scope: Scope) -> tuple[ibis.Table, dict[int, str]]:
    """Return rows with a flag for each condition on visits or people, and the column of each by its identity."""
    labels: dict[int, str] = {}
    for index, having in enumerate(having_of(scope.where)):
        key = next((name for name in _KEYS[having.operator] if name in rows.columns), None)
        if key is None:
            raise RegardError(
                "bad_filter", f'"{having.operator}" asks for visits, which these rows do not have.', 'Use "person_has".'
            )
        label = f"having {index}"
        labels[id(having)] = label
        fitting = _fitting(having, key, scope).mutate(**{label: True})
        rows = rows.left_join(fitting, key).select(rows, fitting[label])
    return rows, labels


def _fitting(having: Having, key: str, scope: Scope) -> ibis.Table:
    """Return the visits, or the people within the period, with an event that fits, by a key that tells them."""
    spec = parse_spec(having.spec)
    events = touches.TABLE if key == "visit" else touches.TABLE.filter(is_in_period(touches.TABLE.time, scope))
    source = asked_touches(events, spec.fields(), scope)
    fitting = source.table.filter(spec.fits(source.field))
    own = "visit" if key == "visit" else "number"
    fitting = fitting.filter(fitting[own].notnull()).select(own).distinct()
    return fitting if key == own else people.named(fitting).drop(own)
