from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard import Reply
from tests.naive.curves import Buckets, Retention, active_buckets, lifecycle
from tests.naive.workspaces import opened
from tests.worked.habit.random_returns import LINKS, ROME, SPECS, as_told, return_days, return_logs

FEW = settings(max_examples=settings.default.max_examples // 8)  # type: ignore[union-attr]
KINDS = ("phone", None)
WINDOWS = {"day": timedelta(days=1), "week": timedelta(days=7)}


@FEW
@given(data=st.data())
def test_retention_as_counted_plainly(data: st.DataObject) -> None:
    """Sizes, people and completeness of every cell, the averages and the value are those of the plain statement."""
    events = data.draw(return_logs())
    with opened(event=as_told(events), link=LINKS) as ws:
        for _ in range(3):
            written, plain = data.draw(_curves())
            reply = ws.ask("retention_curve", **written)
            _check(reply, plain, events, by=written["by"])


@st.composite
def _curves(draw: st.DrawFn) -> tuple[dict[str, Any], Retention]:
    """Return a retention curve as it is asked for, and what a plain statement needs to know of it."""
    first, last, today = draw(return_days())
    every = draw(st.sampled_from(["day", "week", "week", "month", "hour"]))
    last = first if every == "hour" else last
    elapsed = every in WINDOWS and draw(st.booleans())
    start, back = (draw(st.sampled_from(sorted(SPECS))) for _ in range(2))
    sunday, unbounded, recurring, narrowed, split = (draw(st.booleans()) for _ in range(5))
    at_least, columns = draw(st.sampled_from([1, 1, 2])), draw(st.sampled_from([1, 2, 4, 6]))

    def fits(name: str) -> Any:
        return lambda event: SPECS[name][1](event) and (not narrowed or event["channel"] == "web")

    written = {
        "period": (first.isoformat(), last.isoformat()),
        "as_of": today.isoformat(),
        "every": every,
        "week_start": "sunday" if sunday else "monday",
        "start": SPECS[start][0],
        "back": SPECS[back][0],
        "rule": "unbounded" if unbounded else "bounded",
        "cohorts": "recurring" if recurring else "first_time",
        "window": "elapsed" if elapsed else "calendar",
        "min_occurrences": at_least,
        "intervals": columns,
        "where": [["is", "channel", ["web"]]] if narrowed else None,
        "by": "channel" if split else None,
    }
    plain = Retention(
        buckets=Buckets(every=every, zone=ROME, sunday=sunday),
        first=first,
        last=last,
        today=today,
        start=fits(start),
        back=fits(back),
        columns=columns,
        is_unbounded=unbounded,
        is_recurring=recurring,
        window=WINDOWS[every] if elapsed else None,
        at_least=at_least,
        group=lambda event: event["channel"] if split else None,
    )
    return written, plain


def _check(reply: Reply, plain: Retention, events: list[dict[str, Any]], by: str | None) -> None:
    """Compare a reply with the plain cells, and its averages with sums over them."""
    cells = plain.cells(events)
    cohorts = plain.buckets.of_period(plain.first, plain.last)
    if by is None and not cells:
        cells = {
            (None, place, k): (0, 0 if plain.is_over(number, k) else None)
            for place, number in enumerate(cohorts)
            for k in range(plain.columns)
        }
    starts = list(dict.fromkeys(cell["cohort"] for cell in reply.cells))
    told = {
        (cell["group"][by] if by else None, starts.index(cell["cohort"]), cell["k"]): (cell["size"], cell["people"])
        for cell in reply.cells
    }
    assert len(told) == len(reply.cells)
    assert told == cells
    for cell in reply.cells:
        assert cell["is_complete"] == (cell["people"] is not None)
        known = cell["people"] is not None and cell["size"]
        assert cell["value"] == (pytest.approx(cell["people"] / cell["size"]) if known else None)
    for point in reply.average:
        over = [cell for (_, _, k), cell in cells.items() if k == point["k"] and cell[1] is not None]
        size, people = sum(size for size, _ in over), sum(people or 0 for _, people in over)
        assert (point["n"], point["value"]) == (size, pytest.approx(people / size) if size else None)
        if size:
            assert point["interval"]["low"] - 1e-9 <= point["value"] <= point["interval"]["high"] + 1e-9
    assert reply.value == (reply.average[1]["value"] if plain.columns > 1 else None)


@FEW
@given(data=st.data())
def test_lifecycle_as_counted_plainly(data: st.DataObject) -> None:
    """Every count of every bucket is that of the plain statement, of people and of another unit."""
    events = data.draw(return_logs())
    with opened(event=as_told(events), link=LINKS) as ws:
        for _ in range(4):
            first, last, today = data.draw(return_days())
            every = data.draw(st.sampled_from(["day", "week", "month", "hour"]))
            last = first if every == "hour" else last
            name, unit = data.draw(st.sampled_from(sorted(SPECS))), data.draw(st.sampled_from(["person", "channel"]))
            days, buckets = (first, last), Buckets(every=every, zone=ROME)
            period = (first.isoformat(), last.isoformat())
            asked = {"period": period, "as_of": today.isoformat(), "every": every, "event": SPECS[name][0]}
            reply = ws.ask("lifecycle", **asked, unit=unit)
            plain = lifecycle(events, buckets, days, SPECS[name][1], unit)
            numbers = buckets.of_period(*days)
            assert len(reply.cells) == len(plain) == len(numbers)
            for cell, counts, number in zip(reply.cells, plain, numbers, strict=True):
                is_over = buckets.is_over(number, today)
                assert {kind: cell[kind] for kind in counts} == (counts if is_over else dict.fromkeys(counts))
            whole = Buckets(every="month", zone=ROME)
            if unit == "person":
                assert reply.value == len(active_buckets(events, whole, days, SPECS[name][1]))


@FEW
@given(data=st.data())
def test_active_days_as_counted_plainly(data: st.DataObject) -> None:
    """How many were active so often, so often at least, and on average are those of the plain statement."""
    events = data.draw(return_logs())
    with opened(event=as_told(events), link=LINKS) as ws:
        for _ in range(4):
            first, last, _ = data.draw(return_days())
            every = data.draw(st.sampled_from(["day", "week", "month"]))
            name, narrowed = data.draw(st.sampled_from(sorted(SPECS))), data.draw(st.booleans())
            period = (first.isoformat(), last.isoformat())
            where = [["is", "channel", ["web"]]] if narrowed else None
            reply = ws.ask("active_days_distribution", period=period, every=every, event=SPECS[name][0], where=where)
            kept = [event for event in events if not narrowed or event["channel"] == "web"]
            buckets = Buckets(every=every, zone=ROME)
            often = Counter(active_buckets(kept, buckets, (first, last), SPECS[name][1]).values())
            plain = [
                {"active": k, "people": often[k], "at_least": sum(often[more] for more in often if more >= k)}
                for k in range(1, len(buckets.of_period(first, last)) + 1)
            ]
            assert reply.cells == plain
            people, total = sum(often.values()), sum(k * n for k, n in often.items())
            assert (reply.n, reply.value) == (people, pytest.approx(total / people) if people else None)
