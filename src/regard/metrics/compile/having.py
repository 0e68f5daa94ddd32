"""Conditions on what else the visit or the person did, as columns of flags."""

from collections.abc import Callable, Sequence

import ibis

from regard.errors import RegardError
from regard.metrics.compile.buckets import is_in_period
from regard.metrics.compile.scope import Scope
from regard.rows import touches
from regard.rows.filters import Filter, Having, having_of
from regard.rows.sources import touch_source
from regard.rows.specs import parse_spec

_KEYS = {"visit_has": "visit_id", "person_has": "person"}


def with_having(
    rows: ibis.Table, filters: Sequence[Filter], scope: Scope
) -> tuple[ibis.Table, Callable[[ibis.Table], Callable[[Having], ibis.Value]]]:
    """Return rows with a flag for each such condition, and what finds the flag of a condition in them."""
    labels: dict[int, str] = {}
    for index, having in enumerate(having_of(filters)):
        key = _KEYS[having.operator]
        if key not in rows.columns:
            raise RegardError(
                "bad_filter", f'"{having.operator}" asks for visits, which these rows do not have.', 'Use "person_has".'
            )
        label = f"having {index}"
        labels[id(having)] = label
        fitting = _fitting(having, key, scope).mutate(**{label: True})
        rows = rows.left_join(fitting, key).select(rows, fitting[label])
    return rows, lambda table: lambda having: table[labels[id(having)]].fill_null(False)


def _fitting(having: Having, key: str, scope: Scope) -> ibis.Table:
    """Return the visits, or the people within the period, with an event that fits."""
    spec = parse_spec(having.spec)
    events = touches.TABLE if key == "visit_id" else touches.TABLE.filter(is_in_period(touches.TABLE.time, scope))
    source = touch_source(events, spec.fields(), scope.zone, lambda seen: is_in_period(seen, scope))
    fitting = source.table.filter(spec.fits(source.field))
    return fitting.filter(fitting[key].notnull()).select(key).distinct()
