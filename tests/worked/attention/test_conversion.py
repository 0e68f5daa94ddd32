from typing import Any

import pytest

import regard
from tests.naive.tables import table

LOG = [
    {
        **{name: value for name, value in row.items() if name != "team"},
        "properties": {"team": row["team"]} if "team" in row else {},
    }
    for row in table(
        """
    time                  user_id  name   channel  team
    2025-03-03T10:00:00Z  ann      trial  email    a
    2025-03-10T10:00:00Z  ann      trial  ad       a
    2025-03-11T10:00:00Z  ann      pay    web      a
    2025-03-12T10:00:00Z  ann      pay    web      b
    2025-03-20T10:00:00Z  bob      trial  ad       a
    2025-04-19T10:00:00Z  bob      pay    web      a
    2025-03-05T10:00:00Z  cyd      pay    web      -
    2025-03-06T10:00:00Z  cyd      trial  web      -
    2025-03-07T10:00:00Z  dan      look   web      -
""",
        type="track",
    )
]
"""ann starts twice and pays twice after it; bob pays 30 days to the second after his start; cyd paid before."""

ASKED: dict[str, Any] = {"start": "trial", "end": "pay", "period": "2025-03"}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open(zone="UTC")
    ws.add("event", LOG)
    return ws


def test_conversion_of_people(ws: regard.Workspace) -> None:
    """Ann and bob of three, bob on the edge of 30 days, after the period; of 4 active people 3 ever paid."""
    reply = ws.ask("conversion", **ASKED)
    assert (reply.value, reply.n) == (pytest.approx(2 / 3), 3)
    assert reply.parts == {"converted": 2, "starters": 3, "base_rate": 3 / 4, "lift": pytest.approx(2 / 3 / (3 / 4))}
    assert reply.interval is not None
    assert reply.interval["method"] == "wilson"
    shorter = ws.ask("conversion", **ASKED, window="29d")
    assert (shorter.value, shorter.parts["converted"]) == (pytest.approx(1 / 3), 1)
    assert ws.ask("conversion", **ASKED, window="none").parts["converted"] == 2


def test_conversion_of_events(ws: regard.Workspace) -> None:
    """Ann's two payments belong to her second start: 0, 2, bob's 1 and cyd's 0 of 4 starts."""
    reply = ws.ask("conversion", count="events", **ASKED)
    assert (reply.value, reply.n, reply.parts["converted"]) == (0.75, 4, 3)
    days = {
        point["start"]: point["value"] for point in ws.ask("conversion", count="events", every="day", **ASKED).series
    }
    assert (days["2025-03-03"], days["2025-03-10"], days["2025-03-20"], days["2025-03-11"]) == (0.0, 2.0, 1.0, None)
    one = ws.ask("conversion", **{**ASKED, "period": "2025-03-10"}, count="events")
    assert (one.value, one.n) == (2.0, 1)
    assert "above_one" in [warning["code"] for warning in one.warnings]


def test_a_day_has_one_number(ws: regard.Workspace) -> None:
    """Who starts on a day converts whatever the period, for payments are looked for after it."""
    for period in ("2025-03-20", "2025-03", "2025"):
        days = ws.ask("conversion", **{**ASKED, "period": period}, every="day").series
        assert [point["value"] for point in days if point["start"] == "2025-03-20"] == [1.0]


def test_conversion_with_what_must_agree(ws: regard.Workspace) -> None:
    """Within a team only ann's first payment counts for her; cyd, of no team, is left out."""
    held = {"hold": ["properties.team"], **ASKED}
    assert ws.ask("conversion", **held).parts["starters"] == 2
    events = ws.ask("conversion", count="events", **held)
    assert (events.parts["converted"], events.n) == (2, 3)


def test_conversion_by_group(ws: regard.Workspace) -> None:
    """Groups are those of the start: of ann's two one by e-mail, one by an ad; both are followed by a payment."""
    groups = ws.ask("conversion", by="channel", **ASKED).breakdown
    people = {row["group"]["channel"]: (row["value"], row["n"]) for row in groups}
    assert people == {"email": (1.0, 1), "ad": (1.0, 2), "web": (0.0, 1)}
    events = ws.ask("conversion", by="channel", count="events", **ASKED).breakdown
    found = {row["group"]["channel"]: (row["parts"]["converted"], row["n"]) for row in events}
    assert found == {"email": (0, 1), "ad": (3, 2), "web": (0, 1)}


def test_the_same_instant_converts(ws: regard.Workspace) -> None:
    """An end at the very time of the start is at or after it, whatever their ids."""
    ws = regard.open()
    same = {"time": "2025-03-03T10:00Z", "user_id": "ann"}
    ws.add("event", [{**same, "id": "1", "name": "pay"}, {**same, "id": "2", "name": "trial"}])
    assert ws.ask("conversion", **ASKED).value == 1.0
    assert ws.ask("conversion", count="events", **ASKED).value == 1.0


def test_compared_with_the_month_before(ws: regard.Workspace) -> None:
    """In February nobody started: no value, and no change."""
    reply = ws.ask("conversion", compare="previous", **ASKED)
    assert reply.previous is not None
    assert (reply.previous["value"], reply.previous["n"], reply.change) == (None, 0, None)
