import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  user_id  type        name   path
    2025-03-03T10:00Z  a1            -        page        -      /
    2025-03-04T10:00Z  -             ann      track       edit   -
    2025-03-04T11:00Z  b1            -        page        -      /
    2025-03-04T12:00Z  -             cat      track       edit   -
    2025-03-04T13:00Z  d1            -        engagement  -      /
    2025-03-04T14:00Z  -             -        track       edit   -
""")
LINKS = table("""
    time               kind      user_id  other_id
    2025-03-05T10:00Z  identify  ann      a1
""")
"""ann (also as a1), b1 and cat were active, with a server's events too; attention and nobody's events do not count."""


def test_active_people() -> None:
    """3 people, 2 of them identified; editing were ann and cat; by day 1 and 3."""
    ws = regard.open()
    ws.add("event", LOG)
    ws.add("link", LINKS)
    reply = ws.ask("active_people", period=("2025-03-03", "2025-03-04"), every="day")
    assert (reply.value, reply.n, reply.parts) == (3, 3, {"identified": 2})
    assert [(point["value"], point["parts"]["identified"]) for point in reply.series] == [(1, 1), (3, 2)]
    assert ws.ask("active_people", period="2025-03", event="edit").value == 2
    assert ws.ask("active_people", period=("2025-03-04", "2025-03-05"), trailing="2d", every="day").value == 3


def test_what_counts_is_declared() -> None:
    """Where editing is declared to be what counts, two people are active."""
    ws = regard.open()
    ws.add("event", LOG)
    ws.declare("qualifying", "activity", event="edit")
    reply = ws.ask(["active_people", "daily_active"], period=("2025-03-03", "2025-03-04"))
    assert (reply["active_people"].value, reply["daily_active"].value) == (2, 2)
    assert ws.ask("active_people", period=("2025-03-03", "2025-03-04"), event="any").value == 4
