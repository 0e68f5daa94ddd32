from typing import Any

import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time                  user_id  type        name   channel
    2025-03-03T10:00:00Z  ann      track       look   email
    2025-03-10T10:00:00Z  ann      track       setup  web
    2025-03-04T10:00:00Z  bob      track       look   web
    2025-03-05T10:00:00Z  bob      track       look   web
    2025-03-11T09:59:59Z  bob      track       setup  email
    2025-03-06T10:00:00Z  cyd      engagement  -      web
    2025-03-20T10:00:00Z  dan      track       setup  web
""")
"""ann sets up when her week is just over; bob in the last second of his; cyd never; dan at once."""

ASKED: dict[str, Any] = {"period": "2025-03", "as_of": "2025-04-30", "goal": "setup"}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log and the goal."""
    ws = regard.open(zone="Europe/Rome")
    ws.add("event", LOG)
    ws.declare("goal", "setup", event="setup")
    return ws


def test_first_week_engagement(ws: regard.Workspace) -> None:
    """Bob and dan of four. Active days: 1, 3, 0 and 1; all but bob were there on no later day of the week."""
    reply = ws.ask("first_week_engagement", **ASKED)
    assert (reply.value, reply.n) == (0.5, 4)
    assert reply.parts == {"engaged_people": 2, "new_people": 4, "active_days": 5 / 4, "dropped_out": 3 / 4}
    assert ws.ask("first_week_engagement", period="2025-03", as_of="2025-04-30").value == 0.5


def test_weeks_that_are_not_over(ws: regard.Workspace) -> None:
    """On the 25th dan's week is not over: he is left out, and the reply says so; the second that ends it is enough."""
    early = {**ASKED, "as_of": "2025-03-27T09:59:59+00:00"}
    reply = ws.ask("first_week_engagement", **early)
    assert (reply.value, reply.n) == (pytest.approx(1 / 3), 3)
    told = [warning["message"] for warning in reply.warnings if warning["code"] == "immature"]
    assert told == ["1 of those first seen in the time left out: that week is not over."]
    over = ws.ask("first_week_engagement", **{**ASKED, "as_of": "2025-03-27T10:00:00+00:00"})
    assert (over.n, "immature" in [warning["code"] for warning in over.warnings]) == (4, False)


def test_first_weeks_by_group_and_week(ws: regard.Workspace) -> None:
    """People belong to the channel of their first event and to the week of it."""
    groups = ws.ask("first_week_engagement", by="channel", **ASKED).breakdown
    found = {row["group"]["channel"]: (row["value"], row["n"]) for row in groups}
    assert found == {"email": (0.0, 1), "web": (pytest.approx(2 / 3), 3)}
    weeks = ws.ask("first_week_engagement", every="week", **ASKED).series
    assert [(point["n"], point["value"]) for point in weeks][1:4] == [(3, pytest.approx(1 / 3)), (0, None), (1, 1.0)]
    narrowed = ws.ask("first_week_engagement", where=[["is", "channel", ["email"]]], **ASKED)
    assert (narrowed.value, narrowed.n) == (0.0, 1)


def test_nobody_new(ws: regard.Workspace) -> None:
    """Without new people there is no share, and no mean."""
    reply = ws.ask("first_week_engagement", **{**ASKED, "period": "2025-02"})
    assert (reply.value, reply.n) == (None, 0)
    assert reply.parts == {"engaged_people": 0, "new_people": 0, "active_days": None, "dropped_out": None}
