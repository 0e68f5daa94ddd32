import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  type   path
    2025-02-10T10:00Z  ann           track  -
    2025-03-03T10:00Z  ann           page   /
    2025-03-03T11:00Z  bob           page   /
    2025-03-04T10:00Z  bob           page   /
    2025-03-04T12:00Z  cat           page   /
    2025-03-03T12:00Z  cat           track  -
    2025-03-04T12:00Z  dan           track  -
""")
"""In March came ann, bob and cat. A server knew ann in February, so 2 of the 3 are new. dan never came."""


def test_new_visitor_share() -> None:
    """2 of 3 are new; on the 3rd bob of two, on the 4th nobody of two: cat's first event was the day before."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("new_visitor_share", period="2025-03")
    assert (reply.value, reply.n, reply.parts) == (2 / 3, 3, {"new_visitors": 2, "visitors": 3})
    days = ws.ask("new_visitor_share", period=("2025-03-03", "2025-03-05"), every="day").series
    assert [(point["value"], point["n"]) for point in days] == [(0.5, 2), (0.0, 2), (None, 0)]
    assert ws.ask("new_visitor_share", period="2025-02").value is None
