"""Closed rows by hand: ann, bob and a device in early March, of whose events only the last day is kept."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import regard
from regard.errors import RegardError
from regard.rows import derive, event_rows
from regard.rows.kept_sums import KeptSums
from tests.rows.kept_state import kept_state
from tests.rows.random_retention import plain, remade

MARCH = {"period": ("2025-03-01", "2025-03-31"), "as_of": "2025-04-01"}
PAGE = {"type": "page", "path": "/", "device": "phone", "country": "IT"}
EVENTS: list[dict[str, Any]] = [
    {**PAGE, "id": "1", "time": "2025-03-01T10:00Z", "user_id": "ann", "url": "https://acme.it/"},
    {**PAGE, "id": "2", "time": "2025-03-01T10:10Z", "user_id": "ann", "path": "/b"},
    {**PAGE, "id": "3", "time": "2025-03-02T23:50Z", "user_id": "bob"},
    {**PAGE, "id": "4", "time": "2025-03-03T10:00Z", "anonymous_id": "a1"},
    {"id": "5", "time": "2025-03-04T10:00Z", "user_id": "ann", "type": "track", "name": "paid", "country": "PL"},
    {**PAGE, "id": "6", "time": "2025-03-10T23:50Z", "user_id": "bob"},
    {**PAGE, "id": "7", "time": "2025-03-11T00:05Z", "user_id": "bob"},
    {**PAGE, "id": "8", "time": "2025-03-20T12:00Z", "user_id": "ann"},
]
"""With nine days kept the log begins on 11 March: bob's visit of the midnight before goes on past it."""


@pytest.fixture(params=["followed", "made anew"])
def ws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[regard.Workspace]:
    """Return a workspace from which events have left, to which batches come in one way or the other."""
    if request.param == "followed":
        monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
        monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    with regard.open(totals_from=0, keep_events="9d") as opened:
        opened.add("event", EVENTS)
        assert opened.refresh() == {"left": 5, "log_begins": "2025-03-11"}
        yield opened


def value(ws: regard.Workspace, metric: str, **question: Any) -> Any:
    """Return the answer to a question about March."""
    return ws.ask(metric, **MARCH, **question).value


def groups(ws: regard.Workspace, metric: str, **question: Any) -> dict[Any, Any]:
    """Return the answers to a question about March by the value of its one dimension."""
    found = ws.ask(metric, **MARCH, **question).breakdown
    return {next(iter(row["group"].values())): row["value"] for row in found}


def test_visits_of_nobody_stay_in_their_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session without a person has another number once it has left the log; its sums stay those of one rebuild."""
    monkeypatch.setattr(derive, "FOLLOWED_FROM", 0)
    monkeypatch.setattr(derive, "FOLLOWED_SHARE", 1e9)
    with regard.open(totals_from=0, keep_events="9d") as ws:
        ws.add("event", [{**PAGE, "id": f"s{n}", "time": "2025-03-01T10:00Z", "session_id": f"s{n}"} for n in range(5)])
        before = value(ws, "visits")
        ws.add("event", EVENTS)
        assert (before, value(ws, "visits")) == (5, 10)
        followed = kept_state(ws)
        assert followed["visit_totals"] == remade(ws)["visit_totals"]


def test_answers_stay_when_events_leave(ws: regard.Workspace) -> None:
    """Five visits, three visitors, eight events stay; the log has three of these."""
    assert [row["id"] for row in ws.rows("event")] == ["6", "7", "8"]
    assert value(ws, "visits") == 5
    assert value(ws, "unique_visitors") == 3
    assert value(ws, "active_people") == 3
    assert groups(ws, "events", by="country") == {"IT": 7, "PL": 1}
    assert groups(ws, "events", by="country", where=[["is", "type", ["track"]]]) == {"PL": 1}
    assert value(ws, "pages_per_visit") == 7 / 5


def test_later_batches_leave_closed_rows_as_they_are(ws: regard.Workspace) -> None:
    """A visit of ann, and one more page of the visit that goes on past the horizon, come to what was."""
    ws.add("event", [{**PAGE, "id": "9", "time": "2025-03-20T18:00Z", "user_id": "ann"}])
    ws.add("event", [{**PAGE, "id": "10", "time": "2025-03-11T00:30Z", "user_id": "bob"}])
    assert value(ws, "visits") == 6
    assert value(ws, "page_views") == 9
    assert value(ws, "unique_visitors") == 3


def test_people_are_joined_in_closed_rows_too(ws: regard.Workspace) -> None:
    """The device turns out to be ann's, bob and ann one, and both are undone again."""
    ws.add("link", [{"id": "1", "time": "2025-03-20T13:00Z", "kind": "identify", "user_id": "ann", "other_id": "a1"}])
    assert value(ws, "unique_visitors") == 2
    ws.add("link", [{"id": "2", "time": "2025-03-20T14:00Z", "kind": "merge", "user_id": "ann", "other_id": "bob"}])
    assert value(ws, "unique_visitors") == 1
    assert value(ws, "visits") == 5
    assert ws.ask("new_visitor_share", period="2025-03-20", as_of="2025-04-01").value == 0
    for number, (user, other) in enumerate((("ann", "bob"), ("ann", "a1")), 3):
        time = f"2025-03-20T1{number + 2}:00Z"
        ws.add("link", [{"id": str(number), "time": time, "kind": "unmerge", "user_id": user, "other_id": other}])
    assert value(ws, "unique_visitors") == 3
    assert ws._warehouse.run("from closed_owners").num_rows == 0


def test_what_comes_too_late_is_refused(ws: regard.Workspace) -> None:
    """An event from before the log begins goes to the quarantine, a known one too; answers stay."""
    found = ws.add("event", [EVENTS[0], {**PAGE, "id": "11", "time": "2025-03-05T10:00Z", "user_id": "cy"}])
    assert (found.added, found.duplicates, found.quarantined) == (0, 0, 2)
    assert "where the log begins" in found.problems[0].reason
    assert value(ws, "visits") == 5


def test_what_only_the_log_told_is_said_to_be_gone(ws: regard.Workspace) -> None:
    """Addresses of before are not set, with a warning; not so in a period that the log still covers."""
    reply = ws.ask("events", by="url", **MARCH)
    assert [(row["group"]["url"], row["value"]) for row in reply.breakdown] == [(None, 8)]
    assert "Events before 2025-03-11 have left the log (keep_events): url" in reply.warnings[-1]["message"]
    assert reply.warnings[-1]["code"] == "short_history"
    assert ws.ask("events", by="url", period="2025-03-20", as_of="2025-04-01").warnings == []
    funnel = ws.ask("funnel", steps=["any", {"event": "paid", "where": [["is", "properties.plan", ["pro"]]]}], **MARCH)
    assert "properties.plan of them" in funnel.warnings[-1]["message"]


def test_goals_of_later_judge_later_visits(ws: regard.Workspace) -> None:
    """The visit of one page of before stays as it was judged, and the answer says so."""
    ws.declare("goal", "home", page="/")
    reply = ws.ask("engaged_visit_rate", **MARCH)
    assert reply.value == 3 / 5  # two pages twice, and ann's visit of the 20th by the goal
    assert "goals that were declared when they left the log" in reply.warnings[-1]["message"]


@pytest.mark.parametrize(("name", "setting"), [("visit_timeout", 60.0), ("zone", "Europe/Rome")])
def test_what_closed_rows_cannot_follow_is_refused(ws: regard.Workspace, name: str, setting: Any) -> None:
    """Another visit timeout or zone is told to be impossible, and the old one answers on."""
    before = ws.settings
    changed: Any = {name: regard.open(zone=setting).settings.zone if name == "zone" else setting}
    ws._rows.settings = replace(before, **changed)
    with pytest.raises(RegardError, match=f"The {name} was"):
        ws.ask("visits", **MARCH)
    ws._rows.settings = before
    assert value(ws, "visits") == 5


@pytest.mark.parametrize("step", [(event_rows.EventRows, "_write_rows"), (KeptSums, "rebuild")])
def test_a_rebuild_that_was_killed_finds_closed_rows_again(
    ws: regard.Workspace, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str]
) -> None:
    """Whether killed before or after closed rows are back in their place, the next start repairs."""
    ws.declare("goal", "home", page="/")
    with monkeypatch.context() as patch:
        patch.setattr(*step, lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ws.ask("visits", **MARCH)
    assert value(ws, "visits") == 5
    assert value(ws, "unique_visitors") == 3
    assert not ws._warehouse.has("closed_touches")


@pytest.mark.parametrize("written", ["12h", "0d", "1.5d", 3, True, "soon", "101 years"])
def test_what_is_no_time_to_keep_events_is_refused(written: Any) -> None:
    """Whole days and longer are times to keep events, and nothing else."""
    with pytest.raises(RegardError) as refused:
        regard.open(keep_events=written)
    assert refused.value.code == "bad_value"


def test_what_shares_an_instant_stays_together() -> None:
    """An event at the instant of one whose visit goes on stays in the log: which of the two was first stays known."""
    moments = ["2025-03-10T23:20Z", "2025-03-10T23:20Z", "2025-03-10T23:45Z", "2025-03-20T23:45Z"]
    events = [{**PAGE, "id": str(place), "time": time, "user_id": "ann"} for place, time in enumerate(moments)]
    with regard.open(totals_from=0, keep_events="9d") as opened:
        opened.add("event", [{**events[0], "session_id": "s"}, *events[1:]])
        opened.add("event", [{**PAGE, "id": "before", "time": "2025-03-10T22:00Z", "user_id": "ann"}])
        assert opened.refresh()["left"] == 1
        assert plain(kept_state(opened)) == plain(remade(opened))


def test_only_nobody_is_left_in_the_log() -> None:
    """Rows can be made anew where everybody who is known has events outside of the log alone."""
    with regard.open(totals_from=0, keep_events="9d") as ws:
        ws.add("event", [{**PAGE, "id": "1", "time": "2025-03-01T10:00Z", "user_id": "ann"}])
        ws.add("event", [{**PAGE, "id": "2", "time": "2025-03-20T10:00Z", "session_id": "s"}])
        assert ws.refresh() == {"left": 1, "log_begins": "2025-03-11"}
        ws.add("link", [{"id": "l", "time": "2025-03-21T10:00Z", "kind": "alias", "user_id": "eve", "other_id": "ann"}])
        assert value(ws, "visits") == 2
