"""The same record delivered twice changes nothing, and of copies that differ the one received first stands."""

import regard

SEEN = {"time": "2025-03-03T10:00:00Z", "type": "page", "user_id": "ann"}
COPIES = [
    {**SEEN, "id": "1", "path": "/first", "received_at": "2025-03-03T10:00:01Z"},
    {**SEEN, "id": "1", "path": "/later", "received_at": "2025-03-03T10:00:02Z"},
    {**SEEN, "id": "1", "path": "/last", "received_at": "2025-03-03T10:00:03Z", "user_id": "bob"},
]
NAMES = ["page_views", "visits", "unique_visitors", "daily_active"]


def test_the_copy_received_first_stands() -> None:
    """In whatever order the copies come, the last two together, there is one view, of the first page."""
    for order in (COPIES, COPIES[::-1], [*COPIES[1:], COPIES[0]]):
        with regard.open() as ws:
            ws.add("event", order[:1])
            ws.add("event", order[1:])
            found = [(row["page"], row["person"], row["views"]) for row in ws.rows("page_visits")]
            assert found == [("/first", "ann", 1)]


def test_delivering_everything_again_changes_nothing() -> None:
    """The second time all are duplicates, also those whose id follows from their content."""
    events = [COPIES[0], {**SEEN, "path": "/a"}, {**SEEN, "path": "/a", "time": "2025-03-03T10:01:00Z"}]
    ws = regard.open()
    assert ws.add("event", events).added == 3
    before = {name: reply.value for name, reply in ws.ask(NAMES, period="2025-03-03").items()}
    again = ws.add("event", [*events, *events])
    assert (again.added, again.duplicates) == (0, 6)
    after = {name: reply.value for name, reply in ws.ask(NAMES, period="2025-03-03").items()}
    assert before == after == {"page_views": 3, "visits": 1, "unique_visitors": 1, "daily_active": 1}


def test_a_link_told_twice_is_one_link() -> None:
    """A replayed identify does not come back to life after its unmerge."""
    links = [
        {"id": "1", "kind": "identify", "user_id": "ann", "other_id": "a1", "time": "2025-03-04T10:00:00Z"},
        {"id": "2", "kind": "unmerge", "user_id": "ann", "other_id": "a1", "time": "2025-03-05T10:00:00Z"},
    ]
    ws = regard.open()
    ws.add("event", [{**SEEN, "path": "/"}, {"time": SEEN["time"], "type": "page", "path": "/", "anonymous_id": "a1"}])
    ws.add("link", [*links, links[0]])
    ws.add("link", links[:1])
    assert ws.ask("unique_visitors", period="2025-03").value == 2
