import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  session_id  type        path
    2025-03-03T10:00:00Z  ann           -           page        /
    2025-03-03T10:30:00Z  ann           -           page        /a
    2025-03-03T11:00:01Z  ann           -           page        /a
    2025-03-03T11:30:00Z  ann           -           engagement  /a
    2025-03-03T12:00:00Z  ann           -           page        /
    2025-03-03T10:00:00Z  bob           s1          page        /
    2025-03-03T23:59:00Z  bob           s1          page        /a
    2025-03-04T00:01:00Z  bob           s1          page        /
    2025-03-04T09:00:00Z  cat           -           track       -
""")
"""ann: 30 minutes later is the same visit, 30 minutes and a second a new one, which attention keeps alive: 2.
bob: one session id, one visit, over midnight. cat: a server's event opens none. In all 3."""


def test_visits() -> None:
    """3 visits; 3 on the first day, and bob's once more on the second."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("visits", period=("2025-03-03", "2025-03-04"), every="day")
    assert (reply.value, reply.n) == (3, 3)
    assert [point["value"] for point in reply.series] == [3, 1]
    assert {row["group"]["page"]: row["value"] for row in ws.ask("visits", period="2025-03", by="page").breakdown} == {
        "/": 3,
        "/a": 3,
    }
    assert {
        row["group"]["entry_page"]: row["value"]
        for row in ws.ask("visits", period="2025-03", by="entry_page").breakdown
    } == {
        "/": 2,
        "/a": 1,
    }
