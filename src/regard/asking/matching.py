"""Names that never occur: nothing is wrong with the question, and yet the asker should know."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from regard.asking.plan import Asked
from regard.asking.reply import JSON
from regard.asking.warnings import nothing_matches
from regard.errors import suggest
from regard.metrics.compile.names import event_names, field_values
from regard.rows.filters import Comparison, Filter, Joined
from regard.rows.log import to_sql
from regard.rows.specs import AnyOf, EventSpec, Spec
from regard.warehouses.warehouse import Warehouse


def unmatched_names(asked: Asked, value: float | None, n: int, warehouse: Warehouse) -> list[JSON]:
    """Return a warning for every event name, and for every value of a filter, that never occurs.

    Looked for only where the answer is nothing: elsewhere something has matched.
    """
    if value:
        return []
    specs = [*asked.now.scope.specs.values(), asked.now.scope.qualifying]
    wanted = {name for spec in specs for name in _event_names(spec)}
    found = _missing("event", wanted, event_names(), warehouse) if wanted else []
    if n:
        return found
    for comparison in _equalities(asked.now.scope.where):
        values = {value for value in comparison.values if isinstance(value, str)}
        query = field_values(asked.metric.of.name, comparison.field, asked.now.scope)
        found += _missing(comparison.field, values, query, warehouse) if values else []
    return found


def _missing(thing: str, wanted: Iterable[str], query: Any, warehouse: Warehouse) -> list[JSON]:
    """Return a warning for each wanted name that a query does not return."""
    table: pa.Table = warehouse.run(to_sql(query, warehouse.dialect))
    known = {str(name) for name in table.column(0).to_pylist() if name is not None}
    return [nothing_matches(thing, name, suggest(name, known)) for name in sorted(set(wanted) - known)]


def _event_names(spec: Spec) -> list[str]:
    """Return the event names that a spec asks for."""
    specs: tuple[EventSpec, ...] = spec.specs if isinstance(spec, AnyOf) else (spec,)
    return [one.event for one in specs if one.event not in (None, "any")]


def _equalities(filters: Iterable[Filter]) -> list[Comparison]:
    """Return the filters that want one of several values, however deep."""
    found: list[Comparison] = []
    for item in filters:
        if isinstance(item, Comparison) and item.operator == "is":
            found.append(item)
        elif isinstance(item, Joined):
            found += _equalities(item.filters)
    return found
