"""Curves of people: what the simulator counted while it drew them, against their records."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from regard.simulator import World
from tests.simulator.naive_business import WEEK, active_weeks, cohorts, converts, first_week, life_cycle, reached
from tests.simulator.naive_log import Row

ROME = ZoneInfo("Europe/Rome")
Log = dict[str, list[Row]]


@pytest.fixture(scope="module")
def weeks(log: Log) -> dict[str, list[date]]:
    """Return the weeks in which each person was active."""
    return active_weeks(log, ROME)


def _midnight(day: str, after: int = 0) -> datetime:
    """Return the local midnight of a day, or of one so many days later."""
    moment = datetime.combine(date.fromisoformat(day) + timedelta(days=after), datetime.min.time())
    return moment.replace(tzinfo=ROME)


def test_cohorts_come_back_as_counted(small_world: World, weeks: dict[str, list[date]]) -> None:
    """Every cell of the retention curve of whole weeks, its completeness and its average after a week."""
    entry = small_world.truth["counted"]["retention_curve"]
    counts = cohorts(weeks)
    first, last = (date.fromisoformat(entry["period"][end]) for end in ("from", "to"))
    assert (first.weekday(), last.weekday()) == (0, 6)
    assert first - WEEK < date.fromisoformat(small_world.truth["period"]["from"]) <= first
    assert last <= date.fromisoformat(small_world.truth["period"]["to"]) < last + WEEK
    expected = {
        (first + place * WEEK, age): counts[first + place * WEEK, age]
        for place in range(((last - first).days + 1) // 7)
        for age in range(8)
        if first + (place + age) * WEEK <= last
    }
    assert {(date.fromisoformat(cell["cohort"]), cell["k"]): cell["people"] for cell in entry["cells"]} == expected
    assert all(cell["size"] == counts[date.fromisoformat(cell["cohort"]), 0] for cell in entry["cells"])
    complete = [cohort for cohort, age in expected if age == 1]
    size, came = (sum(counts[cohort, age] for cohort in complete) for age in (0, 1))
    assert entry["value"] == pytest.approx(came / size)
    assert entry["n"] == size > came > 0


def test_the_life_cycle_is_as_counted(small_world: World, weeks: dict[str, list[date]]) -> None:
    """New, returning, resurrecting and dormant people of every whole week."""
    entry = small_world.truth["counted"]["lifecycle"]
    cells = entry["cells"]
    first, last = (date.fromisoformat(entry["period"][end]) for end in ("from", "to"))
    assert entry["value"] == sum(any(first <= week <= last for week in active) for active in weeks.values())
    for cell in cells:
        assert cell == {"start": cell["start"], **life_cycle(weeks, date.fromisoformat(cell["start"]))}
    totals = Counter(
        {name: sum(cell[name] for cell in cells) for name in ("new", "returning", "resurrecting", "dormant")}
    )
    assert len(cells) == 26
    assert min(totals.values()) > 0


def test_active_days_are_as_counted(small_world: World, log: Log) -> None:
    """People by their number of active days in the last four weeks."""
    entry = small_world.truth["counted"]["active_days_distribution"]
    first, last = (date.fromisoformat(entry["period"][end]) for end in ("from", "to"))
    days = [{row["time"].astimezone(ROME).date() for row in rows} for rows in log.values()]
    counts = Counter(sum(first <= day <= last for day in active) for active in days)
    assert (last - first).days == 27
    assert [cell["people"] for cell in entry["cells"]] == [counts[number] for number in range(1, 29)]
    assert [cell["at_least"] for cell in entry["cells"]] == [
        sum(counts[number] for number in range(least, 29)) for least in range(1, 29)
    ]
    people = sum(counts.values()) - counts[0]
    assert entry["n"] == people > 0
    assert entry["value"] == pytest.approx(sum(number * count for number, count in counts.items()) / people)


def test_the_funnel_is_as_counted(small_world: World, log: Log) -> None:
    """People who saw a product, put one into the cart and bought within two weeks, by their best attempt."""
    entry = small_world.truth["counted"]["funnel"]
    counts = Counter(reached(rows, timedelta(days=14)) for rows in log.values())
    expected = [sum(counts[best] for best in range(step, 4)) for step in (1, 2, 3)]
    assert [cell["people"] for cell in entry["cells"]] == expected
    assert entry["value"] == expected[2] / expected[0]
    assert expected[0] > expected[1] > expected[2] > 0


def test_conversion_is_as_counted(small_world: World, log: Log) -> None:
    """People who bought within a week of putting something into the cart."""
    found = [converts(rows, "add_to_cart", "purchase", WEEK) for rows in log.values()]
    starters, converted = (sum(which) for which in zip(*found, strict=True))
    assert small_world.truth["counted"]["conversion"]["parts"] == {"starters": starters, "converted": converted}
    assert starters > converted > 0


def test_first_weeks_are_as_counted(small_world: World, log: Log) -> None:
    """New people whose first week is over, and those of them who bought in it."""
    entry, period = small_world.truth["counted"]["first_week_engagement"], small_world.truth["period"]
    opens, closes = _midnight(period["from"]), _midnight(period["to"], after=1)
    found = [first_week(rows, "purchase", opens, closes) for rows in log.values()]
    new, early = (sum(which) for which in zip(*found, strict=True))
    assert (entry["n"], entry["value"]) == (new, early / new)
    assert new > early > 0
