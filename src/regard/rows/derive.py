"""Rows kept in step with records: what is stale is derived again before it is read."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa

from regard.records import record_type
from regard.rows import conversations, deliveries
from regard.rows.care_tables import care_plan
from regard.rows.changed import forget_changes, is_listed
from regard.rows.closed import Closed
from regard.rows.declared_dimensions import read_dimensions
from regard.rows.event_rows import KEPT, EventRows
from regard.rows.goal_paths import path_plan
from regard.rows.kept_sums import KeptSums, kept_dimensions, measured_names
from regard.rows.log import kept_sql, records_of, to_sql
from regard.rows.logged import read_log
from regard.rows.refreshing import Refresh
from regard.rows.rehearsal import rehearse
from regard.rows.retention import Retention, check_unmoved
from regard.rows.sources import customer_field
from regard.rows.specs import EventSpec, parse_spec
from regard.rows.totals import Measures
from regard.rows.unmoved import Followed, unmoved
from regard.rows.upkeep import STATE, TOTALS, read_known
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings

_OF_EVENTS = "event_rows"
_FORM = 2
"""Raised where rows of the same columns mean something else than before, so that those made before are made anew."""

FOLLOWED_FROM = 20_000
"""From so many events on rows are kept in step; fewer are as quickly made anew."""
FOLLOWED_SHARE = 0.1
"""And so long as no larger share of the log has changed."""


class DerivedTables:
    """The derived tables of one warehouse, brought up to date on demand."""

    def __init__(
        self, warehouse: Warehouse, settings: Settings, measures: Mapping[str, Measures] | None = None
    ) -> None:
        """Remember nothing as derived: the warehouse knows what it holds. Without `measures` no totals are kept."""
        self._warehouse = warehouse
        self._measures = measures or {}
        self._summed = measured_names(self._measures)
        self.settings = settings

    def refresh(self) -> None:
        """Derive again what records or settings have changed since it was derived."""
        versions = self._warehouse.versions()
        known = read_known(self._warehouse)
        followed = self._refresh_events(known, versions)
        plan = self._plan()
        if followed:
            told = {table: (inputs, _key(versions, inputs, choices)) for table, (inputs, choices, _) in plan.items()}
            self._remember(known, unmoved(self._warehouse, followed, known, told))
        for table, (inputs, choices, derive) in plan.items():
            key = _key(versions, inputs, choices)
            if known.get(table) != key:
                derive()
                self._remember(known, {table: key})
        Retention(self._warehouse, self.settings).work_off()

    def names(self) -> list[str]:
        """Return the names of the derived tables, in the order in which they are made."""
        return [_OF_EVENTS, *self._plan()]

    def stale(self) -> list[str]:
        """Return the names of the derived tables that records or settings have left behind."""
        known, versions = read_known(self._warehouse), self._warehouse.versions()
        told = {table: _key(versions, inputs, choices) for table, (inputs, choices, _) in self._plan().items()}
        keys = {_OF_EVENTS: _key(versions, *self._event_inputs(self._events())), **told}
        return [table for table, key in keys.items() if known.get(table) != key]

    def check_spec(self, spec: EventSpec) -> None:
        """Refuse a spec that no event could be held against: an unknown field, or a question within it."""
        EventRows(self._warehouse, self.settings).that_fit(spec)

    def _refresh_events(self, known: dict[str, str], versions: Mapping[str, int]) -> Followed | None:
        """Bring what is made of events up to date; return what was followed, if it was kept in step."""
        events = self._events()
        inputs, choices = self._event_inputs(events)
        key = _key(versions, inputs, choices)
        before = known.get(_OF_EVENTS)
        if before == key:
            return None
        if before and self._can_follow(before, key, events):
            links = json.loads(before)[0][1]
            paths = self._paths_in_step(known, before, versions)
            with self._warehouse.transaction():
                sums = self._kept_sums(known)
                moved = Refresh(self._warehouse, self.settings, sums, with_paths=bool(paths)).run()
                self._remember(known, {_OF_EVENTS: key, **paths})
            return Followed(frozenset(moved), links)
        check_unmoved(self._warehouse.horizon(), self.settings)
        # What is interrupted from here on is made anew.
        self._write({name: made_of for name, made_of in known.items() if name not in (_OF_EVENTS, TOTALS)})
        known.pop(TOTALS, None)
        told = {_OF_EVENTS: key}
        if choices["totals"]:
            told[TOTALS] = json.dumps(
                kept_dimensions(self._warehouse, events, read_dimensions(self.settings.dimensions))
            )
        sums = self._kept_sums(told)
        rows = EventRows(self._warehouse, self.settings, sums)
        rows.rebuild()
        if sums:
            rehearse(self._warehouse, self.settings, sums, rows.days)
        with self._warehouse.transaction():
            if _key(self._warehouse.versions(), inputs, choices) == key:
                forget_changes(self._warehouse)
            Closed(self._warehouse, rows.days, rows.log).forget_aside()
            self._remember(known, told)
        return None

    def _paths_in_step(self, known: Mapping[str, str], before: str, versions: Mapping[str, int]) -> dict[str, str]:
        """Return what goal paths will be made from, where there are any and they were in step with rows of events."""
        found = {}
        told = dict(zip((record_type(name).table for name in ("event", "link")), json.loads(before)[0], strict=False))
        for table, (inputs, choices, _) in path_plan(self.settings, self._warehouse).items():
            if known.get(table) == _key({**versions, **told}, inputs, choices):
                found[table] = _key(versions, inputs, choices)
        return found

    def _can_follow(self, before: str, now: str, events: int) -> bool:
        """Return whether rows can be kept in step: only events and links came, not too many, and all are listed."""
        if events < FOLLOWED_FROM:
            return False
        (versions, choices), (versions_now, choices_now) = json.loads(before), json.loads(now)
        same = choices == choices_now and versions[2:] == versions_now[2:]
        return same and is_listed(self._warehouse, at_most=FOLLOWED_SHARE * events)

    def _kept_sums(self, known: Mapping[str, str]) -> KeptSums | None:
        """Return the sums that are kept, if any are."""
        if TOTALS not in known:
            return None
        log = read_log(self.settings, self._warehouse)
        return KeptSums(self._warehouse, self._measures, json.loads(known[TOTALS]), self.settings.week_start, log)

    def _event_inputs(self, events: int) -> tuple[Sequence[str], dict[str, Any]]:
        """Return the records and the settings on which what is made of so many events depends."""
        settings = self.settings
        goals = [settings.goals[name] for name in sorted(settings.goals)]
        specs = [parse_spec(spec) for spec in (*goals, *settings.qualifying.values())]
        fields = set().union(*(spec.fields() for spec in specs))
        declared = read_dimensions(settings.dimensions)
        of_customers = any(customer_field(name, declared) for name in fields)
        inputs = ["event", "link", *(["customer"] if of_customers else [])]
        choices = {
            "engine": self._warehouse.engine,
            "visit_timeout": settings.visit_timeout,
            "zone": settings.zone.key,
            "week_start": settings.week_start,
            "goals": goals,
            "qualifying": settings.qualifying,
            "dimensions": declared,
            "totals": bool(self._measures) and events >= settings.totals_from,
            "rows": {name: list(table.columns) for name, table in KEPT.items()},
            "sums": self._summed,
            "form": _FORM,
        }
        return inputs, choices

    def _events(self) -> int:
        """Return how many events there are, those that have left the log among them."""
        log = records_of("event")
        counted = kept_sql("how many events", lambda: log.aggregate(n=log.count()), self._warehouse.dialect)
        horizon = self._warehouse.horizon()
        return int(self._warehouse.run(counted).to_pylist()[0]["n"]) + (horizon.events if horizon else 0)

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

    def _remember(self, known: dict[str, str], told: Mapping[str, str]) -> None:
        """Note what further tables were made from."""
        if told:
            known.update(told)
            self._write(known)

    def _write(self, known: Mapping[str, str]) -> None:
        """Note what all tables were made from."""
        kinds = pa.schema([("name", pa.string()), ("key", pa.string())])
        self._warehouse.put(STATE, pa.table({"name": list(known), "key": list(known.values())}, schema=kinds))


def _key(versions: Mapping[str, int], inputs: Sequence[str], choices: object) -> str:
    """Return what tells whether records or settings have changed."""
    return json.dumps([[versions.get(record_type(name).table, 0) for name in inputs], choices], default=str)
