from typing import Any

import pytest

import regard
from regard.serving.workspace import Workspace
from tests.worked.care.stories import HOUR

MORNING_AND_AFTERNOON = [["08:30", "12:30"], ["14:00", "18:00"]]
OFFICE: dict[str, Any] = {
    "zone": "Europe/Warsaw",
    "week": {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), MORNING_AND_AFTERNOON), "sat": [["10:00", "13:00"]]},
    "holidays": ["2025-03-05", ["2025-03-10", "2025-03-11"]],
}
# In Warsaw, Monday 3 March 2025: when each was opened, answered and resolved, and the open hours to either.
TICKETS: dict[str, tuple[str, str, str, float, float]] = {
    # 9 to 10 is one hour; to 15:00 they are 3.5 before lunch and 1 after.
    "day": ("2025-03-03T09:00+01:00", "2025-03-03T10:00+01:00", "2025-03-03T15:00+01:00", 1, 4.5),
    # Opened in the evening, answered at noon of Tuesday: 3.5; the Wednesday is off; resolved on Thursday at 8: 8.
    "night": ("2025-03-03T20:00+01:00", "2025-03-04T12:00+01:00", "2025-03-06T08:00+01:00", 3.5, 8),
    # From Friday 17:00 to Saturday 11:00 two; to Wednesday the 12th at 9, past two days off: 1 + 3 + 0.5.
    "weekend": ("2025-03-07T17:00+01:00", "2025-03-08T11:00+01:00", "2025-03-12T09:00+01:00", 2, 4.5),
    # Sunday: closed from beginning to end.
    "sunday": ("2025-03-09T10:00+01:00", "2025-03-09T11:00+01:00", "2025-03-09T22:00+01:00", 0, 0),
}
ASKED: dict[str, Any] = {"period": "2025-03", "as_of": "2025-06-30", "hours": "business"}
NAMES = ["first_response_time", "resolution_time"]


def desk(**fields: dict[str, str]) -> Workspace:
    """Return a workspace with the tickets; it counts in another zone than the office."""
    workspace = regard.open(zone="America/New_York")
    workspace.add(
        "ticket",
        [
            {
                "id": name,
                "created_at": created,
                "first_response_at": answered,
                "resolved_at": resolved,
                **{field: by_id.get(name) for field, by_id in fields.items()},
            }
            for name, (created, answered, resolved, *_) in TICKETS.items()
        ],
    )
    return workspace


def test_open_hours_of_tickets() -> None:
    """Lunch, evenings, Sundays and holidays do not count: 6.5 hours to the replies, 17 to the resolutions."""
    workspace = desk()
    workspace.declare("schedule", "office", **OFFICE)
    for asked in (ASKED, {**ASKED, "schedule": "office"}):
        replies = workspace.ask(NAMES, **asked)
        assert [reply.value for reply in replies.values()] == [6.5 / 4 * HOUR, 17 / 4 * HOUR]
        assert [reply.n for reply in replies.values()] == [4, 4]
    assert workspace.ask("resolution_time", variant="first", **ASKED).value == 17 / 4 * HOUR
    assert workspace.ask("resolution_time", statistic="median", **ASKED).value == 4.5 * HOUR
    assert workspace.ask("first_response_time", statistic="p90", **ASKED).value == pytest.approx(3.05 * HOUR)
    bins = workspace.ask("resolution_time", bins=[0, "1h", "8h"], **ASKED).bins
    assert [one["n"] for one in bins] == [1, 2, 1]
    assert workspace.ask("reply_time", **ASKED).value == 6.5 / 4 * HOUR
    calendar = workspace.ask("first_response_time", **{**ASKED, "hours": "calendar"})
    assert calendar.value == (1 + 16 + 18 + 1) / 4 * HOUR


def test_each_ticket_in_its_own_schedule() -> None:
    """The first schedule that is for a ticket is its own; who has none is left out, and the reply says how many."""
    workspace = desk(group={"day": "billing", "night": "sales"}, tier={"day": "gold", "weekend": "gold"})
    workspace.declare("schedule", "billing", **OFFICE, applies_to=[["is", "group", ["billing"]]])
    whole_day = {day: [["00:00", "24:00"]] for day in OFFICE["week"]}
    workspace.declare("schedule", "gold", week=whole_day, applies_to=[["is", "tier", ["gold"]]])
    reply = workspace.ask("first_response_time", by="schedule", **ASKED)
    # "day" is for both, and the first one counts; "weekend" waits for 18 hours of Friday and Saturday in New York.
    assert {row["group"]["schedule"]: row["value"] for row in reply.breakdown} == {"billing": HOUR, "gold": 18 * HOUR}
    assert (reply.value, reply.n) == (9.5 * HOUR, 2)
    assert reply.warnings[0] == {"code": "left_out", "message": "2 that no schedule applies to were left out."}
    workspace.declare("schedule", "rest", week={"mon": [["00:00", "24:00"]]}, zone="Europe/Warsaw")
    everyone = workspace.ask("first_response_time", **ASKED)
    assert (everyone.value, everyone.n) == ((1 + 4 + 18 + 0) / 4 * HOUR, 4)
    assert "left_out" not in [warning["code"] for warning in everyone.warnings]


def test_a_schedule_for_customers() -> None:
    """A schedule for a plan follows the customer's record, when it comes later too."""
    workspace = desk(user_id={"day": "ann"})
    workspace.declare("schedule", "pro", **OFFICE, applies_to=[["is", "plan", ["pro"]]])
    assert workspace.ask("first_response_time", **ASKED).value is None
    workspace.add("customer", [{"user_id": "ann", "plan": "pro"}])
    assert workspace.ask("first_response_time", **ASKED).value == HOUR


@pytest.mark.parametrize(
    ("zone", "week", "created", "resolved", "hours"),
    [
        ("Europe/Warsaw", {"sun": [["01:00", "04:00"]]}, "2025-03-30T00:00:00Z", "2025-03-30T01:30:00Z", 1.5),
        ("America/Havana", {"sun": [["00:00", "02:00"]]}, "2025-03-09T04:00:00Z", "2025-03-09T07:00:00Z", 1),
        ("America/Havana", {"sun": [["00:30", "01:30"]]}, "2025-11-02T03:00:00Z", "2025-11-02T08:00:00Z", 1.5),
        ("Australia/Lord_Howe", {"sun": [["01:00", "03:00"]]}, "2025-10-04T12:00:00Z", "2025-10-05T12:00:00Z", 1.5),
        ("Australia/Lord_Howe", {"sun": [["01:00", "03:00"]]}, "2025-04-05T12:00:00Z", "2025-04-06T12:00:00Z", 2.5),
    ],
)
def test_days_on_which_the_clocks_change(zone: str, week: Any, created: str, resolved: str, hours: float) -> None:
    """An hour that the clocks leave out is not open, one that they show twice is open twice."""
    workspace = regard.open()
    workspace.declare("schedule", "office", zone=zone, week=week)
    workspace.add("ticket", [{"id": "one", "created_at": created, "resolved_at": resolved}])
    assert workspace.ask("resolution_time", **{**ASKED, "period": "2025", "as_of": "2026-01-31"}).value == hours * HOUR


def test_a_schedule_that_is_declared_again() -> None:
    """New hours count from the next question on, and are no second schedule."""
    workspace = desk()
    workspace.declare("schedule", "office", **OFFICE)
    assert workspace.ask("first_response_time", **ASKED).value == 6.5 / 4 * HOUR
    workspace.declare("schedule", "office", zone="Europe/Warsaw", week={"sun": [["00:00", "24:00"]]})
    assert workspace.ask("first_response_time", **ASKED).value == 1 / 4 * HOUR
