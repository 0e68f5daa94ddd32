"""A batch at the edge of what it touches: attention that a new visit reaches to, events that nobody can be told of."""

from typing import Any

import pytest

import regard
from regard.rows import derive
from tests.rows.kept_state import State, kept_state


def event(name: str, time: str, kind: str = "page", **fields: Any) -> dict[str, Any]:
    """Return an event of March 2025."""
    told: dict[str, dict[str, Any]] = {"page": {"path": "/"}, "engagement": {"engaged_ms": 1_000}, "track": {}}
    when = {"time": f"2025-03-{time}:00Z", "received_at": "2025-04-01T00:00:00Z"}
    return {"id": name, "type": kind, **when, **told[kind], **fields}


def states(*batches: list[dict[str, Any]]) -> tuple[State, State, list[dict[str, Any]]]:
    """Return what is kept of batches that were followed one by one, of all at once, and the visits of the former."""
    with pytest.MonkeyPatch.context() as patch, regard.open(totals_from=0) as ws:
        patch.setattr(derive, "FOLLOWED_FROM", 0)
        patch.setattr(derive, "FOLLOWED_SHARE", 1e9)
        for batch in batches:
            ws.add("event", batch)
            ws._rows.refresh()
        followed = kept_state(ws)
        visits = ws._warehouse.run("select * from visits order by start").to_pylist()
    with regard.open(totals_from=0) as anew:
        anew.add("event", [one for batch in batches for one in batch])
        return followed, kept_state(anew), visits


def test_a_new_visit_takes_in_attention_of_the_next_day() -> None:
    """Attention at 23:45 and 0:10 belongs to no visit, until a page at 23:20 opens one that both keep alive."""
    waiting = [event(str(time), time, "engagement", anonymous_id="a1") for time in ("03T23:45", "04T00:10", "05T23:45")]
    followed, rebuilt, visits = states(waiting, [event("page", "03T23:20", anonymous_id="a1")])
    assert followed == rebuilt
    assert [visit["engaged_seconds"] for visit in visits] == [2.0]


def test_attention_that_a_visit_took_in_waits_no_more() -> None:
    """What waited is found once: a second page in the same visit changes nothing of what is left."""
    waiting = [event(str(time), time, "engagement", anonymous_id="a1") for time in ("03T23:45", "04T12:00")]
    first, second = (event(name, time, anonymous_id="a1") for name, time in (("one", "03T23:30"), ("two", "03T23:40")))
    followed, rebuilt, _ = states(waiting, [first], [second])
    assert followed == rebuilt
    assert len(followed["unopened"]) == 1


def test_events_of_nobody_at_one_instant_have_no_order() -> None:
    """Two events of nobody outside of sessions are kept alike, whether they come together or one after the other."""
    followed, rebuilt, _ = states([event("a", "03T12:00", "track")], [event("b", "03T12:00", "track")])
    assert followed == rebuilt
    assert all("place=0" in row for row in followed["touches"])
