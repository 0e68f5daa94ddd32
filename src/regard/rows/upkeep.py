"""Upkeep: rows kept in step with records, before they are read.

What makes rows is loaded only where something is stale. Whether anything is follows from what the tables were made of,
the versions of the records, the settings and the year, and is not worked out twice.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regard.rows.declared_dimensions import read_dimensions
from regard.rows.dimensions import by_table
from regard.rows.log import kept_sql
from regard.rows.logged import Log
from regard.rows.specs import EventSpec
from regard.warehouses.horizon import Horizon
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock
from regard.workspace.settings import Settings
from regard.workspace.worked_out import NOTHING, learn, recall

if TYPE_CHECKING:
    import ibis

    from regard.rows.derive import DerivedTables
    from regard.rows.totals import Measures

STATE, TOTALS = "derived", "totals"
"""The table that tells what each derived table was made from, and the name under which it tells of totals."""


@dataclass(frozen=True)
class Kept:
    """What is kept beside the rows."""

    has_totals: bool = False
    dimensions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By table of totals, and for `return_gaps`, the fields by which it is split."""


class Upkeep:
    """The derived tables of one warehouse, brought up to date on demand."""

    def __init__(
        self,
        warehouse: Warehouse,
        settings: Settings,
        measures: "Callable[[], Mapping[str, Measures]]" = dict,
    ) -> None:
        """Look at nothing yet; `measures` gives by grain what is summed of it, nothing where no totals are kept."""
        self._warehouse = warehouse
        self._measures = measures
        self._made: DerivedTables | None = None
        self._seen: tuple[Mapping[str, int], Settings, int] | None = None
        self._known: Mapping[str, str] = {}
        self._refreshed = 0
        self.settings = settings
        self.horizon: Horizon | None = None
        """Since when events are in the log, as rows were last refreshed; `None` where none has left it."""

    def refresh(self) -> None:
        """Derive again what records or settings have changed since it was derived."""
        versions = self._warehouse.versions()
        seen = (versions, self.settings, clock.now().year)
        if seen == self._seen:
            return
        known = read_known(self._warehouse)
        if recall(_told(known, *seen)) is NOTHING:
            self._tables().refresh()
            known = read_known(self._warehouse)
            if self._warehouse.versions() == versions:
                learn(_told(known, *seen), value=True)
        self._seen, self._known = seen, known
        self.horizon = self._warehouse.horizon()
        self._refreshed += 1

    def names(self) -> list[str]:
        """Return the names of the derived tables, in the order in which they are made."""
        return self._tables().names()

    def stale(self) -> list[str]:
        """Return the names of the derived tables that records or settings have left behind."""
        return self._tables().stale()

    def kept(self) -> Kept:
        """Return what is kept beside the rows, as they were last refreshed."""
        if TOTALS not in self._known:
            return Kept()
        split = by_table(json.loads(self._known[TOTALS]))
        return Kept(True, {name: frozenset(dimensions) for name, dimensions in split.items()})

    def log(self) -> Log:
        """Return what is known of the log of events, as rows were last refreshed."""
        return Log(read_dimensions(self.settings.dimensions), is_short=self.horizon is not None)

    def version(self) -> int:
        """Return a number that rises whenever records or rows change, for as long as this object lives."""
        return self._refreshed

    def check_spec(self, spec: EventSpec) -> None:
        """Refuse a spec that no event could be held against: an unknown field, or a question within it."""
        self._tables().check_spec(spec)

    def _tables(self) -> "DerivedTables":
        """Return what makes the tables, with the settings as they are."""
        from regard.rows.derive import DerivedTables

        if self._made is None:
            self._made = DerivedTables(self._warehouse, self.settings, self._measures())
        self._made.settings = self.settings
        return self._made


def read_known(warehouse: Warehouse) -> dict[str, str]:
    """Return what each derived table was made from."""
    if not warehouse.has(STATE):
        return {}
    rows = warehouse.run(kept_sql(STATE, state_table, warehouse.dialect)).to_pylist()
    return {row["name"]: row["key"] for row in rows}


def state_table() -> "ibis.Table":
    """Return the table that tells what each derived table was made from."""
    import ibis

    return ibis.table({"name": "string", "key": "string"}, name=STATE)


def _told(known: Mapping[str, str], versions: Mapping[str, int], settings: Settings, year: int) -> str:
    """Return all that tells whether anything is stale."""
    return repr(("nothing is stale", sorted(known.items()), sorted(versions.items()), settings, year))
