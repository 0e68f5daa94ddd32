from typing import Any

import pytest

import regard
from tests.naive.tables import table

LOG = table(
    """
    time               user_id  name  channel
    2025-03-03T10:00Z  ann      work  web
    2025-03-03T12:00Z  ann      work  app
    2025-03-05T10:00Z  ann      work  web
    2025-03-10T10:00Z  ann      work  web
    2025-03-04T10:00Z  bob      work  web
    2025-03-05T10:00Z  bob      look  web
    2025-03-09T23:30Z  cyd      work  web
""",
    type="track",
)
"""From the 3rd to the 9th in Rome: ann on 2 days, bob on 2, cyd on none, for her 9th at 23:30 UTC is the 10th there."""

ASKED: dict[str, Any] = {"period": ("2025-03-03", "2025-03-09")}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open(zone="Europe/Rome")
    ws.add("event", LOG)
    return ws


def test_active_days(ws: regard.Workspace) -> None:
    """Two people on two days each, nobody on three; a cell for each of the seven days."""
    reply = ws.ask("active_days_distribution", **ASKED)
    assert [(cell["active"], cell["people"], cell["at_least"]) for cell in reply.cells] == [
        (1, 0, 2),
        (2, 2, 2),
        *((k, 0, 0) for k in range(3, 8)),
    ]
    assert (reply.value, reply.n, reply.parts) == (2.0, 2, {"active": 4, "people": 2})


def test_active_weeks_and_what_counts(ws: regard.Workspace) -> None:
    """Over two weeks ann is active in both; of those who worked, bob on one day."""
    weeks = ws.ask("active_days_distribution", period=("2025-03-03", "2025-03-16"), every="week")
    assert [(cell["people"], cell["at_least"]) for cell in weeks.cells] == [(2, 3), (1, 1)]
    worked = ws.ask("active_days_distribution", event="work", **ASKED)
    assert [cell["people"] for cell in worked.cells[:2]] == [1, 1]
    assert (worked.value, worked.n) == (1.5, 2)


def test_active_days_by_group(ws: regard.Workspace) -> None:
    """In the app only ann, on one day; the whole counts her days once."""
    reply = ws.ask("active_days_distribution", by="channel", **ASKED)
    app = [cell["people"] for cell in reply.cells if cell["group"] == {"channel": "app"}]
    assert app == [1, 0, 0, 0, 0, 0, 0]
    assert {row["group"]["channel"]: row["value"] for row in reply.breakdown} == {"web": 2.0, "app": 1.0}
    assert reply.value == 2.0


def test_compared_with_the_week_before(ws: regard.Workspace) -> None:
    """In the week from the 10th two people on one day each, where two had two: half as often."""
    reply = ws.ask("active_days_distribution", period=("2025-03-10", "2025-03-16"), compare="previous")
    assert reply.previous is not None
    assert reply.change is not None
    assert (reply.value, reply.previous["value"], reply.change["value"]) == (1.0, 2.0, -0.5)


def test_nobody(ws: regard.Workspace) -> None:
    """A period without anybody has cells of nobody, and no mean."""
    reply = ws.ask("active_days_distribution", period=("2025-05-05", "2025-05-07"))
    assert (reply.value, reply.n, [cell["people"] for cell in reply.cells]) == (None, 0, [0, 0, 0])
