import csv
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import regard

ASKED: dict[str, Any] = {"period": "2020", "as_of": "2021-02-01"}
HISTORY: dict[str, Any] = {
    "record": "ticket_event",
    "columns": {"field_name": "kind", "updated": "time", "_fivetran_synced": "received_at", "user_id": None},
    "zone": "UTC",
}
RESTS = {"solved", "closed"}
Row = dict[str, str]

# The chat events are left out: they name a chat, and nothing in the tables says which ticket it became.


def read_table(data: Path, name: str) -> list[Row]:
    """Return the rows of one table of the help desk."""
    with (data / "zendesk" / f"{name}_data.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def desk(shared_data: Path) -> regard.Workspace:
    """Return a workspace with the tickets, their history and their comments."""
    return open_desk(shared_data)


def open_desk(data: Path) -> regard.Workspace:
    """Return a new workspace with the tickets, their history and their comments."""
    folder = data / "zendesk"
    workspace = regard.open(zone="UTC")
    tickets = workspace.load(folder / "ticket_data.csv", record="ticket", zone="UTC")
    assert (tickets.added, tickets.quarantined) == (10, 0)
    workspace.load(folder / "ticket_field_history_data.csv", **HISTORY)
    comments = workspace.add("ticket_event", comment_events(data), zone="UTC")
    assert (comments.added, comments.quarantined) == (20, 0)
    return workspace


def comment_events(data: Path) -> list[dict[str, Any]]:
    """Return the comments, said by the customer where it is the ticket's requester, else by an agent."""
    requesters = {row["id"]: row["requester_id"] for row in read_table(data, "ticket")}
    return [
        {
            "id": row["id"],
            "ticket_id": row["ticket_id"],
            "time": row["created"],
            "kind": "comment",
            "public": row["public"],
            "actor": "customer" if requesters.get(row["ticket_id"]) == row["user_id"] else "agent",
        }
        for row in read_table(data, "ticket_comment")
    ]


def resolutions(data: Path) -> dict[str, list[str]]:
    """Return for each ticket of the history the times at which it came to rest from not resting."""
    moves: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table(data, "ticket_field_history"):
        if row["field_name"] == "status":
            moves[row["ticket_id"]][row["updated"]] = row["value"]
    found: dict[str, list[str]] = {}
    for ticket, statuses in moves.items():
        before = ["", *(statuses[time] for time in sorted(statuses))]
        steps = zip(sorted(statuses), before, before[1:], strict=False)
        found[ticket] = [time for time, old, new in steps if new in RESTS and old not in RESTS]
    return found


def seconds_between(start: str, end: str) -> float:
    """Return the seconds from one time to another, as the tables write them."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def test_the_header_of_tickets_is_recognised(shared_data: Path) -> None:
    """Of 36 columns those that say what a ticket is are found without being told."""
    found = regard.open().preview(shared_data / "zendesk" / "ticket_data.csv", zone="UTC")
    taken = {column.column: column.fields for column in found.columns if column.fields}
    assert (found.record, len(found.columns), len(taken)) == ("ticket", 36, 9)
    assert taken["requester_id"] == ("user_id",)
    assert taken["updated_at"] == ("as_of",)
    assert taken["via_channel"] == ("channel",)


def test_history_is_events_duplicates_or_quarantined(shared_data: Path) -> None:
    """Of 38 changes 35 are of status or priority, one of them told four times, and 3 are of what is not kept."""
    loaded = regard.open().load(shared_data / "zendesk" / "ticket_field_history_data.csv", **HISTORY)
    rows = read_table(shared_data, "ticket_field_history")
    fields = Counter(row["field_name"] for row in rows)
    told = Counter((row["ticket_id"], row["field_name"], row["updated"], row["value"]) for row in rows)
    assert loaded.duplicates == sum(times - 1 for times in told.values()) == 3
    assert loaded.added + loaded.duplicates == fields["status"] + fields["priority"] == 35
    assert loaded.quarantined == fields["assignee_id"] + fields["requester_id"] == 3
    assert loaded.problems[0].reason == 'The kind "assignee_id" is not known. Did you mean "assignment"?'


def test_tickets_by_channel(desk: regard.Workspace, shared_data: Path) -> None:
    """Nine tickets came by e-mail and one from the web."""
    found = desk.ask("tickets", by="channel", **ASKED)
    channels = Counter(row["via_channel"] for row in read_table(shared_data, "ticket"))
    assert {row["group"]["channel"]: row["value"] for row in found.breakdown} == channels == {"email": 9, "web": 1}


def test_resolution_time(desk: regard.Workspace, shared_data: Path) -> None:
    """One ticket has both a creation and a history: solved once after 77 days; on hold is not at rest."""
    rested = resolutions(shared_data)
    created = {row["id"]: row["created_at"] for row in read_table(shared_data, "ticket")}
    for variant, place in (("first", 0), ("full", -1)):
        found = desk.ask("resolution_time", variant=variant, **ASKED)
        waits = [seconds_between(created[ticket], rested[ticket][place]) for ticket in created if rested.get(ticket)]
        assert (found.value, found.n) == (sum(waits) / len(waits), len(waits)) == (6_713_691, 1)
    moves = [event["value"] for event in desk.rows("ticket_event") if event["ticket_id"] == "11071"]
    assert moves.count("on-hold") == 3
    assert sum(bool(times) for times in rested.values()) == 15
    by_id = {ticket["id"]: ticket for ticket in desk.rows("conversations")}
    assert (by_id["11071"]["resolutions"], by_id["11071"]["is_resolved"]) == (1, True)


def test_no_ticket_has_an_answer(desk: regard.Workspace, shared_data: Path) -> None:
    """The 20 comments are on seven tickets of which the table of tickets has none: nothing to answer, so no time."""
    tickets = {row["id"] for row in read_table(shared_data, "ticket")}
    commented = {row["ticket_id"] for row in read_table(shared_data, "ticket_comment")}
    assert (len(commented), commented & tickets) == (7, set())
    found = desk.ask("first_response_time", **ASKED)
    assert (found.value, found.n) == (None, 0)


def test_first_response_time_of_the_commented_tickets(shared_data: Path) -> None:
    """With stand-ins for those tickets, opened at the midnight before, each waits for the earliest of its comments."""
    first: dict[str, str] = {}
    for row in sorted(read_table(shared_data, "ticket_comment"), key=lambda row: row["created"]):
        first.setdefault(row["ticket_id"], row["created"])
    opened = {ticket: f"{time[:10]} 00:00:00" for ticket, time in first.items()}
    desk = open_desk(shared_data)
    desk.add("ticket", [{"id": ticket, "created_at": time} for ticket, time in opened.items()], zone="UTC")
    found = desk.ask("first_response_time", **ASKED)
    waits = [seconds_between(opened[ticket], time) for ticket, time in first.items()]
    assert (found.value, found.n) == (pytest.approx(sum(waits) / len(waits)), 7)
    assert found.parts["total"] == sum(waits) == 340_484


def read_week(rows: list[Row]) -> dict[str, list[list[str]]]:
    """Return the week of a help desk's schedule, which it writes as minutes since the start of Sunday."""
    days = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
    week: dict[str, list[list[str]]] = {}
    for row in rows:
        day, opens = divmod(int(row["start_time"]), 1440)
        closes = int(row["end_time"]) - 1440 * day
        week[days[day]] = [[f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (opens, closes)]]
    return week


def test_business_minutes_by_the_minutes_of_the_week(shared_data: Path) -> None:
    """The schedule, Monday to Friday from 8:00 to 20:00, counts what the help desk's own minutes of the week count."""
    rows = read_table(shared_data, "schedule")
    week = read_week(rows)
    assert sorted(week.items()) == [(day, [["08:00", "20:00"]]) for day in ("fri", "mon", "thu", "tue", "wed")]
    desk = open_desk(shared_data)
    desk.declare("schedule", rows[0]["name"], zone="America/Los_Angeles", week=week)
    found = desk.ask("resolution_time", hours="business", **ASKED)
    # From Friday 28 August 2020, 11:06:36 in Los Angeles, to Saturday 14 November, 03:01:27: the rest of that Friday,
    # and 55 whole days from Monday to Friday in 11 weeks, whatever the clocks did on the Sunday between.
    assert found.value == (20 * 60 - (11 * 60 + 6.6) + 55 * 720) * 60
    # The table writes its minutes in UTC too, seven hours later than those of the summer.
    assert all(int(row["start_time_utc"]) - int(row["start_time"]) in (420, 480) for row in rows)


def test_holidays_are_days_off(shared_data: Path) -> None:
    """Two of the three days after Christmas are off, and the tickets of none of them count."""
    runs = [[row["start_date"], row["end_date"]] for row in read_table(shared_data, "schedule_holiday")]
    desk = regard.open(zone="UTC")
    desk.declare("schedule", "office", week=read_week(read_table(shared_data, "schedule")), holidays=runs)
    desk.add("ticket", [{"id": "one", "created_at": "2022-12-25T00:00Z", "resolved_at": "2022-12-30T09:00Z"}])
    found = desk.ask("resolution_time", hours="business", period="2022", as_of="2023-01-31")
    # Monday 26, Tuesday 27 and Thursday 29 are off; Wednesday is whole, and Friday has one hour.
    assert found.value == (12 + 1) * 3600


def test_targets_in_force_by_the_history_of_policies(shared_data: Path) -> None:
    """Each priority's first reply has the target that its policy had when the ticket came: 240 or, from June, 180."""
    history = read_table(shared_data, "sla_policy_metric_history")
    firsts = [row for row in history if row["sla_policy_id"] == "1001" and row["metric"] == "first_reply_time"]
    since = sorted({row["sla_policy_updated_at"][:10] for row in firsts})
    assert since == ["2020-01-01", "2020-06-01"]
    desk = regard.open(zone="UTC")
    for row in firsts:
        start = row["sla_policy_updated_at"][:10]
        desk.declare(
            "sla",
            f"{row['priority']} {start}",
            metric="first_response_time",
            within=f"{row['target']}m",
            applies_to=[["is", "priority", [row["priority"]]]],
            since=start,
            **({"until": "2020-05-31"} if start == since[0] else {}),
        )
    created = {"spring": "2020-05-31T12:00Z", "summer": "2020-06-01T12:00Z"}
    answered = {"spring": "2020-05-31T16:00Z", "summer": "2020-06-01T16:00Z"}
    desk.add(
        "ticket",
        [
            {"id": f"{name} {priority}", "created_at": time, "first_response_at": answered[name], "priority": priority}
            for name, time in created.items()
            for priority in ("urgent", "high", "normal", "low")
        ],
    )
    found = desk.ask("sla_met_share", by="sla", **ASKED)
    met = {row["group"]["sla"]: row["parts"]["met"] for row in found.breakdown}
    assert met == {
        f"{row['priority']} {row['sla_policy_updated_at'][:10]}": int(int(row["target"]) >= 240) for row in firsts
    }
