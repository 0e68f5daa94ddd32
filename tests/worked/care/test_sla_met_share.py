from typing import Any

import pytest

import regard
from regard.serving.workspace import Workspace
from tests.worked.care.stories import ASKED, Story, told

STORIES: dict[str, Story] = {
    # In time to the second, and resolved in time.
    "kept": [(0, "customer"), (4, "agent"), (20, "solved")],
    # A second late, and never resolved.
    "late": [(0, "customer"), (4 + 1 / 3600, "agent")],
    # Never answered; resolved in time, but opened again.
    "silent": [(1, "solved"), (2, "open")],
}
OFFICE: dict[str, Any] = {"week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}


def ask(workspace: Workspace, **asked: Any) -> tuple[Any, int, Any]:
    """Return value, n and parts of the share of March."""
    reply = workspace.ask("sla_met_share", **{**ASKED, **asked})
    return reply.value, reply.n, reply.parts


def test_targets_met_and_missed() -> None:
    """Of three tickets one was answered within 4 hours; with a day to resolve them there are six targets, two met."""
    workspace = told(STORIES, zone="Europe/Rome")
    workspace.declare("sla", "reply", metric="first_response_time", within="4h")
    assert ask(workspace) == (pytest.approx(1 / 3), 3, {"met": 1, "tickets": 3, "missed": 2})
    workspace.declare("sla", "resolve", metric="resolution_time", within="1d")
    assert ask(workspace) == (pytest.approx(2 / 6), 6, {"met": 2, "tickets": 6, "missed": 4})
    split = workspace.ask("sla_met_share", by=["sla", "metric"], **ASKED)
    assert {tuple(row["group"].values()): row["value"] for row in split.breakdown} == {
        ("reply", "first_response_time"): pytest.approx(1 / 3),
        ("resolve", "resolution_time"): pytest.approx(1 / 3),
    }
    assert ask(workspace, where=[["is", "sla", ["resolve"]]])[1:] == (3, {"met": 1, "tickets": 3, "missed": 2})


@pytest.mark.parametrize(
    ("as_of", "met", "missed"),
    [("2025-03-03T11:59:59Z", 1, 1), ("2025-03-03T12:00:00Z", 1, 1), ("2025-03-03T12:00:01Z", 1, 2)],
)
def test_what_still_has_time_is_out(as_of: str, met: int, missed: int) -> None:
    """A ticket without an answer is missed once its four hours are over, not before; a late one is known late."""
    workspace = told(STORIES)
    workspace.declare("sla", "reply", metric="first_response_time", within="4h")
    assert ask(workspace, as_of=as_of)[2] == {"met": met, "tickets": met + missed, "missed": missed}


def test_the_target_in_force_counts() -> None:
    """What was promised when the ticket came stands, when less is promised later too; in the days of the zone."""
    workspace = regard.open(zone="Europe/Rome")
    moments = {"old": "2025-03-31T23:59:59+02:00", "new": "2025-04-01T00:00:00+02:00", "none": "2025-05-01T00:00+02:00"}
    answered = {"old": "2025-04-01T02:00+02:00", "new": "2025-04-01T02:00+02:00", "none": "2025-05-01T01:00+02:00"}
    workspace.add(
        "ticket",
        [{"id": name, "created_at": time, "first_response_at": answered[name]} for name, time in moments.items()],
    )
    workspace.declare("sla", "old", metric="first_response_time", within="4h", until="2025-03-31")
    workspace.declare("sla", "new", metric="first_response_time", within="1h", since="2025-04-01", until="2025-04-30")
    period = {"period": ("2025-03-01", "2025-05-31"), "by": "sla"}
    reply = workspace.ask("sla_met_share", **{**ASKED, **period})
    assert {row["group"]["sla"]: row["parts"]["met"] for row in reply.breakdown} == {"old": 1, "new": 0}
    assert reply.n == 2


def test_targets_in_business_hours() -> None:
    """From Monday 9:00 to 17:00 and Tuesday 9:00 to 10:00 are nine hours: in time for nine, and not for less."""
    workspace = told({"one": [(1, "customer"), (26, "agent")]})
    workspace.declare("schedule", "office", **OFFICE)
    for within, met in (("9h", 1), (9 * 3600 - 1, 0), ("8h", 0)):
        workspace.declare("sla", "reply", metric="first_response_time", within=within, hours="business")
        assert ask(workspace)[0] == met
    # Eight hours are over at the end of Monday, and Tuesday's first moment is still in time: the miss is Tuesday's.
    series = workspace.ask("sla_met_share", period=("2025-03-03", "2025-03-04"), every="day").series
    assert [point["parts"]["missed"] for point in series] == [0, 1]


def test_tickets_without_hours_are_left_out() -> None:
    """A promise in business hours is none to a ticket that no schedule is for; the reply says how many."""
    workspace = told(STORIES, group={"kept": "billing"})
    workspace.declare("schedule", "office", **OFFICE, applies_to=[["is", "group", ["billing"]]])
    workspace.declare("sla", "reply", metric="first_response_time", within="4h", hours="business")
    reply = workspace.ask("sla_met_share", **ASKED)
    assert (reply.value, reply.n) == (1, 1)
    assert reply.warnings[0] == {"code": "left_out", "message": "2 that no schedule applies to were left out."}
    workspace.declare("sla", "reply", metric="first_response_time", within="4h", hours="business", schedule="office")
    # From 9:00 to 12:00 are three open hours for both that were answered; the third never was.
    assert ask(workspace)[2] == {"met": 2, "tickets": 3, "missed": 1}


def test_waits_have_targets_of_their_own() -> None:
    """Each wait counts; a word after the last reply asks for a reply unless the ticket rests."""
    talk: Story = [(0, "customer"), (1, "agent"), (2, "customer"), (5, "agent"), (6, "customer")]
    workspace = told({"rests": [*talk, (7, "solved")], "open": talk, "never": [(0, "customer"), (1, "solved")]})
    workspace.declare("sla", "waits", metric="reply_time", within="2h")
    assert ask(workspace)[2] == {"met": 2, "tickets": 6, "missed": 4}


def test_the_first_declared_counts_for_a_ticket() -> None:
    """Of two promises for one ticket the narrower, declared first, counts; the other is for the rest."""
    workspace = told(STORIES, tier={"kept": "gold"})
    workspace.declare("sla", "gold", metric="first_response_time", within="1h", applies_to=[["is", "tier", ["gold"]]])
    workspace.declare("sla", "all", metric="first_response_time", within="5h")
    reply = workspace.ask("sla_met_share", by="sla", **ASKED)
    assert {row["group"]["sla"]: (row["parts"]["met"], row["n"]) for row in reply.breakdown} == {
        "gold": (0, 1),
        "all": (1, 2),
    }
