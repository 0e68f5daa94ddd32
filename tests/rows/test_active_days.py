"""The table of active days, row by row."""

import regard
from tests.naive.tables import table

LOG = table("""
    time                    user_id  type        name
    2025-03-03T23:30+01:00  ann      track       open
    2025-03-03T23:59+01:00  ann      track       save
    2025-03-04T00:00+01:00  ann      engagement  -
    2025-03-04T00:01+01:00  ann      track       open
    2025-03-04T12:00+01:00  -        track       save
    2025-03-05T12:00+01:00  bob      engagement  -
""")


def test_active_day_rows() -> None:
    """A person, by name, and a local day with an event that counts; attention and nobody's events make no row."""
    ws = regard.open(zone="Europe/Rome")
    ws.add("event", LOG)
    rows = ws.rows("active_days")
    assert {*map(tuple, rows)} == {("person", "day", "identified", "events")}
    assert [(row["person"], row["day"].isoformat(), row["events"], row["identified"]) for row in rows] == [
        ("ann", "2025-03-03", 2, True),
        ("ann", "2025-03-04", 1, True),
    ]
    ws.declare("qualifying", "activity", event="save")
    assert [(row["day"].isoformat(), row["events"]) for row in ws.rows("active_days")] == [("2025-03-03", 1)]
