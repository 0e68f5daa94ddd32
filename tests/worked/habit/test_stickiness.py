import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  name
    2025-03-03T10:00Z  ann      open
    2025-03-03T18:00Z  ann      open
    2025-03-10T10:00Z  ann      open
    2025-03-17T10:00Z  ann      open
    2025-03-24T10:00Z  ann      open
    2025-03-30T10:00Z  bob      open
""")
"""In the 28 days to 30 March: ann on 4 days (once a week), bob on 1, that is 5 person-days of 2 people."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    return ws


def test_stickiness(ws: regard.Workspace) -> None:
    """5/28 daily active people on average, over 2 people: 5/56; ann alone comes to 1/7."""
    reply = ws.ask("stickiness", period=("2025-03-01", "2025-03-30"))
    assert reply.value == pytest.approx(5 / 56)
    assert (reply.n, reply.parts) == (2, {"person_days": 5, "people": 2})
    once_a_week = ws.ask("stickiness", period=("2025-03-01", "2025-03-30"), where=[["is", "user_id", ["ann"]]])
    assert once_a_week.value == pytest.approx(1 / 7)
    assert once_a_week.band is not None
    assert once_a_week.band["verdict"] == "good"


def test_other_windows(ws: regard.Workspace) -> None:
    """A shorter period is its own window: 2 person-days of 7 days and 2 people. A week may be asked for."""
    assert ws.ask("stickiness", period=("2025-03-24", "2025-03-30")).value == pytest.approx(2 / 7 / 2)
    assert ws.ask("stickiness", period="2025-03", trailing="7d").value == pytest.approx(1 / 7)
    days = ws.ask("stickiness", period=("2025-03-30", "2025-03-31"), every="day").series
    assert [point["value"] for point in days] == [pytest.approx(5 / 56), pytest.approx(4 / 28 / 2)]
