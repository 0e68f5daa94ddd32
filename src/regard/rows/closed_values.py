"""What events that have left the log said, as far as it is still asked for and no other row tells it.

Of closed visits what the fields of declared dimensions held; of closed events outside of visits this, and where they
came from. It stands by field: a dimension that gets another name, or is declared again, finds its values.
"""

from collections.abc import Iterable, Mapping

import ibis

from regard.rows.grains.visits import ORIGIN
from regard.rows.logged import Log

TABLE = ibis.table(
    {"visit": "uint64", "event": "int64", **dict.fromkeys(("field", "value"), "string")}, name="closed_values"
)
"""One value of a `visit`, or of an `event` outside of visits; there is no table while nothing has left the log."""


def of_visits(fields: Mapping[str, str]) -> ibis.Table:
    """Return closed visits with what they had of some fields, by column."""
    return _wide("visit", fields)


def of_events(fields: Mapping[str, str]) -> ibis.Table:
    """Return closed events outside of visits with what they had of some fields, by column."""
    return _wide("event", fields)


def fields_of(columns: Iterable[str], log: Log) -> dict[str, str]:
    """Return the fields that columns of where an event or a visit came from hold, by column."""
    declared = log.columns()
    return {name: declared.get(name, name) for name in columns if name in ORIGIN or name in declared}


def joined_outside(rows: ibis.Table, events: ibis.Table, origin: list[str], log: Log) -> ibis.Table:
    """Return events outside of visits with where they came from: as `events` of the log tell, else as they once did."""
    told = events.select("event", *origin)
    if not log.is_short:
        return rows.join(told, "event")
    both = ibis.union(told, of_events(fields_of(origin, log)).select(*told.columns)) if origin else told
    # Who told nothing when leaving the log is in neither.
    return rows.left_join(both, "event").drop("event_right")


def _wide(key: str, fields: Mapping[str, str]) -> ibis.Table:
    """Return values with a row for each key and a column for each of the fields."""
    rows = TABLE.filter(TABLE[key].notnull())
    values = {name: rows["value"].max(where=rows["field"] == field) for name, field in fields.items()}
    return rows.group_by(key).agg(**values)
