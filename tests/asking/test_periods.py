from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.asking.periods import Clock, read_clock, read_period
from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF

ROME = ZoneInfo("Europe/Rome")
CLOCK = Clock(datetime(2025, 4, 2, 6, tzinfo=UTC), date(2025, 4, 2))

FORMS = {
    "2025": ("2025-01-01", "2025-12-31"),
    "2025-Q2": ("2025-04-01", "2025-06-30"),
    "2025-Q4": ("2025-10-01", "2025-12-31"),
    "2025-04": ("2025-04-01", "2025-04-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2025-12": ("2025-12-01", "2025-12-31"),
    "2025-W09": ("2025-02-24", "2025-03-02"),
    "2025-W01": ("2024-12-30", "2025-01-05"),
    "2026-W53": ("2026-12-28", "2027-01-03"),
    "2025-04-17": ("2025-04-17", "2025-04-17"),
    "today": ("2025-04-02", "2025-04-02"),
    "yesterday": ("2025-04-01", "2025-04-01"),
    "1d": ("2025-04-02", "2025-04-02"),
    "7d": ("2025-03-27", "2025-04-02"),
    "28d": ("2025-03-06", "2025-04-02"),
    "all": ("2024-07-01", "2025-04-02"),
}


@pytest.mark.parametrize(("written", "days"), FORMS.items(), ids=FORMS)
def test_every_form_of_a_period(written: str, days: tuple[str, str]) -> None:
    """A period as people write it is a run of local days, both ends included."""
    found = read_period(written, CLOCK, lambda: date(2024, 7, 1))
    assert tuple(day.isoformat() for day in found) == days


def test_two_dates_are_a_period() -> None:
    """Two dates, as text or as dates, in a tuple or a list, are both included; without records "all" is today."""
    days = (date(2025, 4, 1), date(2025, 4, 17))
    for written in (("2025-04-01", "2025-04-17"), ["2025-04-01", "2025-04-17"], days):
        assert read_period(written, CLOCK, lambda: None) == days
    assert read_period(days[0], CLOCK, lambda: None) == (days[0], days[0])
    assert read_period("all", CLOCK, lambda: None) == (CLOCK.today, CLOCK.today)


REFUSED: dict[str, tuple[Any, str]] = {
    "month": ("2025-13", '"2025-13" is not a month. Write "2025-12" or ("2025-12-01", "2025-12-31").'),
    "quarter": ("2025-Q5", '"2025-Q5" is not a quarter. Write "2025-Q4" or ("2025-12-01", "2025-12-31").'),
    "week": ("2025-W53", '"2025-W53" is not a week. Write "2025-W52" or ("2025-12-01", "2025-12-31").'),
    "day": ("2025-02-29", '"2025-02-29" is not a day. Write "2025-12" or ("2025-12-01", "2025-12-31").'),
    "word": ("last month", '"last month" is not a period. Write "2025-04", "2025-W09", "28d", or two dates.'),
    "no days": ("0d", '"0d" is not a period. Write "2025-04", "2025-W09", "28d", or two dates.'),
    "reversed": (
        ("2025-04-17", "2025-04-01"),
        'The period ends on 2025-04-01 before it starts on 2025-04-17. Write ("2025-04-01", "2025-04-17").',
    ),
    "no date": (("2025-04", "2025-05"), "'2025-04' is not a date. Write it as \"2025-04-17\"."),
    "number": (2025, '2025 is not a period. Write "2025-04", ("2025-04-01", "2025-04-17"), or "28d".'),
    "one": (
        ["2025-04-01"],
        """['2025-04-01'] is not a period. Write "2025-04", ("2025-04-01", "2025-04-17"), or "28d".""",
    ),
    "year 9999": ("9999", '"9999" is not a year. Write "9999-12" or ("9999-12-01", "9999-12-31").'),
    "year 1": (("0001-01-01", "2025-01-01"), "The year 1 cannot be asked about. Take one from 1900 to 2200."),
}


@pytest.mark.parametrize(("written", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_period_is_refused(written: object, sentence: str) -> None:
    """What does not parse, ends before it starts or lies beyond the calendar is told in a sentence."""
    with pytest.raises(RegardError) as caught:
        read_period(written, CLOCK, lambda: None)
    assert (caught.value.code, str(caught.value)) == ("bad_period", sentence)


def test_the_clock_of_a_question() -> None:
    """A date means its end in the zone, a time without offset is one of the zone, and nothing means now."""
    now = datetime(2025, 4, 2, 22, 30, tzinfo=UTC)
    assert read_clock(None, ROME, now) == Clock(now, date(2025, 4, 3))
    assert read_clock("2025-03-30", ROME, now) == Clock(datetime(2025, 3, 30, 22, tzinfo=UTC), date(2025, 3, 30))
    assert read_clock(date(2025, 3, 30), ROME, now) == read_clock("2025-03-30", ROME, now)
    eight = Clock(datetime(2025, 4, 2, 6, tzinfo=UTC), date(2025, 4, 2))
    for written in ("2025-04-02T08:00:00+02:00", "2025-04-02T06:00:00Z", "2025-04-02T08:00:00"):
        assert read_clock(written, ROME, now) == eight
    for unreadable in ("soon", 3, "2025-02-30", "9999-12-31"):
        with pytest.raises(RegardError, match="as_of") as caught:
            read_clock(unreadable, ROME, now)
        assert caught.value.code == "bad_period"


def test_a_period_is_cut_at_the_clock(shop: Workspace) -> None:
    """A month that goes on after the clock's day is counted up to then, said so, and compared with as many days."""
    reply = shop.ask("events", period="2025-03", as_of="2025-03-05T12:00:00+01:00", compare="previous")
    assert (reply.period["from"], reply.period["to"]) == ("2025-03-01", "2025-03-05")
    assert reply.period["as_of"] == "2025-03-05T12:00:00+01:00"
    assert reply.value == 5, "as_of hides no record of its day"
    assert reply.previous is not None
    assert reply.previous["period"] == {"from": "2025-02-24", "to": "2025-02-28"}
    assert reply.warnings[0] == {
        "code": "period_cut",
        "message": "The period goes on after 2025-03-05; it is counted up to then.",
    }
    later = shop.ask("events", period="2025-07", as_of="2025-03-05", every="month")
    assert (later.period["from"], later.period["to"], later.value) == ("2025-07-01", "2025-07-31", 0)
    assert [point["is_complete"] for point in later.series] == [False]


def test_words_follow_the_clock_and_the_zone(shop: Workspace) -> None:
    """The same day is another one further east; "all" begins with the first record of its kind."""
    clock = {"as_of": "2025-03-05T23:30:00+01:00"}
    assert shop.ask("events", period="today", **clock).period["from"] == "2025-03-05"
    there = shop.ask("events", period="today", zone="Asia/Tokyo", **clock).period
    assert (there["from"], there["zone"]) == ("2025-03-06", "Asia/Tokyo")
    assert shop.ask("events", period="all", as_of=AS_OF).period["from"] == "2025-02-10"
    assert shop.ask("orders", period="all", as_of=AS_OF).value == 5
    assert shop.ask("orders", as_of="2025-03-20").period["from"] == "2025-02-21"


@given(days=st.integers(1, 4000), today=st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_days_ending_today(days: int, today: date) -> None:
    """So many days are so many, the last of them today."""
    first, last = read_period(f"{days}d", Clock(datetime(2025, 1, 1, tzinfo=UTC), today), lambda: None)
    assert (last, last - first) == (today, timedelta(days=days - 1))
