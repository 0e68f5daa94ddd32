"""Reading moments."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.records.instants import UnreadableTimeError, local_instant, read_instant

ROME = ZoneInfo("Europe/Rome")


def at(text: str) -> datetime:
    """Return the moment that a text with an offset names."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-04-17T09:30:00+02:00", "2025-04-17T07:30:00Z"),
        ("2025-04-17T09:30:00Z", "2025-04-17T09:30:00Z"),
        ("2025-04-17 09:30:00 UTC", "2025-04-17T09:30:00Z"),
        ("2025-04-17 09:30:00 +0530", "2025-04-17T04:00:00Z"),
        ("2025-04-17T09:30-05", "2025-04-17T14:30:00Z"),
        ("2025-04-17T09:30:00,25Z", "2025-04-17T09:30:00.25Z"),
        ("2025-04-17T09:30:00.1234567Z", "2025-04-17T09:30:00.123456Z"),
        (datetime(2025, 4, 17, 9, 30, tzinfo=timezone(timedelta(hours=2))), "2025-04-17T07:30:00Z"),
    ],
)
def test_reads_times_with_offset(written: object, meant: str) -> None:
    """A time with an offset is one moment, however the offset is written."""
    assert read_instant(written, None) == at(meant)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("tomorrow", "is not a time that can be read"),
        ("17/04/2025", "is not a time that can be read"),
        ("2025-02-30T10:00:00Z", "is not a date of the calendar"),
        ("2025-04-17T24:00:00Z", "is not a date of the calendar"),
        ("2025-04-17T09:30:00", "has no zone"),
        (date(2025, 4, 17), "has no zone"),
        ("1969-12-31T23:59:59Z", "is before 1970"),
        ("0001-01-01T00:00:00", "is before 1970"),
        ("9999-12-31T23:59:59Z", "is too far ahead"),
        (45123.5, "is a number, such as a spreadsheet shows for a date"),
        (True, "is not a time"),
    ],
)
def test_refuses_what_is_no_time(written: object, reason: str) -> None:
    """What names no moment is refused with the reason."""
    with pytest.raises(UnreadableTimeError, match=reason):
        read_instant(written, None)


@pytest.mark.parametrize(
    ("zone", "local", "meant"),
    [
        ("Europe/Rome", "2025-03-30T02:30:00", "2025-03-30T01:00:00Z"),  # skipped: the first instant after the change
        ("Europe/Rome", "2025-10-26T02:30:00", "2025-10-26T00:30:00Z"),  # twice: the first of the two
        ("Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:30:00Z"),  # half an hour is skipped
        ("Asia/Kathmandu", "2025-04-17T09:30:00", "2025-04-17T03:45:00Z"),
        ("America/Havana", "2025-03-09T00:30:00", "2025-03-09T05:00:00Z"),  # midnight is skipped
        ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00Z"),  # the whole day is skipped
    ],
)
def test_local_times_follow_the_zone(zone: str, local: str, meant: str) -> None:
    """A time without offset is local to the zone, also on the days on which clocks change."""
    assert read_instant(local, ZoneInfo(zone)) == at(meant)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["Europe/Rome", "America/Havana"]))  # noqa: DTZ001
def test_local_times_are_never_early(local: datetime, name: str) -> None:
    """The instant shows the local time or, where that was skipped, a later one that nothing lies between."""
    zone = ZoneInfo(name)
    instant = local_instant(local, zone)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    assert shown >= local
    just_before = (instant - timedelta(microseconds=1)).astimezone(zone).replace(tzinfo=None)
    assert just_before < local


def test_dates_are_local_midnights() -> None:
    """A date alone is its first moment in the zone."""
    assert read_instant("2025-04-17", ROME) == read_instant(date(2025, 4, 17), ROME) == at("2025-04-16T22:00:00Z")
    assert read_instant(datetime(2025, 4, 17, tzinfo=UTC), ROME) == at("2025-04-17T00:00:00Z")
