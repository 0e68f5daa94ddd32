import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  type    path
    2025-03-03T10:00Z  ann           page    /
    2025-03-03T10:01Z  ann           page    /a
    2025-03-03T10:02Z  ann           page    /
    2025-03-03T11:00Z  bob           page    /
    2025-03-03T23:59Z  cat           page    /
    2025-03-04T00:01Z  cat           page    /a
    2025-03-04T09:00Z  dan           screen  -
""")
"""ann 3 views, bob 1, cat 2, dan none: 6 over 4 visits. On the 3rd 5 over 3; on the 4th, when cat saw one, 1 over 2."""


def test_pages_per_visit() -> None:
    """1.5 in all; a day counts the views of the day, also of a visit over midnight."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("pages_per_visit", period=("2025-03-03", "2025-03-04"), every="day")
    assert (reply.value, reply.n, reply.parts) == (1.5, 4, {"page_views": 6, "visits": 4})
    assert [(point["value"], point["n"]) for point in reply.series] == [(5 / 3, 3), (0.5, 2)]
