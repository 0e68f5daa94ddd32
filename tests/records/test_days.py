"""Reading days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.records.days import UnreadableDayError, read_day

THE_DAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-01", " 2025-03-01\n", "2025-03-01T00:00", "2025-03-01 00:00:00", "2025-03-01T00:00:00.000",
        "2025-03-01 00:00:00,000000000", THE_DAY, datetime(2025, 3, 1),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_reads_days(written: object) -> None:
    """A day is a day however it is written, also as the midnight that a spreadsheet makes of it."""
    found = read_day(written)
    assert (found, type(found)) == (THE_DAY, date)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2025-03-01T10:00:00", "has a time of the day, and a day has none"),
        ("2025-03-01 00:00:01", "has a time of the day"),
        ("2025-03-01T00:00:00.000001", "has a time of the day"),
        ("2025-03-01T10:00:00Z", "has a time of the day"),
        (datetime(2025, 3, 1, 10), "has a time of the day"),  # noqa: DTZ001
        (datetime(2025, 3, 1, 0, 0, 0, 1), "has a time of the day"),  # noqa: DTZ001
        ("2025-03-01T00:00:00Z", "has an offset, and a day has none"),
        ("2025-03-01 00:00 +0200", "has an offset"),
        (datetime(2025, 3, 1, tzinfo=UTC), "has an offset"),
        ("2025-02-29", "is not a date of the calendar"),
        ("2025-13-01", "is not a date of the calendar"),
        ("0000-01-01", "is not a date of the calendar"),
        ("01/03/2025", "is not a day that can be read"),
        ("2025-3-1", "is not a day that can be read"),
        ("2025-03", "is not a day that can be read"),
        ("1969-12-31", "is before 1970"),
        ("0001-01-01", "is before 1970"),
        (date(1969, 12, 31), "is before 1970"),
        (45123, "is a number, such as a spreadsheet shows for a date"),
        (45123.0, "is a number"),
        (True, "is not a day"),
        (b"2025-03-01", "is not a day"),
    ],
)
def test_refuses_what_is_no_day(written: object, reason: str) -> None:
    """What names no day, or more than a day, is refused with the reason and an example."""
    with pytest.raises(UnreadableDayError, match=reason) as caught:
        read_day(written)
    assert str(caught.value).endswith("Write it like 2025-04-17.")


@given(st.dates(date(1970, 1, 1)), st.sampled_from(["", "T00:00", " 00:00:00", "T00:00:00.0"]))
def test_every_day_since_1970_is_read(day: date, midnight: str) -> None:
    """Every day of the calendar since 1970 is read back as written."""
    assert read_day(f"{day.isoformat()}{midnight}") == day
