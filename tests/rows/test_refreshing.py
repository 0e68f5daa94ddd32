"""Rows and sums kept in step batch by batch are those of a rebuild from scratch, whatever comes in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import regard
from regard.rows import derive, event_rows, refreshing
from tests.rows.kept_state import kept_state

BASE = datetime(2025, 3, 29, 22, tzinfo=UTC)
"""The evening before clocks change in Rome."""

PEOPLE = st.sampled_from([None, "ann", "bob", "a1"])
DEVICES = st.sampled_from([None, "a1", "a2", "a3"])
MINUTES = st.sampled_from([0, 1, 20, 29, 31, 60, 119, 121, 600, 1_440, 1_441, 2_880, 7_200])
PATHS: dict[str, dict[str, Any]] = {
    "buying": {"steps": [{"page": "/"}, "buy", {"page": "/b"}], "window": "1d"},
    "abroad": {"steps": [{"page": "/", "where": [["is", "country", ["IT"]]]}, {"page": "/b"}], "window": "none"},
    "paying": {"steps": [{"page": "/", "where": [["is", "plan", ["pro", "3"]]]}, {"page": "/b"}], "window": "none"},
}
"""Goal paths: of fields that touches carry, and of some that the log and visits tell."""

DIMENSIONS = {"plan": "properties.plan", "site": "host"}

KINDS = ("identify", "identify", "alias", "merge", "unmerge")


@st.composite
def event_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return some events of few people, close to each other and around midnight, without ids."""
    return [
        {
            "time": BASE + timedelta(minutes=draw(MINUTES), seconds=draw(st.sampled_from([0, 0, 1]))),
            "received_at": BASE + timedelta(days=9, seconds=draw(st.integers(0, 1))),
            "type": draw(st.sampled_from(["page", "page", "track", "screen", "engagement"])),
            "user_id": draw(PEOPLE),
            "anonymous_id": draw(DEVICES),
            "session_id": draw(st.sampled_from([None, None, "s", "t"])),
            "path": draw(st.sampled_from(["/", "/b", None])),
            "name": draw(st.sampled_from([None, "buy"])),
            "country": draw(st.sampled_from([None, "IT", "PL"])),
            "host": draw(st.sampled_from([None, "a.org"])),
            "properties": draw(st.sampled_from([{}, {"plan": "pro"}, {"plan": 3}])),
            "engaged_ms": draw(st.sampled_from([None, 1_000, 15_000])),
        }
        for _ in range(draw(st.integers(1, 6)))
    ]


@st.composite
def links(draw: st.DrawFn, since: datetime = BASE) -> dict[str, Any]:
    """Return a link that joins or parts two ids of few, soon after an instant, without an id."""
    time = since + timedelta(minutes=draw(MINUTES))
    told = {"kind": draw(st.sampled_from(KINDS)), "user_id": draw(st.sampled_from(["ann", "bob", "cy"]))}
    other = draw(st.sampled_from(["a1", "a2", "a3", "ann", "bob"]))
    return {"time": time, "received_at": time, **told, "other_id": other}


def declare(ws: regard.Workspace) -> None:
    """Declare the dimensions, a goal that looks at one, and the goal paths."""
    for name, field in DIMENSIONS.items():
        ws.declare("dimension", name, field=field)
    ws.declare("goal", "paid", page="/b", where=[["is", "plan", ["pro"]]])
    for name, path in PATHS.items():
        ws.declare("path", name, **path)


class Following(RuleBasedStateMachine):
    """A workspace to which events and links come, compared at the end with one to which they come at once."""

    def __init__(self) -> None:
        """Follow every batch, however small the log and however large the batch."""
        super().__init__()
        self._before = derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE
        derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE = 0, 1e9
        self.records: dict[str, list[dict[str, Any]]] = {"event": [], "link": []}

    @initialize(zone=st.sampled_from(["UTC", "Europe/Rome"]), events=event_lists())
    def begin(self, zone: str, events: list[dict[str, Any]]) -> None:
        """Open a workspace with some events in it."""
        self.ws = regard.open(zone=zone, totals_from=0)
        declare(self.ws)
        self._add("event", events)
        self.ws._rows.refresh()

    @rule(events=event_lists())
    def events_come(self, events: list[dict[str, Any]]) -> None:
        """Add events: late ones, early ones, of known people and of others."""
        self._add("event", events)

    @rule(place=st.integers(0, 99))
    def an_event_comes_again(self, place: int) -> None:
        """Add an event that is there."""
        known = self.records["event"]
        self.ws.add("event", [known[place % len(known)]])

    @rule(place=st.integers(0, 99))
    def a_better_copy_comes(self, place: int) -> None:
        """Add an event that is there as it was received earlier, at another page."""
        known = self.records["event"]
        copy = {**known[place % len(known)], "received_at": BASE, "path": "/better"}
        known.append(copy)
        self.ws.add("event", [copy])

    @rule(link=links())
    def a_link_comes(self, link: dict[str, Any]) -> None:
        """Join or part two ids."""
        self._add("link", [link])

    @rule()
    def somebody_asks(self) -> None:
        """Bring the rows up to date."""
        self.ws._rows.refresh()

    @invariant()
    def nothing_is_negative(self) -> None:
        """A question finds as many visits as there are rows, at every moment."""
        if hasattr(self, "ws") and not self.ws._rows.stale():
            counted = self.ws._warehouse.run(
                "select coalesce(sum(visits_x) filter (back is null), 0) as n from visit_totals where dimension = ''"
            ).to_pylist()
            visits = self.ws._warehouse.run("select count(*) as n from visits").to_pylist()
            assert counted == visits

    def teardown(self) -> None:
        """Compare with a rebuild from scratch."""
        derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE = self._before
        if not hasattr(self, "ws"):
            return
        derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE = 0, 1e9
        followed = kept_state(self.ws)
        derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE = self._before
        with regard.open(zone=self.ws.settings.zone.key, totals_from=0) as anew:
            declare(anew)
            for record, rows in self.records.items():
                if rows:
                    anew.add(record, rows)
            rebuilt = kept_state(anew)
        self.ws.close()
        assert followed == rebuilt

    def _add(self, record: str, rows: list[dict[str, Any]]) -> None:
        """Add records with ids of their own."""
        known = self.records[record]
        named = [{**row, "id": f"{record}-{len(known) + place}"} for place, row in enumerate(rows)]
        known += named
        self.ws.add(record, named)


TestFollowing = Following.TestCase
TestFollowing.settings = settings(
    max_examples=15, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)


@given(events=event_lists(), more=event_lists())
@settings(max_examples=5, deadline=None)
def test_rows_made_in_parts_are_those_made_at_once(events: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    """However few events are looked at together, rows and sums are the same."""
    named = [{**event, "id": str(place)} for place, event in enumerate((*events, *more))]
    link = {"id": "1", "time": BASE, "kind": "identify", "user_id": "ann", "other_id": "a1"}
    states = []
    for at_once in (4_000_000, 2):
        with pytest.MonkeyPatch.context() as patch, regard.open(totals_from=0) as ws:
            patch.setattr(event_rows, "_EVENTS_AT_ONCE", at_once)
            declare(ws)
            ws.add("event", named)
            ws.add("link", [link])
            states.append(kept_state(ws))
    assert states[0] == states[1]


def test_a_small_batch_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """New events and links are put into the rows that are there; nothing is made anew."""
    monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
    monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    followed: list[refreshing.Refresh] = []
    run = refreshing.Refresh.run

    def counted(refresh: refreshing.Refresh) -> set[str]:
        followed.append(refresh)
        return run(refresh)

    monkeypatch.setattr(refreshing.Refresh, "run", counted)
    with regard.open(totals_from=0) as ws:
        ws.add("event", [{"time": BASE, "user_id": "ann", "type": "page", "path": "/"}])
        assert ws.ask("visits", period="2025-03").value == 1
        ws.add("event", [{"time": BASE, "anonymous_id": "a1", "type": "page", "path": "/"}])
        assert ws.ask("visits", period="2025-03").value == 2
        ws.add("link", [{"time": BASE, "kind": "identify", "user_id": "ann", "other_id": "a1"}])
        assert ws.ask("visits", period="2025-03").value == 1
    assert len(followed) == 2


def test_goals_know_who_a_batch_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    """A goal that asks for the person, or for the customer that they are, finds those whom nobody knew before."""
    monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
    monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    with regard.open() as ws:
        ws.declare("goal", "named", page="/", where=[["is", "user_id", ["cy"]]])
        ws.declare("goal", "paying", page="/", where=[["is", "customer.plan", ["pro"]]])
        ws.add("customer", [{"user_id": "dan", "plan": "pro", "as_of": BASE}])
        view = {"time": BASE, "type": "page", "path": "/"}
        ws.add("event", [{**view, "user_id": "ann"}])
        ws._rows.refresh()
        ws.add("event", [{**view, "user_id": name} for name in ("bob", "cy", "dan")])
        ws._rows.refresh()
        engaged = {row["person"]: row["is_engaged"] for row in ws.rows("visits")}
    assert engaged == {"ann": False, "bob": False, "cy": True, "dan": True}
