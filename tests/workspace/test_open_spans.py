from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.workspace.open_spans import open_spans
from regard.workspace.schedules import DAYS, read_schedule

MINUTE = timedelta(minutes=1)
ROUND_THE_CLOCK = {day: [["00:00", "24:00"]] for day in DAYS}
OFFICE = {day: [["08:30", "12:30"], ["14:00", "18:00"]] for day in DAYS[:5]}


def open_seconds(spec: dict[str, Any], start: datetime, end: datetime) -> int:
    """Return the open seconds between two instants, as the spans tell."""
    spans = list(open_spans(read_schedule("office", spec, ZoneInfo("UTC")), start, end))
    assert [span.before for span in spans] == [
        sum(earlier.ends - earlier.starts for earlier in spans[:index]) for index in range(len(spans))
    ]
    assert all(one.ends <= other.starts for one, other in pairwise(spans))
    return sum(span.ends - span.starts for span in spans)


def walked_seconds(spec: dict[str, Any], start: datetime, end: datetime) -> int:
    """Return the same by looking at the clock of the zone every minute."""
    zone, found, moment = ZoneInfo(spec["zone"]), 0, start
    off = {date.fromisoformat(day) for day in spec.get("holidays", [])}
    while moment < end:
        shown = moment.astimezone(zone)
        clock = f"{shown:%H:%M}"
        spans = spec["week"].get(DAYS[shown.weekday()], []) if shown.date() not in off else []
        found += 60 * any(opens <= clock < closes for opens, closes in spans)
        moment += MINUTE
    return found


@pytest.mark.parametrize(
    ("zone", "week", "first", "last", "hours"),
    [
        # Four hours and four more on each of five days; the clocks change on the Sunday.
        ("Europe/Warsaw", OFFICE, "2025-03-24", "2025-03-31", 40.0),
        # Open on the Sunday from 01:00 to 04:00: the hour from 02:00 to 03:00 is left out in March, twice in October.
        ("Europe/Warsaw", {"sun": [["01:00", "04:00"]]}, "2025-03-30", "2025-03-31", 2.0),
        ("Europe/Warsaw", {"sun": [["01:00", "04:00"]]}, "2025-10-26", "2025-10-27", 4.0),
        # In Havana the day of 9 March 2025 begins at 01:00, and that of 2 November has two hours from 00:00 to 01:00.
        ("America/Havana", {"sun": [["00:00", "02:00"]]}, "2025-03-09", "2025-03-10", 1.0),
        ("America/Havana", {"sun": [["00:30", "01:30"]]}, "2025-11-02", "2025-11-03", 1.5),
        ("America/Havana", ROUND_THE_CLOCK, "2025-11-02", "2025-11-03", 25.0),
        # On Lord Howe the clocks move by half an hour: from 02:00 to 02:30 on 5 October, back from 02:00 on 6 April.
        ("Australia/Lord_Howe", {"sun": [["01:00", "03:00"]]}, "2025-10-05", "2025-10-06", 1.5),
        ("Australia/Lord_Howe", {"sun": [["01:00", "03:00"]]}, "2025-04-06", "2025-04-07", 2.5),
        # Twice three hours on Monday and Tuesday, of which one is a holiday.
        ("Asia/Kathmandu", {"mon": [["09:00", "12:00"]], "tue": [["09:00", "12:00"]]}, "2025-06-02", "2025-06-04", 3.0),
    ],
)
def test_open_hours_by_hand(zone: str, week: dict[str, Any], first: str, last: str, hours: float) -> None:
    """From the midnight of a day to that of another, over days on which the clocks change."""
    spec = {"zone": zone, "week": week, "holidays": ["2025-06-03"]}
    start, end = (
        datetime.combine(date.fromisoformat(day), datetime.min.time(), ZoneInfo(zone)) for day in (first, last)
    )
    assert open_seconds(spec, start.astimezone(UTC), end.astimezone(UTC)) == hours * 3600


WEEKS = st.dictionaries(
    st.sampled_from(DAYS),
    st.sampled_from(
        [
            [["00:00", "24:00"]],
            [["09:00", "17:00"]],
            [["00:00", "00:45"], ["01:15", "02:10"], ["22:00", "24:00"]],
            [["02:05", "02:40"]],
        ]
    ),
    min_size=1,
)
ZONES = st.sampled_from(
    ["Europe/Warsaw", "America/Havana", "Australia/Lord_Howe", "America/Asuncion", "Asia/Kathmandu"]
)
STARTS = st.sampled_from(["2024-03-30", "2024-10-05", "2024-11-02", "2025-03-08", "2025-04-05", "2025-10-25"])


@given(
    zone=ZONES,
    week=WEEKS,
    day=STARTS,
    skipped=st.integers(0, 1440),
    minutes=st.integers(0, 3000),
    off=st.booleans(),
)
def test_open_seconds_as_walked(
    *, zone: str, week: dict[str, Any], day: str, skipped: int, minutes: int, off: bool
) -> None:
    """Between any two minutes near a change of the clocks it is what somebody counts who looks at the clock."""
    spec = {"zone": zone, "week": week, "holidays": [str(date.fromisoformat(day) + timedelta(days=1))] if off else []}
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) + skipped * MINUTE
    assert open_seconds(spec, start, start + minutes * MINUTE) == walked_seconds(spec, start, start + minutes * MINUTE)
