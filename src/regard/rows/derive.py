"""Rows kept in step with records: what is stale is derived again before it is read."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa

from regard.records import record_type
from regard.rows import active_days, conversations, deliveries, page_visits, people, touches, visits
from regard.rows.care_tables import care_plan
from regard.rows.identity import Claim, People, resolve_people
from regard.rows.log import records_of, to_sql
from regard.rows.sources import customer_field, touch_source
from regard.rows.specs import EventSpec, parse_spec
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings

_STATE = "derived"
_STATE_TABLE = ibis.table({"name": "string", "key": "string"}, name=_STATE)
_EVERYTHING = {"activity": {"event": "any"}}


class DerivedTables:
    """The derived tables of one warehouse, brought up to date on demand."""

    def __init__(self, warehouse: Warehouse, settings: Settings) -> None:
        """Remember nothing as derived: the warehouse knows what it holds."""
        self._warehouse = warehouse
        self.settings = settings

    def refresh(self) -> None:
        """Derive again what records or settings have changed since it was derived."""
        known = self._known()
        for table, (inputs, choices, derive) in self._plan().items():
            versions = [self._warehouse.version(record_type(name).table) for name in inputs]
            key = json.dumps([versions, choices], default=str)
            if known.get(table) != key:
                derive()
                known[table] = key
                self._warehouse.put(_STATE, pa.table({"name": list(known), "key": list(known.values())}))

    def names(self) -> list[str]:
        """Return the names of the derived tables, in the order in which they are made."""
        return list(self._plan())

    def stale(self) -> list[str]:
        """Return the names of the derived tables that records or settings have left behind."""
        known = self._known()
        behind = []
        for table, (inputs, choices, _) in self._plan().items():
            versions = [self._warehouse.version(record_type(name).table) for name in inputs]
            if known.get(table) != json.dumps([versions, choices], default=str):
                behind.append(table)
        return behind

    def _plan(self) -> dict[str, tuple[Sequence[str], object, Callable[[], None]]]:
        """Return for each derived table, in order, the records and settings it depends on, and how it is made."""
        settings = self.settings
        goals = [settings.goals[name] for name in sorted(settings.goals)]
        reached, active = self._inputs(goals), self._inputs(list(settings.qualifying.values()))
        timeout = settings.visit_timeout
        return {
            "people_ids": (["link"], None, self._identify),
            "touches": (["event", "link"], timeout, lambda: self._derive("touches", touches.touches(timeout))),
            "visits": (reached, [timeout, goals], lambda: self._derive("visits", self._visits())),
            "page_visits": (
                ["event", "link"],
                timeout,
                lambda: self._derive("page_visits", page_visits.page_visits(touches.TABLE, visits.TABLE)),
            ),
            "people": (["event", "link"], None, lambda: self._derive("people", people.people(touches.TABLE))),
            "active_days": (active, [settings.zone.key, settings.qualifying], self._active_days),
            "conversations": (
                ["ticket", "ticket_event", "link"],
                list(conversations.TABLE.columns),
                lambda: self._derive("conversations", conversations.conversations()),
            ),
            **care_plan(settings, self._warehouse),
            "messages": (["delivery", "link"], None, lambda: self._derive("messages", deliveries.messages())),
        }

    def _inputs(self, specs: Sequence[dict[str, Any]]) -> Sequence[str]:
        """Return the records that touches which fit any of the specs depend on."""
        names = set().union(*(parse_spec(spec).fields() for spec in specs))
        return ["event", "link", *(["customer"] if any(customer_field(name) for name in names) else [])]

    def check_spec(self, spec: EventSpec) -> None:
        """Refuse a spec that no event could be held against: an unknown field, or a question within it."""
        self._that_fit(spec, visits.TABLE)

    def _derive(self, table: str, expression: ibis.Table) -> None:
        """Make one table anew."""
        self._warehouse.derive(table, to_sql(expression, self._warehouse.dialect))

    def _visits(self) -> ibis.Table:
        """Return the visits, engaged by the goals that are declared; a goal may ask for fields of the visit itself."""
        plain = visits.visits(touches.TABLE, [])
        specs = [parse_spec(goal) for goal in self.settings.goals.values()]
        return visits.visits(touches.TABLE, [self._that_fit(spec, plain).select("id") for spec in specs])

    def _that_fit(self, spec: EventSpec, told: ibis.Table) -> ibis.Table:
        """Return the touches that fit a spec, where `told` are the visits."""
        source = touch_source(touches.TABLE, spec.fields(), self.settings.zone, told=told)
        return source.table.filter(spec.fits(source.field))

    def _active_days(self) -> None:
        """Make the active days, from the events that qualify in the workspace's zone."""
        zone = self.settings.zone
        bounds = self._bounds()
        if bounds is None:
            bounds = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 2, tzinfo=UTC))
        qualifying = self._that_fit(qualifying_spec(self.settings), visits.TABLE)
        self._derive("active_days", active_days.active_days(qualifying, zone, *bounds))

    def _bounds(self) -> tuple[datetime, datetime] | None:
        """Return the times of the first and the last event, a day apart from either; `None` without events."""
        table = touches.TABLE
        found = self._warehouse.run(
            to_sql(table.aggregate(first=table.time.min(), last=table.time.max()), self._warehouse.dialect)
        ).to_pylist()[0]
        if found["first"] is None:
            return None
        day = timedelta(days=1)
        return found["first"].replace(tzinfo=UTC) - day, found["last"].replace(tzinfo=UTC) + day

    def _identify(self) -> None:
        """Make the tables that give every linked id its person."""
        links = records_of("link")
        table = self._warehouse.run(to_sql(links.select(*Claim._fields), self._warehouse.dialect))
        columns = [table.column(name).to_pylist() for name in Claim._fields]
        found: People = resolve_people(Claim(*row) for row in zip(*columns, strict=True))
        for name, label, persons in (
            ("user_people", "user_id", found.of_user),
            ("anonymous_people", "anonymous_id", found.of_anonymous),
        ):
            ids, owners = pa.array(persons.keys(), pa.string()), pa.array(persons.values(), pa.string())
            self._warehouse.put(name, pa.table({label: ids, "person": owners}))

    def _known(self) -> dict[str, str]:
        """Return what each derived table was made from."""
        if not self._warehouse.has(_STATE):
            return {}
        return {
            row["name"]: row["key"]
            for row in self._warehouse.run(to_sql(_STATE_TABLE, self._warehouse.dialect)).to_pylist()
        }


def qualifying_spec(settings: Settings) -> EventSpec:
    """Return what counts as being active: as declared, else any event."""
    declared = settings.qualifying or _EVERYTHING
    return parse_spec(next(iter(declared.values())))
