"""Days and periods as people write them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from regard.showing.words import JSON

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_text(period: JSON | None, *, beside: JSON | None = None) -> str:
    """Return the days of a period, such as `1-31 Mar 2025`, or nothing where there is none.

    `beside` is a period told on the same line: its year is not told twice.
    """
    if not period or period.get("from") is None or period.get("to") is None:
        return ""
    first, last = _day(period["from"]), _day(period["to"])
    told = beside is not None and bool(beside.get("to")) and first.year == last.year == _day(beside["to"]).year
    year = "" if told else f" {last.year}"
    if first == last:
        return f"{_day_month(last)}{year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{_day_month(last)}{year}"
    start_year = f" {first.year}" if first.year != last.year else ""
    return f"{_day_month(first)}{start_year} - {_day_month(last)}{year}"


def bucket_text(start: str, every: str | None) -> str:
    """Return a bucket's name from its first local day or hour: `12 Mar 2025`, `Mar 2025`, `2025-Q1`, `2025`."""
    if "T" in start:
        moment = datetime.fromisoformat(start)
        return f"{_day_month(moment)} {moment.year} {moment:%H:%M}"
    day = _day(start)
    if every == "month" and day.day == 1:
        return f"{_MONTHS[day.month - 1]} {day.year}"
    if every == "quarter" and day.day == 1:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if every == "year" and (day.month, day.day) == (1, 1):
        return str(day.year)
    return f"{_day_month(day)} {day.year}"


def bucket_names(starts: Sequence[str], every: str | None) -> list[str]:
    """Return the names of buckets; hours that the clock shows twice are told apart by their offset."""
    names = [bucket_text(start, every) for start in starts]
    often = Counter(names)
    return [f"{name} {start[19:]}" if often[name] > 1 else name for name, start in zip(names, starts, strict=True)]


def moment_text(moment: str | None) -> str:
    """Return an ISO 8601 time to the minute as it was written, such as `12 Mar 2025 14:05`; a day stays one."""
    if not moment:
        return ""
    then = datetime.fromisoformat(moment)
    if "T" not in moment:
        return f"{_day_month(then)} {then.year}"
    return f"{_day_month(then)} {then.year} {then:%H:%M}"


def _day(text: str) -> date:
    """Return the local day of an ISO 8601 date or time."""
    return date.fromisoformat(text[:10])


def _day_month(day: date) -> str:
    """Return a day without its year. Not by `strftime`, whose names follow the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]}"
