import regard
from tests.naive.tables import table

LOG = table("""
    time                    user_id  name
    2025-03-03T10:00+01:00  ann      open
    2025-03-03T23:59+01:00  bob      open
    2025-03-04T00:00+01:00  bob      open
    2025-03-04T12:00+01:00  ann      open
    2025-03-04T13:00+01:00  cat      open
""")
"""On 3 March in Rome ann and bob, on the 4th all three, on the 5th nobody."""


def test_daily_active() -> None:
    """The number is that of the last day; every="day" gives 2, 3 and 0."""
    ws = regard.open(zone="Europe/Rome")
    ws.add("event", LOG)
    reply = ws.ask("daily_active", period=("2025-03-03", "2025-03-04"))
    assert (reply.value, reply.n, reply.parts) == (3, 3, {"identified": 3})
    days = ws.ask("daily_active", period=("2025-03-03", "2025-03-05"), every="day")
    assert [point["value"] for point in days.series] == [2, 3, 0]
    assert days.value == 0
    assert ws.ask("daily_active", period=("2025-03-03", "2025-03-04"), event="close").value == 0
