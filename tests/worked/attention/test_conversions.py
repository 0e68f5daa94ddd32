import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  type   name    path      properties
    2025-03-03T10:00Z  ann      page   -       /         -
    2025-03-03T10:01Z  ann      track  signup  /         {"plan":"pro"}
    2025-03-03T10:02Z  ann      track  signup  /         {"plan":"free"}
    2025-03-03T11:00Z  bob      page   -       /         -
    2025-03-03T11:01Z  bob      page   -       /welcome  -
    2025-03-03T12:00Z  cat      track  signup  -         {"plan":"pro"}
    2025-03-03T13:00Z  dan      page   -       /         -
""")
"""signup was reached 3 times, by ann twice and by cat, whom only a server saw; welcome once, by bob."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log and three goals."""
    ws = regard.open()
    ws.add("event", LOG)
    ws.declare("goal", "signup", event="signup")
    ws.declare("goal", "pro", event="signup", where=[["is", "properties.plan", ["pro"]]])
    ws.declare("goal", "welcome", page="/welcome/**")
    return ws


def test_conversions(ws: regard.Workspace) -> None:
    """Every event that reaches the goal counts; of several goals, each event once."""
    assert ws.ask("conversions", period="2025-03", goal="signup").value == 3
    assert ws.ask("conversions", period="2025-03", goal=["signup", "pro"]).value == 3
    assert ws.ask("conversions", period="2025-03").value == 4


def test_each_goal(ws: regard.Workspace) -> None:
    """Split by goal, each goal has its own count; they may add up to more than the whole."""
    groups = ws.ask("conversions", period="2025-03", by="goal").breakdown
    assert {row["group"]["goal"]: row["value"] for row in groups} == {"signup": 3, "pro": 2, "welcome": 1}
