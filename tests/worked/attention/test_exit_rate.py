import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  type   path
    2025-03-03T10:00:00Z  ann           page   /
    2025-03-03T10:01:00Z  ann           page   /a
    2025-03-03T10:02:00Z  ann           page   /
    2025-03-03T10:03:00Z  ann           track  /b
    2025-03-03T23:50:00Z  bob           page   /a
    2025-03-03T23:59:00Z  bob           page   /
    2025-03-04T00:01:00Z  bob           page   /a
""")
"""ann left from `/`, the last page that she viewed; bob left from `/a`. `/`: 1 exit of 3 views, `/a`: 1 of 3."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    return ws


def test_exit_rate(ws: regard.Workspace) -> None:
    """2 exits over 6 views; the list of exits is the visits by exit page."""
    reply = ws.ask("exit_rate", period="2025-03", by="page")
    assert (reply.value, reply.n, reply.parts) == (1 / 3, 6, {"exits": 2, "page_views": 6})
    assert {row["group"]["page"]: (row["value"], row["n"]) for row in reply.breakdown} == {
        "/": (1 / 3, 3),
        "/a": (1 / 3, 3),
    }
    exits = ws.ask("visits", period="2025-03", by="exit_page").breakdown
    assert {row["group"]["exit_page"]: row["value"] for row in exits} == {"/": 1, "/a": 1}


def test_a_day_has_its_own_views(ws: regard.Workspace) -> None:
    """A visit over midnight brings each day the views of that day: 5 and 1, as page_views counts them."""
    replies = ws.ask(["exit_rate", "page_views"], period=("2025-03-03", "2025-03-04"), every="day")
    views = [point["parts"]["page_views"] for point in replies["exit_rate"].series]
    assert views == [point["value"] for point in replies["page_views"].series] == [5, 1]
