import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  type        path  interactive
    2025-03-03T10:00:00Z  ann           page        /     -
    2025-03-03T10:10:00Z  ann           page        /a    -
    2025-03-03T10:20:00Z  ann           engagement  /a    -
    2025-03-03T11:00:00Z  bob           page        /     -
    2025-03-03T11:05:00Z  bob           track       /     false
    2025-03-03T12:00:00Z  cat           page        /a    -
    2025-03-03T12:02:00Z  cat           track       /a    -
""")
"""ann 600 s, attention not counted; bob bounced: 0 s; cat acted 120 s after she came. 720 s over 3 visits."""


def test_visit_duration() -> None:
    """The mean is 240 s, the sum 720 s; of the visits that entered on `/` the mean is 300 s."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("visit_duration", period="2025-03")
    assert (reply.value, reply.n, reply.parts, reply.unit) == (240.0, 3, {"total": 720, "n": 3}, "seconds")
    assert ws.ask("visit_duration", period="2025-03", statistic="sum").value == 720.0
    pages = ws.ask("visit_duration", period="2025-03", by="page").breakdown
    assert {row["group"]["page"]: row["value"] for row in pages} == {"/": 300.0, "/a": 120.0}
    bins = ws.ask("visit_duration", period="2025-03", bins=[0, "2m", "10m"]).bins
    assert [(found["from"], found["to"], found["n"]) for found in bins] == [(0, 120, 1), (120, 600, 1), (600, None, 1)]
