import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  name
    2025-03-03T10:00Z  ann      open
    2025-03-09T10:00Z  bob      open
    2025-03-10T10:00Z  bob      open
""")
"""The 7 days to 9 March hold ann (day 1 of them) and bob; those to 10 March bob alone; those to 16 March bob's 10th."""


def test_weekly_active() -> None:
    """The day of the label and the six before it, also those before the period."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("weekly_active", period=("2025-03-08", "2025-03-17"), every="day")
    assert [point["value"] for point in reply.series] == [1, 2, 1, 1, 1, 1, 1, 1, 1, 0]
    assert reply.value == 0
    assert ws.ask("weekly_active", period="2025-03-09").value == 2
