"""Events of one person at the same instant are ordered by receipt, then by id, however they arrive."""

from typing import Any

import regard

MOMENT = "2025-03-03T10:00:00Z"
EVENTS: list[dict[str, Any]] = [
    {"id": "c", "time": MOMENT, "received_at": "2025-03-03T10:00:05Z", "path": "/first", "country": "IT"},
    {"id": "a", "time": MOMENT, "received_at": "2025-03-03T10:00:06Z", "path": "/second", "country": "PL"},
    {"id": "b", "time": MOMENT, "received_at": "2025-03-03T10:00:06Z", "path": "/third", "country": None},
]


def test_receipt_then_id_decides() -> None:
    """The visit enters on the page received first, is from its country, and leaves by the one with the later id."""
    for order in (EVENTS, EVENTS[::-1], [*EVENTS[1:], EVENTS[0]]):
        with regard.open() as ws:
            for event in order:
                ws.add("event", [{**event, "type": "page", "user_id": "ann"}])
            (visit,) = ws.rows("visits")
            assert (visit["entry_page"], visit["exit_page"], visit["country"]) == ("/first", "/third", "IT")
            assert visit["duration"] == 0
            pages = {row["page"]: (row["stay_seconds"], row["is_exit"]) for row in ws.rows("page_visits")}
            assert pages == {"/first": (0.0, False), "/second": (0.0, False), "/third": (None, True)}


def test_one_instant_is_one_visit() -> None:
    """Attention in the instant in which a visit opens belongs to it, whichever of the two has the lower id."""
    with regard.open() as ws:
        told = {"time": MOMENT, "path": "/", "user_id": "ann", "received_at": MOMENT}
        ws.add(
            "event",
            [{**told, "id": "1", "type": "engagement", "engaged_ms": 4000}, {**told, "id": "2", "type": "page"}],
        )
        (visit,) = ws.rows("visits")
        assert visit["engaged_seconds"] == 4.0


def test_the_first_claim_of_one_instant_stands() -> None:
    """Two users who claim an anonymous id at once are ordered in the same way."""
    claims = [
        {"id": "2", "kind": "identify", "user_id": "ann", "other_id": "a1", "time": MOMENT, "received_at": MOMENT},
        {"id": "1", "kind": "identify", "user_id": "bob", "other_id": "a1", "time": MOMENT, "received_at": MOMENT},
    ]
    with regard.open() as ws:
        ws.add("event", [{"time": MOMENT, "type": "page", "path": "/", "anonymous_id": "a1"}])
        ws.add("link", claims)
        assert [visit["person"] for visit in ws.rows("visits")] == ["bob"]
