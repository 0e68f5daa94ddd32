from typing import Any

import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  type        name  channel
    2025-03-03T10:00Z  ann      track       work  web
    2025-03-04T10:00Z  ann      track       work  app
    2025-03-06T10:00Z  ann      track       work  web
    2025-03-04T10:00Z  bob      engagement  -     web
    2025-03-05T10:00Z  bob      track       work  web
    2025-03-05T11:00Z  cyd      track       look  web
""")
"""ann on the 3rd, 4th and 6th; bob on the 5th, seen first on the 4th; cyd on the 5th."""

ASKED: dict[str, Any] = {"period": ("2025-03-04", "2025-03-06"), "as_of": "2025-03-10"}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open(zone="Europe/Rome")
    ws.add("event", LOG)
    return ws


def counts(reply: regard.Reply) -> list[tuple[str, int, int, int, int]]:
    """Return start, new, returning, resurrecting and dormant of each cell."""
    names = ("start", "new", "returning", "resurrecting", "dormant")
    return [tuple(cell[name] for name in names) for cell in reply.cells]


def test_lifecycle_by_day(ws: regard.Workspace) -> None:
    """Ann returns on the 4th, as she was there the day before the period; sleeps on the 5th; is back on the 6th.

    bob was first seen on the 4th, by attention, so that on the 5th he is not new but back.
    """
    reply = ws.ask("lifecycle", **ASKED)
    assert counts(reply) == [
        ("2025-03-04", 0, 1, 0, 0),
        ("2025-03-05", 1, 0, 1, 1),
        ("2025-03-06", 0, 0, 1, 2),
    ]
    assert (reply.value, reply.n, reply.unit, reply.parts) == (3, 3, "people", {})
    assert all(cell["is_complete"] for cell in reply.cells)


def test_active_is_what_the_question_says(ws: regard.Workspace) -> None:
    """Of those who worked: cyd only looked, and never was there."""
    assert counts(ws.ask("lifecycle", event="work", **ASKED))[1] == ("2025-03-05", 0, 0, 1, 1)


def test_another_unit(ws: regard.Workspace) -> None:
    """The web is there each day but the 4th, on which the app is new."""
    assert counts(ws.ask("lifecycle", unit="channel", **ASKED)) == [
        ("2025-03-04", 1, 0, 0, 1),
        ("2025-03-05", 0, 0, 1, 1),
        ("2025-03-06", 0, 1, 0, 0),
    ]


def test_a_day_that_is_not_over(ws: regard.Workspace) -> None:
    """Until it is over its counts are null."""
    cells = ws.ask("lifecycle", **{**ASKED, "as_of": "2025-03-06T12:00:00+01:00"}).cells
    assert cells[2] == {
        "start": "2025-03-06",
        "new": None,
        "returning": None,
        "resurrecting": None,
        "dormant": None,
        "is_complete": False,
    }
    assert cells[1]["is_complete"]


def test_a_week_that_the_period_cuts(ws: regard.Workspace) -> None:
    """Ann counts for her 4th and 6th and is new, for her 3rd lies in the same week; the point says that it is cut."""
    (cell,) = ws.ask("lifecycle", every="week", **ASKED).cells
    assert (cell["start"], cell["new"], cell["returning"], cell["is_complete"]) == ("2025-03-04", 3, 0, False)


def test_lifecycle_by_group(ws: regard.Workspace) -> None:
    """In the app ann is new to nobody: she was seen before; she is gone from there on the 5th."""
    reply = ws.ask("lifecycle", by="channel", **ASKED)
    app = [cell for cell in reply.cells if cell["group"] == {"channel": "app"}]
    assert [(cell["new"], cell["resurrecting"], cell["dormant"]) for cell in app] == [(0, 1, 0), (0, 0, 1), (0, 0, 0)]
    assert reply.value == 3


def test_compared_with_the_days_before(ws: regard.Workspace) -> None:
    """Three people after one: twice as many more."""
    reply = ws.ask("lifecycle", compare="previous", **ASKED)
    assert reply.previous is not None
    assert reply.change is not None
    assert (reply.previous["value"], reply.change["value"], reply.change["unit"]) == (1, 2.0, "relative")
