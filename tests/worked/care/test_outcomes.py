from collections.abc import Mapping
from typing import Any

import pytest

import regard
from regard.metrics.catalogue import care
from regard.serving.workspace import Workspace
from tests.worked.care.stories import ASKED, HOUR, Story, told

DAY = 24
WEEK = 7 * DAY

STORIES: dict[str, Story] = {
    # One reply, resolved after a day, closed after two: one resolution.
    "plain": [(0, "customer"), (2, "agent"), (DAY, "solved"), (2 * DAY, "closed")],
    # A bot and a note are no replies; two replies; resolved after 4 hours and, opened after 8 days, again after 10.
    "back": [
        (0, "customer"),
        (0.1, "bot"),
        (0.5, "note"),
        (3, "agent"),
        (4, "solved"),
        (8 * DAY, "open"),
        (9 * DAY, "agent"),
        (10 * DAY, "Resolved"),
    ],
    # Resolved without a word, and opened again after a week and a day: open since.
    "open": [(5, "done"), (WEEK + DAY, "open")],
    # Never touched.
    "new": [],
}


@pytest.fixture
def desk() -> Workspace:
    """Return a workspace with the four tickets."""
    return told(STORIES, channel={"plain": "chat", "back": "mail", "open": "mail"})


def value(reply: Any) -> tuple[Any, int, Mapping[str, Any]]:
    """Return what an answer says."""
    return reply.value, reply.n, reply.parts


def test_what_became_of_tickets(desk: Workspace) -> None:
    """Of 4 tickets 3 were resolved, 4 times in all; 2 rest at the end of March, one of them reopened; 2 are open."""
    names = ["resolutions", "resolved_tickets", "reopens", "reopen_rate", "one_touch_rate", "replies_per_ticket"]
    replies = desk.ask([*names, "backlog"], **ASKED)
    assert value(replies["resolutions"]) == (4, 4, {})
    assert value(replies["resolved_tickets"]) == (2, 2, {})
    assert value(replies["reopens"]) == (1, 1, {})
    assert value(replies["reopen_rate"]) == (0.5, 2, {"reopened_tickets": 1, "resolved_tickets": 2})
    assert value(replies["one_touch_rate"]) == (0.5, 2, {"one_touch_tickets": 1, "resolved_tickets": 2})
    assert value(replies["replies_per_ticket"]) == (0.75, 4, {"replies": 3, "tickets": 4})
    assert value(replies["backlog"]) == (2, 2, {})


def test_the_same_by_week(desk: Workspace) -> None:
    """The state is that of each week's end, the reopening is dated by itself: "open" still rested after the first."""
    names = ["resolutions", "resolved_tickets", "reopens", "reopen_rate", "one_touch_rate", "backlog"]
    asked = {**ASKED, "period": ("2025-03-03", "2025-03-23")}
    found = {
        name: [point["value"] for point in reply.series]
        for name, reply in desk.ask(names, every="week", **asked).items()
    }
    assert found == {
        "resolutions": [3, 1, 0],
        "resolved_tickets": [3, 1, 0],
        "reopens": [0, 1, 0],
        "reopen_rate": [0, 1, None],
        # "plain" and "back" have had one reply by then; "back" has two a week later.
        "one_touch_rate": [pytest.approx(2 / 3), 0, None],
        "backlog": [1, 2, 2],
    }


def test_the_same_by_channel_and_filter(desk: Workspace) -> None:
    """A ticket's field splits and filters what happened to it."""
    backlog = desk.ask("backlog", by="channel", **ASKED)
    assert {row["group"]["channel"]: (row["value"], row["share"]) for row in backlog.breakdown} == {
        "mail": (1, 0.5),
        None: (1, 0.5),
    }
    mail = desk.ask(["resolutions", "resolved_tickets", "backlog"], where=[["is", "channel", ["mail"]]], **ASKED)
    assert [reply.value for reply in mail.values()] == [3, 1, 1]
    before = desk.ask("backlog", compare="year", **ASKED)
    assert before.previous is not None
    assert before.previous["value"] == 0


def test_a_backlog_as_of_its_moment() -> None:
    """Open just before the end counts; who comes to rest at that very midnight was open, who comes then was not."""
    midnight = 16
    workspace = told({"rests": [(midnight, "solved")], "rested": [(midnight - 0.001, "solved")], "later": []})
    workspace.add("ticket", [{"id": "next", "created_at": "2025-03-04T00:00:00Z"}])
    series = workspace.ask("backlog", period=("2025-03-02", "2025-03-04"), every="day").series
    assert [point["value"] for point in series] == [0, 2, 2]


def test_tickets_that_tell_of_themselves() -> None:
    """Without events a ticket's own fields count: rested at a time, since nobody knows when, or open again."""
    workspace = regard.open()
    created = {"created_at": "2025-03-03T08:00:00Z"}
    times = {"first_response_at": "2025-03-03T09:00:00Z", "resolved_at": "2025-03-04T08:00:00Z"}
    tickets = [
        {"id": "rests", **created, **times, "status": "closed"},
        {"id": "silent", **created, "resolved_at": times["resolved_at"]},
        {"id": "lost", **created, "status": "solved"},
        {"id": "again", **created, "resolved_at": times["resolved_at"], "status": "open"},
        {"id": "new", **created, "status": "new"},
    ]
    workspace.add("ticket", tickets)
    names = ["resolutions", "resolved_tickets", "reopens", "backlog", "replies", "ticket_messages"]
    assert [reply.value for reply in workspace.ask(names, **ASKED).values()] == [3, 2, 0, 2, 0, 0]
    touched = workspace.ask("one_touch_rate", **ASKED)
    assert value(touched) == (0, 1, {"one_touch_tickets": 0, "resolved_tickets": 1})
    assert touched.warnings[0] == {
        "code": "left_out",
        "message": "1 tickets whose replies are not known were left out.",
    }
    assert value(workspace.ask("replies_per_ticket", **ASKED)) == (0, 4, {"replies": 0, "tickets": 4})


def test_what_happened_to_tickets_that_are_not_known() -> None:
    """Messages and resolutions count where the ticket itself is missing: its creation is, so it is in no backlog."""
    workspace = told({})
    story = {"ticket_id": "gone", "actor": "agent"}
    workspace.add(
        "ticket_event",
        [
            {**story, "time": "2025-03-03T08:00:00Z", "kind": "comment", "actor": "customer"},
            {**story, "time": "2025-03-03T10:00:00Z", "kind": "comment"},
            {**story, "time": "2025-03-03T11:00:00Z", "kind": "status", "value": "solved"},
        ],
    )
    names = ["tickets", "ticket_messages", "replies", "resolutions", "resolved_tickets", "backlog", "reply_time"]
    assert [reply.value for reply in workspace.ask(names, **ASKED).values()] == [0, 2, 1, 1, 1, 0, 2 * HOUR]


def test_messages_by_who_wrote_them(desk: Workspace) -> None:
    """Seven comments of which one is a note: 2 by customers, 3 by agents, 1 by a bot."""
    messages = desk.ask("ticket_messages", by="actor", **ASKED)
    assert messages.value == 6
    assert {row["group"]["actor"]: row["value"] for row in messages.breakdown} == {"customer": 2, "agent": 3, "bot": 1}
    assert desk.ask("replies", **ASKED).value == 3


def test_nothing_to_count() -> None:
    """Without any record counts are 0 and everything else is null, for the whole, each day and the time before."""
    workspace = regard.open()
    workspace.declare("sla", "reply", metric="reply_time", within="4h")
    asked = {**ASKED, "period": ("2025-03-03", "2025-03-05"), "every": "day", "compare": "previous"}
    for name, reply in workspace.ask([metric.name for metric in care.METRICS], **asked).items():
        nothing = 0 if reply.unit == "count" else None
        assert reply.previous is not None
        for found in (reply.to_dict(), reply.previous, *reply.series):
            assert (found["value"], found["n"]) == (nothing, 0), name
        assert reply.warnings == []
