"""The table of visits, row by row."""

from datetime import UTC, date, datetime

import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time                 anonymous_id user_id session_id type       path country channel engaged_ms interactive
    2025-03-03T10:00:00Z a1           -       s1         engagement /    PL      -       1500       -
    2025-03-03T10:00:10Z a1           -       s1         page       /    IT      email   -          -
    2025-03-03T10:00:40Z -            ann     s1         track      /    PL      -       -          -
    2025-03-03T10:01:40Z -            ann     s1         page       /a   PL      -       -          -
    2025-03-03T10:05:00Z -            ann     s1         engagement /a   -       -       8500       -
    2025-03-03T12:00:00Z b1           -       -          screen     -    -       -       -          -
    2025-03-03T12:00:30Z b1           -       -          track      -    -       -       -          -
    2025-03-03T12:01:00Z b1           -       -          track      /x   FR      -       -          false
""")
LINK = {"time": "2025-03-04T10:00Z", "kind": "identify", "user_id": "ann", "other_id": "a1"}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    ws.add("link", [LINK])
    return ws


def test_a_visit_row(ws: regard.Workspace) -> None:
    """Times are those of opening events, attention is summed over all, and where it came from is the first one's."""
    visit, _ = ws.rows("visits")
    assert visit == {
        "visit_id": "3:ann|s1",
        "person": "ann",
        "session_id": "s1",
        "identified": True,
        "start": datetime(2025, 3, 3, 10, 0, 10, tzinfo=UTC),
        "end": datetime(2025, 3, 3, 10, 1, 40, tzinfo=UTC),
        "day": date(2025, 3, 3),
        **dict.fromkeys(("reaches_back", "reaches_on"), 0),
        "duration": 90.0,
        "engaged_seconds": 10.0,
        "page_views": 2,
        "events": 3,
        "interactions": 1,
        "entry_page": "/",
        "exit_page": "/a",
        "is_bounce": False,
        "is_engaged": True,
        "is_overlong": False,
        "country": "IT",
        "channel": "email",
        **dict.fromkeys(
            ("referrer", "utm_source", "utm_medium", "utm_campaign", "language", "device", "browser", "os")
        ),
    }


def test_a_visit_without_pages(ws: regard.Workspace) -> None:
    """It has no entry and no exit page and is no bounce; what no device showed is not in it."""
    _, visit = ws.rows("visits")
    assert (visit["person"], visit["session_id"], visit["identified"]) == ("b1", None, False)
    assert (visit["events"], visit["interactions"], visit["page_views"], visit["duration"]) == (2, 0, 0, 60.0)
    assert (visit["entry_page"], visit["exit_page"], visit["is_bounce"], visit["country"]) == (None, None, False, None)
    assert visit["engaged_seconds"] is None


def test_rows_of_a_period(ws: regard.Workspace) -> None:
    """A visit is listed when it has an event in the period that passes the filters; limit takes the earliest."""
    assert len(ws.rows("visits", period="2025-03-03")) == 2
    assert ws.rows("visits", period="2025-03-04") == []
    assert [row["person"] for row in ws.rows("visits", limit=1)] == ["ann"]
    assert [row["person"] for row in ws.rows("visits", where=[["is", "country", ["IT"]]])] == ["ann"]
    assert [row["person"] for row in ws.rows("visits", where=[["is", "page", ["/x"]]])] == ["b1"]
    assert len(ws.rows("visits", period="2025-03-03", where=[["is", "new", [True]]])) == 2


@pytest.mark.parametrize("time", ["2025-03-03T10:00:00Z", "1970-01-01T00:00:00Z"])
def test_events_of_one_instant(time: str) -> None:
    """The first and the last of them are told by when they were received, a page or none."""
    ws = regard.open()
    views = [("/b", 2, "email"), (None, 1, "ads"), ("/c", 3, None)]
    event = {"time": time, "type": "page", "anonymous_id": "a1", "session_id": "s1"}
    for path, second, channel in views:
        received = f"2025-03-04T10:00:0{second}Z"
        ws.add("event", [{**event, "id": str(second), "path": path, "channel": channel, "received_at": received}])
    (visit,) = ws.rows("visits")
    assert (visit["entry_page"], visit["exit_page"], visit["channel"]) == (None, "/c", "ads")
