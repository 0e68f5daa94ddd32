"""Rows kept in step with records: what is stale is derived again before it is read."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis
import pyarrow as pa

from regard.records import record_type
from regard.rows import conversations, deliveries, visits
from regard.rows.care_tables import care_plan
from regard.rows.changed import forget_changes, is_listed
from regard.rows.event_rows import EventRows, qualifying_spec
from regard.rows.goal_paths import path_plan
from regard.rows.kept_sums import KeptSums, kept_dimensions, measured_names
from regard.rows.log import kept_sql, records_of, to_sql
from regard.rows.refreshing import Refresh
from regard.rows.sources import customer_field
from regard.rows.specs import EventSpec, parse_spec
from regard.rows.totals import Measures
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock
from regard.workspace.settings import Settings

_STATE = "derived"
_STATE_TABLE = ibis.table({"name": "string", "key": "string"}, name=_STATE)
_OF_EVENTS = "event_rows"
_TOTALS = "totals"
FOLLOWED_FROM = 20_000
"""From so many events on rows are kept in step; fewer are as quickly made anew."""
FOLLOWED_SHARE = 0.1
"""And so long as no larger share of the log has changed."""


@dataclass(frozen=True)
class Kept:
    """What is kept beside the rows."""

    has_totals: bool = False
    dimensions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By table of totals, and for `return_gaps`, the fields by which it is split."""


class DerivedTables:
    """The derived tables of one warehouse, brought up to date on demand."""

    def __init__(
        self, warehouse: Warehouse, settings: Settings, measures: Mapping[str, Measures] | None = None
    ) -> None:
        """Remember nothing as derived: the warehouse knows what it holds. Without `measures` no totals are kept."""
        self._warehouse = warehouse
        self._measures = measures or {}
        self._summed = measured_names(self._measures)
        self._seen: tuple[Mapping[str, int], Settings, int] | None = None
        self._refreshed = 0
        self.settings = settings

    def refresh(self) -> None:
        """Derive again what records or settings have changed since it was derived."""
        versions = self._warehouse.versions()
        seen = (versions, self.settings, clock.now().year)
        if seen == self._seen:
            return
        known = self._known()
        self._refresh_events(known, versions)
        for table, (inputs, choices, derive) in self._plan().items():
            key = _key(versions, inputs, choices)
            if known.get(table) != key:
                derive()
                self._remember(known, {table: key})
        self._seen = seen
        self._refreshed += 1

    def names(self) -> list[str]:
        """Return the names of the derived tables, in the order in which they are made."""
        return [_OF_EVENTS, *self._plan()]

    def stale(self) -> list[str]:
        """Return the names of the derived tables that records or settings have left behind."""
        known, versions = self._known(), self._warehouse.versions()
        told = {table: _key(versions, inputs, choices) for table, (inputs, choices, _) in self._plan().items()}
        keys = {_OF_EVENTS: _key(versions, *self._event_inputs(self._events())), **told}
        return [table for table, key in keys.items() if known.get(table) != key]

    def kept(self) -> Kept:
        """Return what is kept beside the rows, as they were last refreshed."""
        sums = self._kept_sums(self._known())
        if sums is None:
            return Kept()
        return Kept(True, {table: frozenset(names) for table, names in sums.dimensions.items()})

    def version(self) -> int:
        """Return a number that rises whenever records or rows change, for as long as this object lives."""
        return self._refreshed

    def check_spec(self, spec: EventSpec) -> None:
        """Refuse a spec that no event could be held against: an unknown field, or a question within it."""
        EventRows(self._warehouse, self.settings).that_fit(spec, visits.TABLE)

    def _refresh_events(self, known: dict[str, str], versions: Mapping[str, int]) -> None:
        """Bring what is made of events up to date."""
        events = self._events()
        inputs, choices = self._event_inputs(events)
        key = _key(versions, inputs, choices)
        if known.get(_OF_EVENTS) == key:
            return
        if self._can_follow(known.get(_OF_EVENTS), key, events):
            with self._warehouse.transaction():
                Refresh(self._warehouse, self.settings, self._kept_sums(known)).run()
                self._remember(known, {_OF_EVENTS: key})
            return
        # What is interrupted from here on is made anew.
        self._write({name: made_of for name, made_of in known.items() if name not in (_OF_EVENTS, _TOTALS)})
        known.pop(_TOTALS, None)
        told = {_OF_EVENTS: key}
        if choices["totals"]:
            told[_TOTALS] = json.dumps(kept_dimensions(self._warehouse))
        EventRows(self._warehouse, self.settings, self._kept_sums(told)).rebuild(events)
        with self._warehouse.transaction():
            if _key(self._warehouse.versions(), inputs, choices) == key:
                forget_changes(self._warehouse)
            self._remember(known, told)

    def _can_follow(self, before: str | None, now: str, events: int) -> bool:
        """Return whether rows can be kept in step: only events and links came, not too many, and all are listed."""
        if before is None or events < FOLLOWED_FROM:
            return False
        (versions, choices), (versions_now, choices_now) = json.loads(before), json.loads(now)
        same = choices == choices_now and versions[2:] == versions_now[2:]
        return same and is_listed(self._warehouse, at_most=FOLLOWED_SHARE * events)

    def _kept_sums(self, known: Mapping[str, str]) -> KeptSums | None:
        """Return the sums that are kept, if any are."""
        if _TOTALS not in known:
            return None
        return KeptSums(self._warehouse, self._measures, json.loads(known[_TOTALS]), self.settings.week_start)

    def _event_inputs(self, events: int) -> tuple[Sequence[str], dict[str, Any]]:
        """Return the records and the settings on which what is made of so many events depends."""
        settings = self.settings
        goals = [settings.goals[name] for name in sorted(settings.goals)]
        specs = [parse_spec(spec) for spec in (*goals, *settings.qualifying.values())]
        fields = set().union(*(spec.fields() for spec in specs))
        inputs = ["event", "link", *(["customer"] if any(customer_field(name) for name in fields) else [])]
        choices = {
            "visit_timeout": settings.visit_timeout,
            "zone": settings.zone.key,
            "week_start": settings.week_start,
            "goals": goals,
            "qualifying": settings.qualifying,
            "totals": bool(self._measures) and events >= settings.totals_from,
            "sums": self._summed,
        }
        return inputs, choices

    def _events(self) -> int:
        """Return how many events there are."""
        log = records_of("event")
        counted = kept_sql("how many events", lambda: log.aggregate(n=log.count()), self._warehouse.dialect)
        return int(self._warehouse.run(counted).to_pylist()[0]["n"])

    def _plan(self) -> dict[str, tuple[Sequence[str], object, Callable[[], None]]]:
        """Return for each other derived table the records and settings it depends on, and how it is made."""
        return {
            "conversations": (
                ["ticket", "ticket_event", "link"],
                list(conversations.TABLE.columns),
                lambda: self._derive("conversations", conversations.conversations()),
            ),
            **path_plan(self.settings, self._warehouse),
            **care_plan(self.settings, self._warehouse),
            "messages": (["delivery", "link"], None, lambda: self._derive("messages", deliveries.messages())),
        }

    def _derive(self, table: str, expression: ibis.Table) -> None:
        """Make one table anew."""
        self._warehouse.derive(table, to_sql(expression, self._warehouse.dialect))

    def _known(self) -> dict[str, str]:
        """Return what each derived table was made from."""
        if not self._warehouse.has(_STATE):
            return {}
        return {
            row["name"]: row["key"]
            for row in self._warehouse.run(kept_sql(_STATE, lambda: _STATE_TABLE, self._warehouse.dialect)).to_pylist()
        }

    def _remember(self, known: dict[str, str], told: Mapping[str, str]) -> None:
        """Note what further tables were made from."""
        known.update(told)
        self._write(known)

    def _write(self, known: Mapping[str, str]) -> None:
        """Note what all tables were made from."""
        kinds = pa.schema([("name", pa.string()), ("key", pa.string())])
        self._warehouse.put(_STATE, pa.table({"name": list(known), "key": list(known.values())}, schema=kinds))


def _key(versions: Mapping[str, int], inputs: Sequence[str], choices: object) -> str:
    """Return what tells whether records or settings have changed."""
    return json.dumps([[versions.get(record_type(name).table, 0) for name in inputs], choices], default=str)


__all__ = ["DerivedTables", "Kept", "qualifying_spec"]
