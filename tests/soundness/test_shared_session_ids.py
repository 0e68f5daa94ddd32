"""A session id belongs to the person who has it: two people who share one make two visits."""

import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  user_id  session_id  type  path
    2025-03-03T10:00Z  a1            -        s1          page  /
    2025-03-03T10:01Z  b1            -        s1          page  /
    2025-03-03T10:02Z  a1            -        s1          page  /a
    2025-03-03T10:03Z  -             -        s1          page  /
    2025-03-03T10:04Z  -             -        s1          page  /a
    2025-03-03T18:00Z  -             ann      s1          page  /b
""")
"""a1, b1, nobody and ann share `s1`; the 8 hours before ann's page end no visit, for a session id knows no pause."""


def test_people_who_share_a_session_id() -> None:
    """4 visits of 3 people; when a1 turns out to be ann, hers are one."""
    ws = regard.open()
    ws.add("event", LOG)
    replies = ws.ask(["visits", "unique_visitors"], period="2025-03")
    assert (replies["visits"].value, replies["unique_visitors"].value) == (4, 3)
    ws.add("link", [{"time": "2025-03-04T10:00Z", "kind": "identify", "user_id": "ann", "other_id": "a1"}])
    replies = ws.ask(["visits", "unique_visitors", "visit_duration"], period="2025-03")
    assert (replies["visits"].value, replies["unique_visitors"].value) == (3, 2)
    assert replies["visit_duration"].parts == {"total": 8 * 3600 + 60, "n": 3}


PAIRS = [
    ("a", "b|c"),
    ("a|b", "c"),
    ("a|", "b"),
    ("a", "|b"),
    ("1:a", "b"),
    ("a", "b"),
    ("1", "a|b"),
    ("2:a|", "s"),
    ("a", "2:a||s"),
    ("-", "s"),
    (None, "s"),
    ("\N{LATIN SMALL LETTER E WITH ACUTE}", "s"),
    ("e\N{COMBINING ACUTE ACCENT}", "s"),
    ("e", "s"),
    ("E", "s"),
]
"""People and session ids that run into each other where they are written side by side without care."""


def test_ids_may_hold_any_character() -> None:
    """No choice of ids makes two visits one."""
    with regard.open() as ws:
        seen = {"time": "2025-03-03T10:00Z", "type": "page", "path": "/"}
        ws.add("event", [{**seen, "user_id": person, "session_id": session} for person, session in PAIRS])
        visits = ws.rows("visits")
    assert len({visit["visit_id"] for visit in visits}) == len(PAIRS)
    assert {(visit["person"], visit["session_id"]) for visit in visits} == set(PAIRS)
