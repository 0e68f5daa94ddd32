"""Who comes back: first-time cohorts and the life cycle by week, and on how many days people are active."""

import numpy as np

from regard.simulator.arrays import Ints, Numbers
from regard.simulator.calendar import Calendar
from regard.simulator.counted.activity import activity, first_times
from regard.simulator.counted.entry import JSON, entry, ratio
from regard.simulator.lives import Lives
from regard.simulator.marks import Marks, last_days, whole_weeks

INTERVALS = 8
"""Columns of the curve, that of the cohort's size included."""


def count_returns(lives: Lives) -> dict[str, Numbers]:
    """Return weeks x columns of people who came back, weeks x (new, returning, resurrecting, dormant), active days."""
    person, time = activity(lives)
    weeks = whole_weeks(lives.calendar)
    first = weeks.span_of(first_times(lives))
    who, week = _pairs(person, weeks.span_of(time), weeks)
    before = np.append(-2, np.where(who[1:] == who[:-1], week[:-1], -2))[: len(who)]
    curve = np.zeros((weeks.spans, INTERVALS), dtype=np.int64)
    age = week - first[who]
    in_curve = (first[who] >= 0) & (age < INTERVALS)
    np.add.at(curve, (first[who][in_curve], age[in_curve]), 1)
    is_new, followed = age == 0, before == week - 1
    by_week = [np.bincount(week[which], minlength=weeks.spans) for which in (is_new, ~is_new & followed)]
    active = np.bincount(week, minlength=weeks.spans)
    dormant = np.append(0, active[:-1]) - by_week[1]
    cycle = np.stack([*by_week, active - by_week[0] - by_week[1], dormant], axis=1)
    return {
        "weekly_returns": curve,
        "weekly_cycle": cycle,
        "weekly_people": np.array([len(np.unique(who[week > 0]))]),
        "active_days": _active_days(lives, person, time),
    }


def describe_returns(sums: dict[str, Numbers], calendar: Calendar) -> dict[str, JSON]:
    """Return the metrics of coming back; those of weeks only where the period has whole weeks."""
    found = {"active_days_distribution": _distribution(sums["active_days"], calendar)}
    weeks = whole_weeks(calendar)
    if weeks.spans > 1:
        found["lifecycle"] = _lifecycle(sums, weeks, calendar)
        found["retention_curve"] = _curve(sums["weekly_returns"], weeks, calendar)
    return found


def _pairs(person: Ints, span: Ints, marks: Marks) -> tuple[Ints, Ints]:
    """Return every person and span that meet, once, by person and span; what lies outside of all spans is left out."""
    inside = (span >= 0) & (span < marks.spans)
    pairs = np.unique(person[inside] * max(marks.spans, 1) + span[inside])
    return pairs // max(marks.spans, 1), pairs % max(marks.spans, 1)


def _active_days(lives: Lives, person: Ints, time: Ints) -> Ints:
    """Return how many people were active on 0, 1, 2 ... of the last days; those on none are not counted."""
    days = last_days(lives.calendar)
    who, _ = _pairs(person, days.span_of(time), days)
    counts = np.bincount(np.bincount(who), minlength=days.spans + 1)
    counts[0] = 0
    return counts


def _distribution(counts: Numbers, calendar: Calendar) -> JSON:
    """Return how many people were active on so many of the last days."""
    days = last_days(calendar)
    people, at_least = counts.tolist(), np.cumsum(counts[::-1])[::-1].tolist()
    cells = [{"active": n, "people": people[n], "at_least": at_least[n]} for n in range(1, len(people))]
    return entry(
        "active_days_distribution",
        ratio(sum(cell["active"] * cell["people"] for cell in cells), at_least[1]),
        unit="ratio",
        period=(days.days[0], calendar.end),
        arguments={"as_of": str(calendar.end)},
        n=at_least[1],
        cells=cells,
    )


def _lifecycle(sums: dict[str, Numbers], weeks: Marks, calendar: Calendar) -> JSON:
    """Return new, returning, resurrecting and dormant people of every whole week, and how many were ever active."""
    names = ("new", "returning", "resurrecting", "dormant")
    cells = [
        {"start": str(weeks.days[week]), **dict(zip(names, sums["weekly_cycle"][week].tolist(), strict=True))}
        for week in range(1, weeks.spans)
    ]
    return _weekly("lifecycle", int(sums["weekly_people"][0]), "people", weeks, calendar, cells=cells)


def _curve(curve: Numbers, weeks: Marks, calendar: Calendar) -> JSON:
    """Return the first-time cohorts of every whole week; cells whose week is over by the end of the period."""
    cells = [
        {
            "cohort": str(weeks.days[week]),
            "size": int(curve[week, 0]),
            "k": age,
            "start": str(weeks.days[week + age]),
            "people": int(curve[week, age]),
        }
        for week in range(1, weeks.spans)
        for age in range(min(INTERVALS, weeks.spans - week))
    ]
    # Only cohorts that have had a week since: the last one has not.
    size, people = int(curve[1:-1, 0].sum()), int(curve[1:, 1].sum())
    value = ratio(people, size)
    return _weekly("retention_curve", value, "share", weeks, calendar, n=size, cells=cells)


def _weekly(metric: str, value: float | None, unit: str, weeks: Marks, calendar: Calendar, **more: object) -> JSON:
    """Return a metric asked for by week, over the whole weeks, as seen at the end of the period."""
    period = (weeks.days[1], weeks.days[-1].fromordinal(weeks.days[-1].toordinal() - 1))
    arguments: JSON = {"every": "week", "as_of": str(calendar.end)}
    if metric == "retention_curve":
        arguments |= {"start": "any", "back": "any", "intervals": INTERVALS}
    return entry(metric, value, unit=unit, period=period, arguments=arguments, **more)
