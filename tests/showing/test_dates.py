import pytest

from regard.showing.dates import bucket_text, moment_text, period_text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2025-03-01", "2025-03-31", "1-31 Mar 2025"),
        ("2025-04-17", "2025-04-17", "17 Apr 2025"),
        ("2025-02-28", "2025-03-03", "28 Feb - 3 Mar 2025"),
        ("2024-12-28", "2025-01-03", "28 Dec 2024 - 3 Jan 2025"),
    ],
)
def test_periods(first: str, last: str, text: str) -> None:
    """A period tells each month and year once."""
    assert period_text({"from": first, "to": last}) == text


def test_the_same_year_is_not_told_twice() -> None:
    """Beside a period of the same year the year is left out, beside one of another year it is not."""
    before = {"from": "2025-01-29", "to": "2025-02-28"}
    assert period_text(before, beside={"from": "2025-03-01", "to": "2025-03-31"}) == "29 Jan - 28 Feb"
    assert period_text(before, beside={"from": "2026-03-01", "to": "2026-03-31"}) == "29 Jan - 28 Feb 2025"


@pytest.mark.parametrize("period", [None, {}, {"from": None, "to": None}])
def test_no_period_is_no_text(period: dict[str, None] | None) -> None:
    """A calculated reply has no period, and nothing is said."""
    assert period_text(period) == ""


@pytest.mark.parametrize(
    ("start", "every", "text"),
    [
        ("2025-03-12", "day", "12 Mar 2025"),
        ("2025-03-01", "month", "Mar 2025"),
        ("2025-03-12", "month", "12 Mar 2025"),
        ("2025-04-01", "quarter", "2025-Q2"),
        ("2025-01-01", "year", "2025"),
        ("2025-03-30T03:00:00+02:00", "hour", "30 Mar 2025 03:00"),
    ],
)
def test_buckets(start: str, every: str, text: str) -> None:
    """A bucket that is cut at its start is told by its first day."""
    assert bucket_text(start, every) == text


def test_moments_keep_their_clock() -> None:
    """A time is told as it was written."""
    assert moment_text("2025-03-12T14:05:09+01:00") == "12 Mar 2025 14:05"
    assert moment_text(None) == ""
