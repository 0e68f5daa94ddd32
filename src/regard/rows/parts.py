"""The touches of a log that is looked at in parts, all events of so many people at a time.

What hangs on instants alone is found out beforehand, from few columns of the log, so that its many columns are read
once for each part and pass straight into its touches.
"""

from collections.abc import Callable
from functools import partial

import ibis

from regard.rows import touches
from regard.rows.declared_dimensions import Declared
from regard.rows.instants import by_gap, instants, places, shared
from regard.rows.log import kept_sql, records_of
from regard.rows.owners import OWNERS, Parts, events_of, with_owners
from regard.warehouses.warehouse import Warehouse

_INSTANT = {"number": "int32", "time": "timestamp(6)"}
_INSTANTS = ibis.table({**_INSTANT, "opens": "boolean", "part": "int32"}, name="log_instants")
"""The instants of all events of the log."""

_SHARED = ibis.table(_INSTANT, name="log_shared")
"""Those at which a person has more than one event."""

_GAPS = ibis.table({**_INSTANT, "by_gap": "uint64", "part": "int32"}, name="log_gaps")
"""The visits by gaps in time."""

_PLACES = ibis.table({"event": "int64", "place": "int32", "part": "int32"}, name="log_places")
"""The places of events that share an instant with others."""


def make_instants(warehouse: Warehouse, parts: Parts, timeout_seconds: float) -> None:
    """Make what is known of a log by its instants alone, where its owners are settled."""

    def sql(name: str, make: Callable[[], ibis.Table], part: int | None = None) -> str:
        """Return a statement, compiled once."""
        return kept_sql(("instants", name, part, parts, timeout_seconds), make, warehouse.dialect)

    warehouse.derive(_INSTANTS.get_name(), sql("all", partial(_instants, parts)), temporary=True)
    for part in range(parts.count):
        made = {_SHARED: partial(_shared_of, part), _GAPS: partial(_gaps_of, part, timeout_seconds)}
        for table, make in made.items():
            query = sql(table.get_name(), make, part)
            if part:
                warehouse.append(table.get_name(), query)
            else:
                warehouse.derive(table.get_name(), query, temporary=True)
    warehouse.drop(_INSTANTS.get_name())
    warehouse.derive(_PLACES.get_name(), sql("places", partial(_places, parts)), temporary=True)
    warehouse.drop(_SHARED.get_name())


def touches_of(part: int, parts: Parts, declared: Declared) -> ibis.Table:
    """Return the touches of a part of the log whose instants are known."""
    gaps = _GAPS.filter(_GAPS.part == part).drop("part")
    ranked = _PLACES.filter(_PLACES.part == part).drop("part")
    return touches.touches(events_of(part, parts), gaps, ranked, declared)


def let_go(warehouse: Warehouse) -> None:
    """Drop the owners and what is known of the log by its instants."""
    for table in (OWNERS, _GAPS, _PLACES):
        warehouse.drop(table.get_name())


def _instants(parts: Parts) -> ibis.Table:
    """Return the instants of the log."""
    return instants(events_of(None, parts), "part")


def _of(part: int) -> ibis.Table:
    """Return the instants of a part of the log."""
    return _INSTANTS.filter(_INSTANTS.part == part)


def _shared_of(part: int) -> ibis.Table:
    """Return those that several events of a person share."""
    return shared(_of(part))


def _gaps_of(part: int, timeout_seconds: float) -> ibis.Table:
    """Return the visits by gaps in time of a part of the log."""
    return by_gap(_of(part), timeout_seconds).mutate(part=ibis.literal(part, "int32"))


def _places(parts: Parts) -> ibis.Table:
    """Return the places of events that share an instant; of the log, those at these times are found first."""
    log = records_of("event")
    log = log.filter(~touches.is_bot(log)).semi_join(_SHARED, "time")
    return places(with_owners(log, None, parts), _SHARED, "part")
