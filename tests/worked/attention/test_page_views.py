import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  type        path   country
    2025-03-03T10:00Z  ann           page        /      IT
    2025-03-03T10:00Z  ann           page        /a     IT
    2025-03-03T10:05Z  ann           page        /a     IT
    2025-03-03T10:06Z  ann           engagement  /a     IT
    2025-03-04T09:00Z  bob           page        /      PL
    2025-03-04T09:01Z  bob           track       /buy   PL
    2025-03-04T09:02Z  bob           screen      -      PL
    2025-02-28T09:00Z  bob           page        /      PL
    2025-02-28T09:09Z  bob           page        /a     PL
""")
"""In March: `/`, `/a`, a reload of `/a`, and `/` again make 4. In the 4 days before there are 2."""

PERIOD = ("2025-03-02", "2025-03-05")


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    return ws


def test_every_page_event_counts(ws: regard.Workspace) -> None:
    """Reloads count; attention, tracked actions and screens do not."""
    reply = ws.ask("page_views", period=PERIOD)
    assert (reply.value, reply.n, reply.parts, reply.unit) == (4, 4, {}, "count")


def test_days_and_groups_add_up(ws: regard.Workspace) -> None:
    """By day 0 + 3 + 1 + 0, by page 2 + 2, by country 3 + 1."""
    reply = ws.ask("page_views", period=PERIOD, every="day", by="page")
    assert [point["value"] for point in reply.series] == [0, 3, 1, 0]
    assert {row["group"]["page"]: (row["value"], row["share"]) for row in reply.breakdown} == {
        "/": (2, 0.5),
        "/a": (2, 0.5),
    }
    italian = ws.ask("page_views", period=PERIOD, where=[["is", "country", ["IT"]]])
    assert italian.value == 3


def test_the_days_before(ws: regard.Workspace) -> None:
    """From 2 to 4 views is a change of +100 %."""
    reply = ws.ask("page_views", period=PERIOD, compare="previous")
    assert reply.previous is not None
    assert reply.change is not None
    assert reply.previous["period"] == {"from": "2025-02-26", "to": "2025-03-01"}
    assert (reply.previous["value"], reply.change["value"], reply.change["unit"]) == (2, 1.0, "relative")
