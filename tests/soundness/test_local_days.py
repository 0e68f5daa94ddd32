"""A local day is [first instant with that date, first instant with a later one), whatever clocks do at midnight."""

import pytest

import regard

DAYS = {
    # Clocks go from 0:00 to 1:00: the 9th begins at 05:00 UTC and has 23 hours.
    "America/Havana": {
        "2025-03-08": ["2025-03-08T05:00:00Z", "2025-03-09T04:59:59.999999Z"],
        "2025-03-09": ["2025-03-09T05:00:00Z", "2025-03-10T03:59:59.999999Z"],
        "2025-03-10": ["2025-03-10T04:00:00Z"],
    },
    # Clocks go from 24:00 back to 23:00: the 23rd has 25 hours.
    "America/Asuncion": {
        "2024-03-23": ["2024-03-23T03:00:00Z", "2024-03-24T02:59:59Z", "2024-03-24T03:00:00Z", "2024-03-24T03:59:59Z"],
        "2024-03-24": ["2024-03-24T04:00:00Z", "2024-03-25T03:59:59.999999Z"],
        "2024-03-25": ["2024-03-25T04:00:00Z"],
    },
    # Clocks go back by half an hour, from 2:00 to 1:30.
    "Australia/Lord_Howe": {
        "2025-04-05": ["2025-04-05T12:59:59.999999Z"],
        "2025-04-06": ["2025-04-05T13:00:00Z", "2025-04-06T13:29:59.999999Z"],
        "2025-04-07": ["2025-04-06T13:30:00Z"],
    },
    # 5 hours and 45 minutes before UTC, all year.
    "Asia/Kathmandu": {
        "2025-03-03": ["2025-03-03T18:14:59.999999Z"],
        "2025-03-04": ["2025-03-03T18:15:00Z", "2025-03-04T18:14:59Z"],
    },
    # At 0:01 clocks went back to 23:01: the 7th had begun a minute before, and went on.
    "America/St_Johns": {
        "2010-11-06": ["2010-11-07T02:29:59.999999Z"],
        "2010-11-07": ["2010-11-07T02:30:00Z", "2010-11-07T02:31:00Z", "2010-11-07T03:29:59Z", "2010-11-08T03:29:59Z"],
        "2010-11-08": ["2010-11-08T03:30:00Z"],
    },
    # The island crossed the date line: after the 29th came the 31st.
    "Pacific/Apia": {
        "2011-12-29": ["2011-12-29T10:00:00Z", "2011-12-30T09:59:59.999999Z"],
        "2011-12-30": [],
        "2011-12-31": ["2011-12-30T10:00:00Z", "2011-12-31T09:59:59.999999Z"],
    },
}
"""The day of each moment, worked out from the changes of clocks by hand."""

METRICS = ["page_views", "unique_visitors", "daily_active"]
"""One person at each moment, so every metric counts the moments of the day."""


def _log(zone: str) -> list[dict[str, str]]:
    moments = [moment for day in DAYS[zone].values() for moment in day]
    return [{"time": moment, "type": "page", "path": "/", "user_id": moment, "country": zone} for moment in moments]


@pytest.fixture(scope="module")
def everywhere() -> regard.Workspace:
    """Return a workspace in UTC with the logs of all zones, told apart by country."""
    ws = regard.open()
    ws.add("event", [event for zone in DAYS for event in _log(zone)])
    return ws


@pytest.mark.parametrize("zone", DAYS)
def test_days_are_those_of_the_zone(zone: str, everywhere: regard.Workspace) -> None:
    """Every day has its own moments, in a workspace of the zone and where the question names it."""
    period = (min(DAYS[zone]), max(DAYS[zone]))
    counts = [(day, len(moments)) for day, moments in DAYS[zone].items()]
    with regard.open(zone=zone) as ws:
        ws.add("event", _log(zone))
        replies = ws.ask(METRICS, period=period, every="day")
        active = ws.rows("active_days", period=period)
    asked = everywhere.ask(METRICS[:2], period=period, every="day", zone=zone, where=[["is", "country", [zone]]])
    for reply in (*replies.values(), *asked.values()):
        assert [(point["start"], point["value"]) for point in reply.series] == counts
    assert replies["page_views"].value == sum(count for _, count in counts)
    assert sorted((row["day"].isoformat(), row["person"]) for row in active) == sorted(
        (day, moment) for day, moments in DAYS[zone].items() for moment in moments
    )
