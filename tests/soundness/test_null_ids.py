"""Events of nobody count as events, never as a person, and never run together into somebody."""

import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  session_id  type        path  name
    2025-03-03T10:00Z  -             -           page        /     -
    2025-03-03T10:01Z  -             -           page        /a    -
    2025-03-03T10:02Z  -             s1          page        /     -
    2025-03-03T10:03Z  -             s1          page        /a    -
    2025-03-03T10:04Z  -             s2          page        /     -
    2025-03-03T10:05Z  -             -           track       -     buy
    2025-03-03T10:06Z  ann           -           page        /     -
""")
"""Of nobody: two pages outside any visit, a visit of two pages, a visit of one, a server's event. And ann."""

BLANK = {"time": "2025-03-04T10:00Z", "type": "page", "path": "/", "user_id": "", "anonymous_id": " ", "session_id": ""}


def test_nobody_is_not_a_person() -> None:
    """6 page views, 7 events, 3 visits of which 2 are of nobody, and 1 person; nobody reaches a goal as a visitor."""
    ws = regard.open()
    ws.declare("goal", "bought", event="buy")
    ws.add("event", LOG)
    names = ["page_views", "events", "visits", "bounce_rate", "unique_visitors", "active_people", "conversions"]
    replies = ws.ask([*names, "converting_visitors", "new_visitor_share"], period="2025-03-03")
    assert [reply.value for reply in replies.values()] == [6, 7, 3, 2 / 3, 1, 1, 1, 0, 1.0]
    users = ws.ask("page_views", period="2025-03-03", by="user_id").breakdown
    assert [(row["group"]["user_id"], row["value"]) for row in users] == [(None, 6)]


def test_blank_ids_are_no_ids() -> None:
    """Blank text is as good as not set: nobody, in no visit."""
    ws = regard.open()
    ws.add("event", [BLANK])
    replies = ws.ask(["page_views", "visits", "unique_visitors"], period="2025-03-04")
    assert [reply.value for reply in replies.values()] == [1, 0, 0]


def test_intervals_take_each_visit_of_nobody_for_itself() -> None:
    """Ten visits of nobody, one like the other but for their session, are ten clusters and not one."""
    ws = regard.open()
    seen = {"time": "2025-03-03T10:00Z", "type": "page", "path": "/"}
    ws.add("event", [{**seen, "session_id": f"s{number}"} for number in range(10)])
    ws.add("event", [{**seen, "time": "2025-03-03T10:01Z", "session_id": f"s{number}"} for number in range(5)])
    reply = ws.ask("bounce_rate", period="2025-03")
    assert (reply.value, reply.n) == (0.5, 10)
    assert reply.interval is not None
    assert 0.2 < reply.interval["low"] < 0.5 < reply.interval["high"] < 0.8
