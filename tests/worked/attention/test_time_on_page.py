import pytest

import regard
from tests.naive.tables import table

LOG = table(
    """
    time                  session_id  type        path  page_view_id  engaged_ms
    2025-03-03T10:00:00Z  s1          page        /     v1            -
    2025-03-03T10:00:25Z  s1          engagement  -     v1            20000
    2025-03-03T10:00:30Z  s1          page        /     v2            -
    2025-03-03T10:00:55Z  s1          engagement  -     v2            30000
    2025-03-03T10:01:00Z  s1          page        /a    v3            -
    2025-03-03T10:01:10Z  s1          engagement  /a    -             10000
    2025-03-03T10:41:00Z  s1          page        /     v4            -
    2025-03-03T10:00:00Z  s2          page        /     v5            -
    2025-03-05T10:00:00Z  s3          page        /     v6            -
    2025-03-05T10:00:40Z  s3          page        /a    v7            -
""",
    anonymous_id="ann",
)
"""On 3 March: in s1 `/` had 20 + 30 s of attention, `/a` 10 s; in s2 none was measured. The mean of 50 and 10 is 30.
By the next page: s1 left `/` after 60 s, the reload taken together, and `/a` after 40 minutes: 1800 s count."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    return ws


def test_time_on_page(ws: regard.Workspace) -> None:
    """Attention is summed per visit and page, by the path or by the view that it names."""
    reply = ws.ask("time_on_page", period="2025-03-03")
    assert (reply.value, reply.n, reply.parts) == (30.0, 2, {"total": 60, "n": 2})
    assert reply.definition["method"] == "focused"
    pages = ws.ask("time_on_page", period="2025-03-03", by="page").breakdown
    assert {row["group"]["page"]: (row["value"], row["n"]) for row in pages} == {"/": (50.0, 1), "/a": (10.0, 1)}


def test_time_to_the_next_page(ws: regard.Workspace) -> None:
    """The mean of 60 and 1800 s is 930 s; it stands in where nothing was measured, and the reply says so."""
    reply = ws.ask("time_on_page", variant="next_page", period="2025-03-03")
    assert (reply.value, reply.n) == (930.0, 2)
    unmeasured = ws.ask("time_on_page", period="2025-03-05")
    assert (unmeasured.value, unmeasured.n, unmeasured.definition["method"]) == (40.0, 1, "next_page")
    assert ws.ask("time_on_page", variant="focused", period="2025-03-05").value is None
