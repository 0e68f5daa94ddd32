"""Hours are counted by instant and labelled with their offset, so that an hour that comes twice is two hours."""

from datetime import UTC, datetime, timedelta

import pytest

import regard

HOURS = {
    ("Europe/Rome", "2025-03-30"): (23, ["01:00:00+01:00", "03:00:00+02:00"]),
    ("Europe/Rome", "2025-10-26"): (25, ["02:00:00+02:00", "02:00:00+01:00", "03:00:00+01:00"]),
    ("Australia/Lord_Howe", "2025-04-06"): (25, ["01:00:00+11:00", "01:30:00+10:30", "02:00:00+10:30"]),
    ("Asia/Kathmandu", "2025-03-03"): (24, ["00:00:00+05:45", "01:00:00+05:45"]),
    ("America/St_Johns", "2010-11-07"): (26, ["00:00:00-02:30", "23:01:00-03:30", "00:00:00-03:30", "01:00:00-03:30"]),
}
"""How many hours a day has, counting pieces of an hour, and some that follow each other."""

MINUTES = [datetime(2025, 10, 25, 22, tzinfo=UTC) + timedelta(minutes=10 * step) for step in range(25 * 6)]
"""Every ten minutes of 26 October in Rome."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with somebody there every ten minutes of a day with 25 hours."""
    ws = regard.open()
    ws.add("event", [{"time": moment, "type": "page", "path": "/", "user_id": "ann"} for moment in MINUTES])
    return ws


@pytest.mark.parametrize(("where", "expected"), HOURS.items())
def test_hours_of_a_day(where: tuple[str, str], expected: tuple[int, list[str]], ws: regard.Workspace) -> None:
    """A day has an hour for each that its clocks begin; a change of offset begins one too."""
    zone, day = where
    hours = [point["start"] for point in ws.ask("page_views", period=day, every="hour", zone=zone).series]
    count, some = expected
    assert len(hours) == len(set(hours)) == count
    times = [hour.partition("T")[2] for hour in hours]
    place = times.index(some[0])
    assert times[place : place + len(some)] == some


def test_an_hour_that_comes_twice_counts_twice(ws: regard.Workspace) -> None:
    """Each of the 25 hours has its own six events; nothing is put together by its label."""
    reply = ws.ask("page_views", period="2025-10-26", every="hour", zone="Europe/Rome")
    assert [point["value"] for point in reply.series] == [6] * 25
    assert reply.value == 150


def test_one_visit_is_in_every_hour_that_it_touches(ws: regard.Workspace) -> None:
    """The visit that lasts all day is one visit, one person, and is there in each hour."""
    replies = ws.ask(["visits", "unique_visitors"], period="2025-10-26", every="hour", zone="Europe/Rome")
    for reply in replies.values():
        assert reply.value == 1
        assert [point["value"] for point in reply.series] == [1] * 25
