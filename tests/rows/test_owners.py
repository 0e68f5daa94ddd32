"""Owners of the log: each event belongs to one part, with all others of its person or of its session of nobody."""

from collections import defaultdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from regard.rows.identity_tables import make_people_tables
from regard.rows.log import to_sql
from regard.rows.owners import events_of, make_owners
from regard.rows.people import named
from tests.naive.tables import table

LOG = table("""
    id time                 type   anonymous_id user_id session_id device
    1  2025-03-03T10:00:00Z page   a1           -       -          -
    2  2025-03-03T11:00:00Z page   a1           ann     -          -
    3  2025-03-03T12:00:00Z page   b1           -       -          -
    4  2025-03-03T09:00:00Z page   -            ben     -          -
    5  2025-03-03T13:00:00Z page   -            -       s1         -
    6  2025-03-03T14:00:00Z page   -            -       s1         -
    7  2025-03-03T15:00:00Z page   b1           -       -          Bot
    8  2025-03-03T16:00:00Z page   a2           ann     -          -
""")
LINK = {"time": "2025-03-04T10:00Z", "kind": "identify", "user_id": "ann", "other_id": "a1"}


def parts_of(log: list[dict[str, Any]], size: int) -> list[list[dict[str, Any]]]:
    """Return the events of each part of a log."""
    ws = regard.open()
    ws.add("event", log)
    ws.add("link", [LINK])
    ws._rows.refresh()
    make_people_tables(ws._warehouse)
    parts = make_owners(ws._warehouse, _days(ws), size)
    columns = ("id", "person", "number", "identified", "session_id")
    return [
        ws._warehouse.run(to_sql(named(events_of(part, parts)).select(*columns), "duckdb")).to_pylist()
        for part in range(parts.count)
    ]


def _days(ws: regard.Workspace) -> Any:
    """Return the local days of a workspace."""
    from regard.rows.event_rows import EventRows

    rows = EventRows(ws._warehouse, ws.settings)
    rows.know_days()
    return rows.days


def test_whole_log_has_one_part() -> None:
    """People are numbered as they were first seen, ben before ann before b1; robots are left out, nobody has none."""
    (events,) = parts_of(LOG, 100)
    told = sorted((row["id"], row["person"], row["number"], row["identified"]) for row in events)
    assert told == [
        ("1", "ann", 2, True),
        ("2", "ann", 2, True),
        ("3", "b1", 3, False),
        ("4", "ben", 1, True),
        ("5", None, None, False),
        ("6", None, None, False),
        ("8", "ann", 2, True),
    ]


def test_parts_follow_the_numbers_of_people() -> None:
    """Seven events take four parts: ann begins in the first, as ben does; b1 has the last fifth, in the last."""
    people = [sorted({row["person"] for row in part if row["person"]}) for part in parts_of(LOG, 2)]
    assert people == [["ann", "ben"], [], [], ["b1"]]


def test_events_of_nobody_are_looked_for_where_there_are_some() -> None:
    """Nobody has events 5 and 6; without them, and with one of a robot, nobody has none."""
    robot = {**LOG[4], "id": "9", "device": "bot"}
    for log, some in ((LOG, True), ([row for row in LOG if row["id"] not in ("5", "6")] + [robot], False)):
        ws = regard.open()
        ws.add("event", log)
        ws._rows.refresh()
        assert make_owners(ws._warehouse, _days(ws), 100).with_nobody == some


_EVENTS = st.lists(
    st.tuples(*(st.sampled_from([None, *names]) for names in (("a1", "a2"), ("ann", "ben"), ("s1", "s2")))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12, deadline=None)
@given(rows=_EVENTS)
def test_each_event_is_in_one_part(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    """Nothing is left out or told twice, and no person and no session of nobody is in two parts."""
    log: list[dict[str, Any]] = [
        {"id": str(place), "time": "2025-03-03T10:00:00Z", "type": "page", "path": "/"}
        | dict(zip(("anonymous_id", "user_id", "session_id"), names, strict=True))
        for place, names in enumerate(rows)
    ]
    found = defaultdict(set)
    ids = []
    for place, part in enumerate(parts_of(log, 3)):
        for row in part:
            ids.append(row["id"])
            found[row["person"], row["session_id"] or row["id"] if row["person"] is None else None].add(place)
    assert sorted(ids) == sorted(str(place) for place in range(len(rows)))
    assert all(len(places) == 1 for places in found.values())
