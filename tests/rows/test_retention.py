"""Events leave the log, and rows and sums stay as if they had not."""

from datetime import UTC, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import regard
from regard.rows import derive
from tests.rows.kept_state import kept_state
from tests.rows.random_retention import BASE, DEVICES, USERS, Event, logs, plain, remade
from tests.rows.test_refreshing import declare, event_lists, links

KEEP = "2d"


class Shortening(RuleBasedStateMachine):
    """A workspace whose log is kept short; batches are followed, however small the log."""

    def __init__(self) -> None:
        """Follow every batch."""
        super().__init__()
        self._before = derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE
        derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE = 0, 1e9
        self.records: dict[str, list[Event]] = {"event": [], "link": []}

    def open(self, zone: str, events: list[Event]) -> None:
        """Open a workspace with some events in it."""
        self.ws = regard.open(zone=zone, totals_from=0, keep_events=KEEP)
        declare(self.ws)
        self.add("event", events)
        self.ws._rows.refresh()

    def add(self, record: str, rows: list[Event]) -> None:
        """Add records with ids of their own, and remember those that are not refused."""
        known = self.records[record]
        named = [{**row, "id": f"{record}-{len(known) + place}"} for place, row in enumerate(rows)]
        horizon = self.ws._warehouse.horizon()
        fit = [
            row for row in named if record == "link" or not horizon or row["time"] >= horizon.since.replace(tzinfo=UTC)
        ]
        loaded = self.ws.add(record, named)
        assert loaded.quarantined == len(named) - len(fit)
        known += [row if row in fit else {} for row in named]

    def teardown(self) -> None:
        """Compare, and close the workspace."""
        try:
            if hasattr(self, "ws"):
                self.compare()
                self.ws.close()
        finally:
            derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE = self._before

    def compare(self) -> None:
        """Hold what is kept against something."""
        raise NotImplementedError


class BesideTwin(Shortening):
    """The same records come to a workspace that keeps all events."""

    @initialize(zone=st.sampled_from(["UTC", "Europe/Rome"]), events=logs())
    def begin(self, zone: str, events: list[Event]) -> None:
        """Open a workspace with some events in it."""
        self.open(zone, events)

    @rule(events=logs())
    def events_come(self, events: list[Event]) -> None:
        """Add events: late ones, too late ones, and new ones."""
        self.add("event", events)

    @rule(user=st.sampled_from(USERS), other=st.sampled_from((*USERS, *DEVICES)))
    def a_link_comes(self, user: str, other: str) -> None:
        """Join two ids for good."""
        time = BASE + timedelta(minutes=len(self.records["link"]))
        kind = "merge" if other in USERS else "identify"
        self.add("link", [{"time": time, "received_at": time, "kind": kind, "user_id": user, "other_id": other}])

    @rule()
    def somebody_asks(self) -> None:
        """Bring the rows up to date; what is too old leaves the log."""
        self.ws._rows.refresh()

    def compare(self) -> None:
        """What is kept of a short log, in step and anew, is what is kept of a log that keeps everything."""
        followed = kept_state(self.ws)
        anew = remade(self.ws)
        with regard.open(zone=self.ws.settings.zone.key, totals_from=0) as twin:
            declare(twin)
            for record, rows in self.records.items():
                kept = [row for row in rows if row]
                if kept:
                    twin.add(record, kept)
            everything = kept_state(twin)
        assert plain(followed) == plain(everything)
        assert plain(anew) == plain(everything)


class BesideRebuild(Shortening):
    """All kinds of links come, and visits that lie close to each other."""

    @initialize(zone=st.sampled_from(["UTC", "Europe/Rome"]), events=event_lists())
    def begin(self, zone: str, events: list[dict[str, Any]]) -> None:
        """Open a workspace with some events in it."""
        self.open(zone, events)

    @rule(events=event_lists(), days=st.sampled_from([0, 0, 1, 3]))
    def events_come(self, events: list[dict[str, Any]], days: int) -> None:
        """Add events, some of them days later than the others."""
        self.add("event", [{**event, "time": event["time"] + timedelta(days=days)} for event in events])

    @rule(link=links(BASE))
    def a_link_comes(self, link: dict[str, Any]) -> None:
        """Join or part two ids."""
        self.add("link", [link])

    @rule(field=st.sampled_from(["properties.plan", "host", "title"]))
    def a_dimension_is_declared(self, field: str) -> None:
        """Declare one that there was not before, or another field under its name."""
        self.ws.declare("dimension", "kind", field=field)

    @rule()
    def somebody_asks(self) -> None:
        """Bring the rows up to date; what is too old leaves the log."""
        self.ws._rows.refresh()

    def compare(self) -> None:
        """Closed rows carried over by small batches are those carried over by a rebuild."""
        followed = kept_state(self.ws)
        assert followed == remade(self.ws)


FEW = settings(max_examples=10, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck))
TestBesideTwin = BesideTwin.TestCase
TestBesideTwin.settings = FEW
TestBesideRebuild = BesideRebuild.TestCase
TestBesideRebuild.settings = FEW
