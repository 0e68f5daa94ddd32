from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from regard.asking.curves import journeys
from tests.naive.workspaces import opened
from tests.worked.habit.random_timelines import Record, interactions, paths, steps, timelines

FEW = settings(max_examples=settings.default.max_examples // 8)  # type: ignore[union-attr]
ANCHORS: dict[str, tuple[Any, Any]] = {
    "order": ("order", lambda kind, record: kind == "order" and record["status"] == "paid"),
    "ticket": ("ticket", lambda kind, _: kind == "ticket"),
    "delivery": ("delivery", lambda kind, record: kind == "delivery" and record["kind"] != "sent"),
    "buy": ("buy", lambda kind, record: kind == "event" and record["name"] == "buy" and record["type"] != "engagement"),
    "page /a": ({"page": "/a"}, lambda kind, record: kind == "event" and record.get("path") == "/a"),
}
_COUNTED = ("delivery", "answer", "ticket", "order", "mention", "event")


def _opened(told: list[tuple[str, dict[str, Any]]]) -> regard.Workspace:
    """Return a workspace that was told of records of several kinds."""
    return opened("UTC", **{kind: [record for name, record in told if name == kind] for kind in _COUNTED})


@FEW
@given(data=st.data(), most=st.sampled_from([2, 5, 1 << 20]))
def test_journeys_as_walked_plainly(data: st.DataObject, most: int) -> None:
    """Steps, their people and median times, the share of those who go on, and the paths are the plain statement's.

    So they are into however many parts the people fall that are read at once.
    """
    told = data.draw(timelines())
    with _opened(told) as ws, patch.object(journeys, "_MOST_EVENTS", most):
        for _ in range(3):
            name, is_before = data.draw(st.sampled_from(sorted(ANCHORS))), data.draw(st.booleans())
            depth, by_name = data.draw(st.integers(1, 4)), data.draw(st.booleans())
            first = date(2025, 3, 1) + timedelta(days=data.draw(st.sampled_from([0, 5, 20])))
            last = first + timedelta(days=data.draw(st.sampled_from([3, 12])))
            today = last + timedelta(days=data.draw(st.sampled_from([0, 10])))
            written, fits = ANCHORS[name]
            reply = ws.ask(
                "journeys",
                anchor=written,
                direction="before" if is_before else "after",
                depth=depth,
                touchpoints="name" if by_name else None,
                period=(first.isoformat(), last.isoformat()),
                as_of=today.isoformat(),
            )
            span = _midnight(first), _midnight(last + timedelta(days=1))
            until = _midnight(today + timedelta(days=1))
            walked = paths(told, fits, span, until, is_before=is_before, by_name=by_name)
            _check(reply, walked, depth, is_before=is_before)


def _midnight(day: date) -> datetime:
    """Return the moment at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _check(reply: regard.Reply, walked: dict[str, Any], depth: int, *, is_before: bool) -> None:
    """Compare a reply with the stops of each person."""
    found = {
        (cell["depth"], cell["from"], cell["to"]): (cell["people"], cell["median_seconds"]) for cell in reply.cells
    }
    assert found == steps(walked, depth, is_before=is_before)
    assert reply.n == len(walked)
    on = sum(len(stops) > 1 for stops in walked.values())
    assert reply.value == (pytest.approx(on / len(walked)) if walked else None)
    whole = Counter(tuple(stop for stop, _ in stops[: depth + 1]) for stops in walked.values())
    outwards = {
        tuple(path["path"][::-1] if is_before else path["path"]): path["people"] for path in reply.parts["paths"]
    }
    assert outwards == whole


@FEW
@given(told=timelines())
def test_interactions_as_counted_plainly(told: list[tuple[str, Record]]) -> None:
    """Interactions of each day and of the whole, per person with any, are those of the plain statement."""
    days = [date(2025, 3, 1) + timedelta(days=offset) for offset in range(31)]
    with _opened([(kind, dict(record)) for kind, record in told]) as ws:
        reply = ws.ask("interaction_frequency", variant="interactions", period="2025-03", every="day")
    for point, day in zip(reply.series, days, strict=True):
        mine = interactions(told, _midnight(day), _midnight(day + timedelta(days=1)))
        assert point["parts"] == {"interactions": mine.total(), "people": len(mine)}
    whole = interactions(told, _midnight(days[0]), _midnight(days[-1] + timedelta(days=1)))
    assert reply.value == (pytest.approx(whole.total() / len(whole)) if whole else None)
