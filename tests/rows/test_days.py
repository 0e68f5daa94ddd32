"""Local days and hours as the warehouse computes them, against looking at the clocks of the place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest

from regard.rows.days import local_day, local_hour
from regard.rows.log import to_sql
from regard.warehouses.duckdb import DuckDB
from tests.naive.local_time import hour_start
from tests.naive.local_time import local_day as naive_day

CHANGES = {
    "Europe/Rome": ("2025-03-30T01:00", "2025-10-26T01:00"),
    "America/Havana": ("2025-03-09T05:00", "2025-11-02T05:00"),
    "America/Asuncion": ("2024-03-24T03:00", "2024-10-06T04:00"),
    "Australia/Lord_Howe": ("2025-04-05T15:00", "2025-10-04T15:30"),
    "Asia/Kathmandu": ("2025-06-01T18:15",),
    "America/St_Johns": ("2010-03-14T03:31", "2010-11-07T02:31"),
    "Pacific/Apia": ("2011-12-30T10:00", "2011-09-24T11:00"),
    "Africa/Casablanca": ("2025-02-23T02:00", "2025-04-06T02:00"),
    "Asia/Gaza": ("2025-04-11T23:00", "2025-10-24T23:00"),
    "UTC": ("2025-03-30T01:00",),
}
"""When clocks change there, in UTC."""

AROUND = [timedelta(minutes=minutes) for minutes in range(-1500, 1501, 37)] + [
    timedelta(hours=hours, microseconds=step) for hours in (-25, -24, -1, 0, 1, 2, 23, 24, 25) for step in (-1, 0)
]
TABLE = ibis.table({"time": "timestamp(6)"}, name="moments")


@pytest.mark.parametrize("name", CHANGES)
def test_days_and_hours_around_a_change_of_clocks(name: str) -> None:
    """Every moment of the days around a change has the day and the hour that the clocks show."""
    zone = ZoneInfo(name)
    times = [datetime.fromisoformat(change).replace(tzinfo=UTC) for change in CHANGES[name]]
    moments = sorted({time + step for time in times for step in AROUND})
    start, end = moments[0] - timedelta(days=2), moments[-1] + timedelta(days=2)
    warehouse = DuckDB()
    warehouse.put("moments", pa.table({"time": pa.array([moment.replace(tzinfo=None) for moment in moments])}))
    columns = {"day": local_day(TABLE.time, zone, start, end), "hour": local_hour(TABLE.time, zone, start, end)}
    found = {row["time"]: row for row in warehouse.run(to_sql(TABLE.mutate(**columns), warehouse.dialect)).to_pylist()}
    warehouse.close()
    for moment in moments:
        row = found[moment.replace(tzinfo=None)]
        assert row["day"] == naive_day(moment, zone), moment
        assert row["hour"].replace(tzinfo=UTC).astimezone(zone).isoformat() == hour_start(moment, zone), moment
