import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  name
    2025-03-01T10:00Z  ann      open
    2025-03-03T10:00Z  bob      open
    2025-03-30T10:00Z  cat      open
""")
"""The 28 days to 30 March begin on the 3rd: bob and cat. 30 days begin on the 1st: ann too. To the 31st: cat alone."""


def test_monthly_active() -> None:
    """28 days unless 30 are asked for."""
    ws = regard.open()
    ws.add("event", LOG)
    assert ws.ask("monthly_active", period="2025-03-30").value == 2
    assert ws.ask("monthly_active", period="2025-03-30", trailing="30d").value == 3
    days = ws.ask("monthly_active", period=("2025-03-28", "2025-03-31"), every="day").series
    assert [point["value"] for point in days] == [2, 1, 2, 1]
