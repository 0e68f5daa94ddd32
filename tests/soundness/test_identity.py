"""Who is who is settled when it is asked, from all links: late ones count back in time, and the merged can part."""

from collections.abc import Iterable

import regard
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  user_id  type  path  session_id
    2025-03-03T10:00Z  a1            -        page  /     s
    2025-03-03T10:10Z  -             ann      page  /     s
    2025-03-04T10:00Z  a2            -        page  /     -
    2025-03-04T10:10Z  -             bob      page  /     -
    2025-03-05T10:00Z  -             old      page  /     -
    2025-03-06T10:00Z  nick          -        page  /     -
""")
"""Six ids, and as long as nothing is known six people and six visits."""

STORY = (
    ("identify", "ann", "a1", 5, 5),  # one person and one session id: one visit
    ("identify", "bob", "a2", 4, 4),  # 10 minutes apart: one visit
    ("identify", "ann", "a2", 4, 4),  # bob has claimed it first
    ("alias", "ann", "old", 3, 4),
    ("alias", "ann", "nick", 2, 4),
    ("merge", "ann", "bob", 1, 4),
    ("unmerge", "bob", "ann", 2, 4),
    ("unmerge", "ann", "a1", 3, 5),  # a1 was somebody else after all
    ("merge", "bob", "ann", 2, 5),
)
"""A link for each day of April, and how many people and visits there are when it is known."""

LINKS = [
    {"id": f"l{day}", "time": f"2025-04-0{day}T10:00Z", "kind": kind, "user_id": user, "other_id": other}
    for day, (kind, user, other, *_) in enumerate(STORY, start=1)
]


def _counts(ws: regard.Workspace) -> tuple[float | None, float | None]:
    replies = ws.ask(["unique_visitors", "visits"], period="2025-03")
    return replies["unique_visitors"].value, replies["visits"].value


def _opened(links: Iterable[dict[str, str]]) -> regard.Workspace:
    ws = regard.open()
    ws.add("event", LOG)
    for link in links:
        ws.add("link", [link])
    return ws


def test_links_count_back_in_time() -> None:
    """Links told after a question change the answer about the time before them, and an unmerge changes it back."""
    ws = _opened([])
    assert _counts(ws) == (6, 6)
    for first, last in ((0, 1), (1, 3), (3, 5), (5, 6), (6, 7), (7, 9)):
        ws.add("link", LINKS[first:last])
        assert _counts(ws) == STORY[last - 1][3:], LINKS[last - 1]


def test_links_may_come_in_any_order() -> None:
    """Told from the last to the first, or twice, the links make the same people: their own times decide."""
    for told in (LINKS[::-1], [*LINKS[4:], *LINKS[:7]]):
        ws = _opened(told)
        assert _counts(ws) == (2, 5)
        assert {visit["person"] for visit in ws.rows("visits")} == {"bob", "a1"}


def test_identified_people_are_told_apart() -> None:
    """Whoever is linked is identified, with the events from before too."""
    ws = _opened(LINKS[:2])
    reply = ws.ask("unique_visitors", period="2025-03", by="identified")
    assert reply.parts == {"identified": 3}
    assert {row["group"]["identified"]: row["value"] for row in reply.breakdown} == {True: 3, False: 1}


def test_the_first_day_of_a_person_is_that_of_the_earliest_id() -> None:
    """Bob is new on the 4th, until he turns out to be ann, who was there on the 3rd."""
    ws = _opened(LINKS[:2])
    assert ws.ask("new_visitor_share", period="2025-03-04").value == 1.0
    ws.add("link", LINKS[5:6])
    assert ws.ask("new_visitor_share", period="2025-03-04").value == 0.0


def test_customers_are_those_of_the_resolved_person() -> None:
    """What a customer record says of ann holds for her visits as a1."""
    ws = _opened(LINKS[:1])
    ws.add("customer", [{"user_id": "ann", "plan": "pro"}])
    plans = ws.ask("visits", period="2025-03", by="plan").breakdown
    assert {row["group"]["plan"]: row["value"] for row in plans} == {"pro": 1, None: 4}
