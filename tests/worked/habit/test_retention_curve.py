from datetime import datetime, timedelta
from typing import Any

import pytest

import regard
from tests.naive.tables import table

LOG = table(
    """
    time               user_id  name     channel
    2025-01-06T10:00Z  ann      install  email
    2025-01-14T10:00Z  ann      open     -
    2025-01-14T11:00Z  ann      open     -
    2025-01-28T10:00Z  ann      open     -
    2025-01-07T10:00Z  bob      install  ad
    2025-01-13T10:00Z  cyd      install  -
    2025-01-13T11:00Z  cyd      open     ad
    2025-01-20T09:59Z  cyd      open     ad
    2025-01-20T10:00Z  cyd      install  ad
""",
    type="track",
)
"""Weeks from 6 January 2025: ann starts in week 0, comes in 1 (twice) and 3; bob starts in 0; cyd in 1, comes in 2."""

ASKED: dict[str, Any] = {
    "period": ("2025-01-06", "2025-01-26"),
    "every": "week",
    "intervals": 4,
    "as_of": "2025-02-05",
    "zone": "Europe/Rome",
}
"""The week of 27 January is over, that of 3 February is not."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open(zone="Europe/Rome")
    ws.add("event", LOG)
    return ws


def people(reply: regard.Reply) -> dict[str, list[int | None]]:
    """Return how many came back in each column, by cohort."""
    found: dict[str, list[int | None]] = {}
    for cell in reply.cells:
        found.setdefault(cell["cohort"], []).append(cell["people"])
    return found


def averages(reply: regard.Reply) -> list[tuple[float | None, int]]:
    """Return value and n of the average of each column."""
    return [(point["value"], point["n"]) for point in reply.average]


def test_first_time_cohorts_in_calendar_weeks(ws: regard.Workspace) -> None:
    """Three cohorts of 2, 1 and 0 people; a week that is not over is null; the average of column 1 is 2 of 3."""
    reply = ws.ask("retention_curve", start="install", **ASKED)
    assert people(reply) == {
        "2025-01-06": [2, 1, 0, 1],
        "2025-01-13": [1, 1, 0, None],
        "2025-01-20": [0, 0, None, None],
    }
    assert averages(reply) == [(1.0, 3), (pytest.approx(2 / 3), 3), (0.0, 3), (0.5, 2)]
    assert (reply.value, reply.n, reply.parts) == (pytest.approx(2 / 3), 3, {"returned": 2, "size": 3})
    assert reply.interval is not None
    assert (reply.interval["low"], reply.interval["high"]) == (
        pytest.approx(0.2077, abs=1e-4),
        pytest.approx(0.9385, abs=1e-4),
    )
    assert "immature" in [warning["code"] for warning in reply.warnings]


def test_a_cell(ws: regard.Workspace) -> None:
    """A cell names its cohort, its size, its column and the bucket that it counts; column 0 is the cohort itself."""
    cells = ws.ask("retention_curve", start="install", **ASKED).cells
    shown = [{name: value for name, value in cell.items() if name != "interval"} for cell in (cells[0], cells[1])]
    assert shown == [
        {
            "cohort": "2025-01-06",
            "size": 2,
            "k": 0,
            "start": "2025-01-06",
            "people": 2,
            "value": 1.0,
            "is_complete": True,
        },
        {
            "cohort": "2025-01-06",
            "size": 2,
            "k": 1,
            "start": "2025-01-13",
            "people": 1,
            "value": 0.5,
            "is_complete": True,
        },
    ]
    assert cells[0]["interval"]["method"] == "exact"
    assert cells[1]["interval"]["method"] == "wilson"
    late = cells[7]
    assert (late["start"], late["people"], late["value"], late["is_complete"]) == ("2025-02-03", None, None, False)


def test_came_back_in_a_week_or_later(ws: regard.Workspace) -> None:
    """Unbounded, ann's visit in week 3 counts for weeks 1, 2 and 3."""
    reply = ws.ask("retention_curve", start="install", rule="unbounded", **ASKED)
    assert people(reply)["2025-01-06"] == [2, 1, 1, 1]
    assert averages(reply)[2] == (pytest.approx(1 / 3), 3)


def test_recurring_cohorts(ws: regard.Workspace) -> None:
    """Everybody joins each week with an event: 2, then ann and cyd, then cyd; of the 5 that can, 2 are back in a week.

    The interval counts 3 people, not 5 rows, and is wider than that of 2 in 5.
    """
    reply = ws.ask("retention_curve", cohorts="recurring", **ASKED)
    assert people(reply) == {
        "2025-01-06": [2, 1, 0, 1],
        "2025-01-13": [2, 1, 1, None],
        "2025-01-20": [1, 0, None, None],
    }
    assert averages(reply) == [(1.0, 5), (0.4, 5), (0.25, 4), (0.5, 2)]
    assert reply.interval is not None
    assert reply.interval["high"] - reply.interval["low"] > 0.7


def test_windows_from_the_start_of_each_person(ws: regard.Workspace) -> None:
    """Seven days of 24 hours: cyd's 20 January 09:59 is still the first week, 10:00 the second.

    Ann is back in her second week and in her fourth, which is over for all who could be in her cohort on 10 February.
    """
    late = {**ASKED, "as_of": "2025-02-09"}
    opens = ws.ask("retention_curve", start="install", back="open", window="elapsed", **late)
    assert people(opens)["2025-01-06"] == [2, 1, 0, 1]
    assert people(opens)["2025-01-13"] == [1, 0, 0, None]
    installs = ws.ask("retention_curve", start="install", back="install", window="elapsed", **late)
    assert people(installs)["2025-01-13"] == [1, 1, 0, None]
    before = ws.ask("retention_curve", start="install", window="elapsed", **{**ASKED, "as_of": "2025-02-08"})
    assert people(before)["2025-01-06"] == [2, 1, 0, None]


def test_twice_in_a_week(ws: regard.Workspace) -> None:
    """Who must come twice came back in week 1 only; column 0 asks for one start."""
    reply = ws.ask("retention_curve", start="install", back="open", min_occurrences=2, **ASKED)
    assert people(reply)["2025-01-06"] == [2, 1, 0, 0]


def test_groups_are_those_of_the_start(ws: regard.Workspace) -> None:
    """Ann came by email, bob by an ad, cyd by nothing that is known, whatever their later events say."""
    reply = ws.ask("retention_curve", start="install", by="channel", **ASKED)
    sizes = {cell["group"]["channel"]: 0 for cell in reply.cells}
    for cell in reply.cells:
        sizes[cell["group"]["channel"]] += cell["size"] if cell["k"] == 0 else 0
    assert sizes == {None: 1, "email": 1, "ad": 1}
    assert len(reply.cells) == 3 * 3 * 4
    rows = {row["group"]["channel"]: (row["value"], row["n"]) for row in reply.breakdown}
    assert rows == {None: (1.0, 1), "email": (1.0, 1), "ad": (0.0, 1)}
    assert reply.value == pytest.approx(2 / 3)


def test_a_person_starts_once_over_all_history(ws: regard.Workspace) -> None:
    """Nobody who started before the period is in a cohort of it, nor who fits a filter only later."""
    later = ws.ask("retention_curve", start="install", **{**ASKED, "period": ("2025-01-13", "2025-01-26")})
    assert [cell["size"] for cell in later.cells if cell["k"] == 0] == [1, 0]
    narrowed = ws.ask("retention_curve", where=[["is", "channel", ["ad"]]], **ASKED)
    assert people(narrowed) == {
        "2025-01-06": [1, 0, 0, 0],
        "2025-01-13": [1, 1, 0, None],
        "2025-01-20": [0, 0, None, None],
    }


def test_weeks_that_begin_on_sunday(ws: regard.Workspace) -> None:
    """The cohort of a week that the period cuts begins with the period; the weeks after it are whole."""
    reply = ws.ask("retention_curve", start="install", week_start="sunday", **ASKED)
    assert [cell["start"] for cell in reply.cells[:3]] == ["2025-01-06", "2025-01-12", "2025-01-19"]


def test_a_change_of_clocks_is_no_day() -> None:
    """Clocks go forward on 30 March 2025: 23:30 on the 29th and 00:30 on the 31st are two days apart, 24 hours."""
    ws = regard.open(zone="Europe/Rome")
    times = ["2025-03-29T22:30Z", "2025-03-30T21:59Z", "2025-03-30T22:30Z"]
    ws.add("event", [{"time": time, "user_id": "ann"} for time in times])
    asked: dict[str, Any] = {"period": "2025-03-29", "every": "day", "intervals": 3, "as_of": "2025-04-05"}
    assert people(ws.ask("retention_curve", **asked)) == {"2025-03-29": [1, 1, 1]}
    assert people(ws.ask("retention_curve", window="elapsed", **asked)) == {"2025-03-29": [1, 1, 0]}


@pytest.mark.parametrize(
    ("zone", "start", "second"),
    [
        ("America/Havana", "2025-03-08T12:00:00Z", "2025-03-10T04:00:00"),
        ("America/Asuncion", "2024-10-05T12:00:00Z", "2024-10-07T03:00:00"),
        ("Australia/Lord_Howe", "2025-04-05T00:00:00Z", "2025-04-06T13:30:00"),
        ("Asia/Kathmandu", "2025-03-08T12:00:00Z", "2025-03-09T18:15:00"),
    ],
)
def test_days_are_those_of_the_place(zone: str, start: str, second: str) -> None:
    """Both start on a day; ann is back in the last second of the next one, bob in the first of the one after."""
    ws = regard.open(zone=zone)
    last = (datetime.fromisoformat(second) - timedelta(seconds=1)).isoformat()
    times = (("ann", start), ("bob", start), ("ann", f"{last}Z"), ("bob", f"{second}Z"))
    ws.add("event", [{"user_id": who, "time": time} for who, time in times])
    reply = ws.ask("retention_curve", period=start[:10], every="day", intervals=3, as_of="2025-06-01")
    assert people(reply) == {start[:10]: [2, 1, 1]}


def test_hours_carry_their_offset() -> None:
    """The hour after the one from 1 to 2 at night is that from 3 to 4, when clocks go forward."""
    ws = regard.open(zone="Europe/Rome")
    ws.add("event", [{"time": time, "user_id": "ann"} for time in ("2025-03-30T00:30Z", "2025-03-30T01:30Z")])
    asked: dict[str, Any] = {"period": "2025-03-30", "every": "hour", "intervals": 2, "as_of": "2025-04-05"}
    cells = [cell for cell in ws.ask("retention_curve", **asked).cells if cell["size"]]
    assert [(cell["start"], cell["people"]) for cell in cells] == [
        ("2025-03-30T01:00:00+01:00", 1),
        ("2025-03-30T03:00:00+02:00", 1),
    ]


def test_compared_with_the_weeks_before(ws: regard.Workspace) -> None:
    """The week of the 13th held 1 of 1, that of the 6th 1 of 2: half a point more."""
    asked = {**ASKED, "period": ("2025-01-13", "2025-01-19")}
    reply = ws.ask("retention_curve", start="install", compare="previous", **asked)
    assert reply.previous is not None
    assert (reply.value, reply.previous["value"], reply.previous["n"]) == (1.0, 0.5, 2)
    assert reply.change is not None
    assert (reply.change["value"], reply.change["unit"]) == (0.5, "points")


def test_nothing_that_fits(ws: regard.Workspace) -> None:
    """An event that never occurs leaves cohorts of nobody, no value, and a hint."""
    reply = ws.ask("retention_curve", start="instal", **ASKED)
    assert (reply.value, reply.n, {cell["size"] for cell in reply.cells}) == (None, 0, {0})
    hints = [warning["message"] for warning in reply.warnings if warning["code"] == "nothing_matches"]
    assert hints == ['No event "instal" ever occurs. Did you mean "install"?']
