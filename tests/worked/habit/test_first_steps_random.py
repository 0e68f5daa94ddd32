from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard import Reply
from tests.naive.curves import Event, FirstWeek, conversion, counts, first_weeks
from tests.naive.local_time import local_day
from tests.naive.workspaces import opened
from tests.worked.habit.random_returns import LINKS, ROME, SPECS, as_told, return_days, return_logs

FEW = settings(max_examples=settings.default.max_examples // 8)  # type: ignore[union-attr]
WINDOWS: dict[Any, timedelta | None] = {
    "none": None,
    "1d": timedelta(days=1),
    10_800: timedelta(hours=3),
    1: timedelta(seconds=1),
    "30d": timedelta(days=30),
}


@FEW
@given(data=st.data())
def test_conversion_as_matched_plainly(data: st.DataObject) -> None:
    """Starters, ends, base rate and lift, of the whole, of days and of groups, are those of the plain statement."""
    events = data.draw(return_logs())
    with opened(event=as_told(events), link=LINKS) as ws:
        for _ in range(2):
            first, last, _ = data.draw(return_days())
            start, end = (data.draw(st.sampled_from(sorted(SPECS))) for _ in range(2))
            window, holds = data.draw(st.sampled_from([*WINDOWS, None])), data.draw(st.booleans())
            of_events = data.draw(st.booleans())
            reply = ws.ask(
                "conversion",
                start=SPECS[start][0],
                end=SPECS[end][0],
                window=window,
                hold=["channel"] if holds else None,
                count="events" if of_events else None,
                period=(first.isoformat(), last.isoformat()),
                every="day",
                by="name",
            )
            kept = [_with_party(event, holds=holds) for event in events]
            limit = WINDOWS["30d" if window is None else window]
            starts = conversion(kept, SPECS[start][1], SPECS[end][1], limit)
            days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
            inside = [one for one in starts if _day(one[0]) in days]
            _same(reply.to_dict(), inside, of_events=of_events)
            for point, day in zip(reply.series, days, strict=True):
                _same(point, [one for one in inside if _day(one[0]) == day], of_events=of_events)
            for row in reply.breakdown:
                _same(row, [one for one in inside if one[0]["name"] == row["group"]["name"]], of_events=of_events)
            _check_lift(reply, events, days, SPECS[end][1])


def _day(event: Event) -> date:
    """Return the local day of an event."""
    return local_day(event["time"], ROME)


def _with_party(event: Event, *, holds: bool) -> Event:
    """Return an event of those whose starts and ends belong together: a person, on one channel where that is held."""
    person = event["person"]
    if person is None or (holds and event["channel"] is None):
        return {**event, "person": None}
    return {**event, "person": (person, event["channel"] if holds else None)}


def _same(told: Any, starts: list[tuple[Event, bool, int]], *, of_events: bool) -> None:
    """Compare the counts of a reply, a point or a group with the starts of its time."""
    people = {start["person"][0] for start, _, _ in starts}
    starters = len(starts) if of_events else len(people)
    came = sum(ends for _, _, ends in starts)
    converted = came if of_events else len({start["person"][0] for start, came, _ in starts if came})
    assert (told["parts"]["starters"], told["parts"]["converted"], told["n"]) == (starters, converted, starters)
    assert told["value"] == (pytest.approx(converted / starters) if starters else None)


def _check_lift(reply: Reply, events: list[dict[str, Any]], days: list[date], end: Any) -> None:
    """Compare how usual the end is among the active people, and how many times that the starters do it."""
    active = {event["person"] for event in events if counts(event) and _day(event) in days} - {None}
    ended = {event["person"] for event in events if end(event)}
    base = len(active & ended) / len(active) if active else None
    assert reply.parts["base_rate"] == (None if base is None else pytest.approx(base))
    lift = reply.value / base if base and reply.value is not None else None
    assert reply.parts["lift"] == (None if lift is None else pytest.approx(lift))


@FEW
@given(data=st.data())
def test_first_weeks_as_counted_plainly(data: st.DataObject) -> None:
    """Who reached the goal, active days and drop-out, by week and by group of the first event, are the plain ones."""
    events = data.draw(return_logs())
    with opened(event=as_told(events), link=LINKS) as ws:
        ws.declare("goal", "bought", event="buy", where=[["is", "channel", ["phone"]]])
        for _ in range(2):
            first, last, today = data.draw(return_days())
            reply = ws.ask(
                "first_week_engagement",
                goal="bought",
                period=(first.isoformat(), last.isoformat()),
                as_of=today.isoformat(),
                every="day",
                by="channel",
            )
            tomorrow = today + timedelta(days=1)
            now = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ROME).astimezone(UTC)
            weeks = first_weeks(events, ROME, SPECS["buy on the phone"][1], now)
            days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
            inside = [week for week in weeks if _day(week.first) in days]
            _compare(reply.to_dict(), inside)
            for point, day in zip(reply.series, days, strict=True):
                _compare(point, [week for week in inside if _day(week.first) == day])
            for row in reply.breakdown:
                _compare(row, [week for week in inside if week.first["channel"] == row["group"]["channel"]])
            told = [warning["message"] for warning in reply.warnings if warning["code"] == "immature"]
            young = sum(not week.is_over for week in inside)
            assert [int(message.split()[0]) for message in told] == ([young] if young else [])


def _compare(told: Any, weeks: list[FirstWeek]) -> None:
    """Compare a reply, a point or a group with the first weeks that are over."""
    over = [week for week in weeks if week.is_over]
    n, reached = len(over), sum(week.did_goal for week in over)
    assert (told["n"], told["value"]) == (n, pytest.approx(reached / n) if n else None)
    parts = told["parts"]
    assert (parts["engaged_people"], parts["new_people"]) == (reached, n)
    assert parts["active_days"] == (pytest.approx(sum(week.active_days for week in over) / n) if n else None)
    assert parts["dropped_out"] == (pytest.approx(sum(week.dropped_out for week in over) / n) if n else None)
