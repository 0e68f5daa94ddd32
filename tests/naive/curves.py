"""Retention, lifecycle and active days said again in plain Python, person by person and bucket by bucket."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.naive.local_time import local_day

Event = Mapping[str, Any]
Fits = Callable[[Event], bool]
DAY = timedelta(days=1)


def counts(event: Event) -> bool:
    """Return whether an event counts as one: attention does not."""
    return bool(event["type"] != "engagement")


@dataclass(frozen=True, kw_only=True)
class Buckets:
    """Days, weeks, months or hours of a place; each has a number, one more than the one before it.

    Hours are those of a place whose offset from UTC is a whole number of hours.
    """

    every: str
    zone: ZoneInfo
    sunday: bool = False

    def of_day(self, day: date) -> int:
        """Return the number of the bucket of a day."""
        if self.every == "month":
            return day.year * 12 + day.month
        if self.every == "week":
            return (day.toordinal() - (0 if self.sunday else 1)) // 7
        return day.toordinal()

    def of(self, moment: datetime) -> int:
        """Return the number of the bucket of a moment."""
        if self.every == "hour":
            return int(moment.timestamp() // 3600)
        return self.of_day(local_day(moment, self.zone))

    def of_period(self, first: date, last: date) -> list[int]:
        """Return the numbers of the buckets that a run of days touches."""
        if self.every == "hour":
            begins, ends = (self._midnight(day) for day in (first, last + DAY))
            return list(range(begins, ends))
        return list(range(self.of_day(first), self.of_day(last) + 1))

    def is_over(self, number: int, today: date) -> bool:
        """Return whether a bucket is over at the end of a day."""
        if self.every == "hour":
            return number < self._midnight(today + DAY)
        return number < self.of_day(today + DAY)

    def _midnight(self, day: date) -> int:
        """Return the number of the hour that begins with a day."""
        return int(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp() // 3600)


@dataclass(frozen=True, kw_only=True)
class Retention:
    """What is asked of a retention curve."""

    buckets: Buckets
    first: date
    last: date
    today: date
    start: Fits
    back: Fits
    columns: int
    is_unbounded: bool = False
    is_recurring: bool = False
    window: timedelta | None = None
    at_least: int = 1
    group: Callable[[Event], Any] = lambda _: None

    def cells(self, events: Sequence[Event]) -> dict[tuple[Any, int, int], tuple[int, int | None]]:
        """Return size and people of each cell, by group, place of the cohort and column; `None` if it is not over."""
        read = [event for event in events if local_day(event["time"], self.buckets.zone) <= self.today]
        members = list(self.members(read))
        cohorts = self.buckets.of_period(self.first, self.last)
        found = {}
        for group in {group for _, _, _, group in members}:
            for place, number in enumerate(cohorts):
                own = [(who, at) for who, at, joined, mine in members if (joined, mine) == (number, group)]
                for k in range(self.columns):
                    came = sum(k == 0 or self.came(read, who, at, k) for who, at in own)
                    found[group, place, k] = (len(own), came if self.is_over(number, k) else None)
        return found

    def members(self, events: Sequence[Event]) -> Iterable[tuple[str, datetime, int, Any]]:
        """Return who joined at which moment which cohort, and the group of the event that did it."""
        joined = set()
        for event in sorted(events, key=lambda event: (event["time"], event["received_at"], event["id"])):
            if event["person"] is None or not self.start(event):
                continue
            number = self.buckets.of(event["time"])
            key = (event["person"], number) if self.is_recurring else event["person"]
            inside = self.first <= local_day(event["time"], self.buckets.zone) <= self.last
            if key in joined or (self.is_recurring and not inside):
                continue
            joined.add(key)
            if inside:
                yield event["person"], event["time"], number, self.group(event)

    def came(self, events: Sequence[Event], who: str, at: datetime, k: int) -> bool:
        """Return whether somebody who started at a moment came back in column `k`, or in it or later."""
        own = [self.column(event["time"], at) for event in events if event["person"] == who and self.back(event)]
        reached = {column for column in own if own.count(column) >= self.at_least and column >= k}
        return bool(reached) if self.is_unbounded else k in reached

    def column(self, moment: datetime, at: datetime) -> int:
        """Return in which bucket from its own start on somebody did something."""
        if self.window is not None:
            return (moment - at) // self.window
        return self.buckets.of(moment) - self.buckets.of(at)

    def is_over(self, number: int, k: int) -> bool:
        """Return whether a cell is over at the end of today."""
        if self.window is None or k == 0:
            return self.buckets.is_over(number + k, self.today)
        zone = self.buckets.zone
        day = self.first
        while self.buckets.of_day(day) <= number:
            day += DAY
        day = min(day, self.last + DAY)
        ends = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        tomorrow = self.today + DAY
        now = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).astimezone(UTC)
        return ends + (k + 1) * self.window <= now


def lifecycle(
    events: Sequence[Event], buckets: Buckets, days: tuple[date, date], active: Fits, unit: str = "person"
) -> list[dict[str, int]]:
    """Return new, returning, resurrecting and dormant units of each bucket of some days."""
    seen: dict[Any, datetime] = {}
    done: dict[int, set[Any]] = {}
    inside: dict[int, set[Any]] = {}
    for event in events:
        who = event.get(unit)
        if who is None:
            continue
        seen[who] = min(seen.get(who, event["time"]), event["time"])
        if active(event):
            done.setdefault(buckets.of(event["time"]), set()).add(who)
            if days[0] <= local_day(event["time"], buckets.zone) <= days[1]:
                inside.setdefault(buckets.of(event["time"]), set()).add(who)
    told = []
    for number in buckets.of_period(*days):
        here, before = inside.get(number, set()), done.get(number - 1, set())
        new = {who for who in here if buckets.of(seen[who]) == number}
        told.append(
            {
                "new": len(new),
                "returning": len(here & before),
                "resurrecting": len(here - before - new),
                "dormant": len(before - done.get(number, set())),
            }
        )
    return told


def active_buckets(events: Sequence[Event], buckets: Buckets, days: tuple[date, date], active: Fits) -> dict[str, int]:
    """Return in how many buckets of some days each person was active."""
    found: dict[str, set[int]] = {}
    for event in events:
        is_in = days[0] <= local_day(event["time"], buckets.zone) <= days[1]
        if event["person"] is not None and active(event) and is_in:
            found.setdefault(event["person"], set()).add(buckets.of(event["time"]))
    return {who: len(numbers) for who, numbers in found.items()}


def conversion(
    events: Sequence[Event], start: Fits, end: Fits, window: timedelta | None
) -> list[tuple[Event, bool, int]]:
    """Return every start with what followed: whether an end within the window, and how many ends have it as latest."""
    found = []
    for who in {event["person"] for event in events} - {None}:
        own = sorted(
            (event for event in events if event["person"] == who),
            key=lambda event: (event["time"], event["received_at"], event["id"]),
        )
        starts, ends = [event for event in own if start(event)], [event for event in own if end(event)]
        belongs: dict[str, int] = {}
        for event in ends:
            before = [one for one in starts if one["time"] <= event["time"]]
            if before and _within(before[-1], event, window):
                belongs[before[-1]["id"]] = belongs.get(before[-1]["id"], 0) + 1
        found += [
            (one, any(_within(one, event, window) for event in ends), belongs.get(one["id"], 0)) for one in starts
        ]
    return found


def _within(start: Event, end: Event, window: timedelta | None) -> bool:
    """Return whether an end is at or after a start and within the window, its edge included."""
    return bool(start["time"] <= end["time"] and (window is None or end["time"] - start["time"] <= window))


@dataclass(frozen=True)
class FirstWeek:
    """What somebody did in the week of first being seen."""

    first: Event
    is_over: bool
    did_goal: bool
    active_days: int
    dropped_out: bool


def first_weeks(events: Sequence[Event], zone: ZoneInfo, goal: Fits, now: datetime) -> list[FirstWeek]:
    """Return the first week of everybody who was ever seen."""
    found = []
    for who in {event["person"] for event in events} - {None}:
        own = [event for event in events if event["person"] == who]
        first = min(own, key=lambda event: (event["time"], event["received_at"], event["id"]))
        ends = first["time"] + timedelta(days=7)
        week = [event for event in own if event["time"] < ends]
        days = {local_day(event["time"], zone) for event in week if counts(event)}
        later = {day for day in days if day > local_day(first["time"], zone)}
        found.append(FirstWeek(first, ends <= now, any(goal(event) for event in week), len(days), not later))
    return found
