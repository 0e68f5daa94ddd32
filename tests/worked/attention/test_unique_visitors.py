import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  user_id  type        path
    2025-03-03T10:00Z  a1            -        page        /
    2025-03-04T10:00Z  -             ann      page        /
    2025-03-04T11:00Z  b1            -        page        /a
    2025-03-04T12:00Z  -             cat      track       -
    2025-03-04T13:00Z  d1            -        engagement  /a
""")
LINKS = table("""
    time               kind      user_id  other_id
    2025-03-05T10:00Z  identify  ann      a1
""")
"""a1 turns out to be ann: she came on both days, b1 on the second. A server told of cat, and d1 opened nothing."""


def test_unique_visitors() -> None:
    """2 people came, 1 of them identified; by day 1 and 2, which do not add up to 2."""
    ws = regard.open()
    ws.add("event", LOG)
    ws.add("link", LINKS)
    reply = ws.ask("unique_visitors", period=("2025-03-03", "2025-03-04"), every="day")
    assert (reply.value, reply.n, reply.parts) == (2, 2, {"identified": 1})
    assert [point["value"] for point in reply.series] == [1, 2]
    pages = ws.ask("unique_visitors", period="2025-03", by="page").breakdown
    assert [(row["group"]["page"], row["value"]) for row in pages] == [("/", 1), ("/a", 1)]
