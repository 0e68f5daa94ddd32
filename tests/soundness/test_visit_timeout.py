"""A pause of exactly the timeout joins; a microsecond more parts. Only what a device shows opens or keeps a visit."""

from collections import Counter
from collections.abc import Mapping

import regard

JOINS, PARTS = "2025-03-03T10:30:00.000000Z", "2025-03-03T10:30:00.000001Z"
FIRST: Mapping[str, object] = {"time": "2025-03-03T10:00:00Z", "type": "page", "path": "/", "user_id": "ann"}


def _visits(*events: Mapping[str, object], timeout: str | None = None) -> list[dict[str, object]]:
    with regard.open(visit_timeout=timeout) as ws:
        ws.add("event", events)
        rows: list[dict[str, object]] = ws.rows("visits")
        return rows


SEEN = {
    "page": {"type": "page", "path": "/"},
    "screen": {"type": "screen"},
    "track": {"type": "track", "device": "phone"},
}


def test_the_timeout() -> None:
    """1800 s join and 1800.000001 s do not, whatever comes after the pause."""
    events: list[Mapping[str, object]] = []
    for kind, seen in SEEN.items():
        for name, time in (("joins", JOINS), ("parts", PARTS)):
            who = {"user_id": f"{name} {kind}"}
            events += [{**FIRST, **who}, {**seen, **who, "time": time}]
    visits = Counter(visit["person"] for visit in _visits(*events))
    assert visits == {f"joins {kind}": 1 for kind in SEEN} | {f"parts {kind}": 2 for kind in SEEN}


def test_the_timeout_is_a_setting() -> None:
    """Where it is 10 minutes, 600 s join and 601 s do not."""
    ten, more = ({**FIRST, "time": f"2025-03-03T10:{time}Z"} for time in ("10:00", "20:01"))
    assert len(_visits(FIRST, ten, more, timeout="10m")) == 2
    assert len(_visits(FIRST, ten, more)) == 1


def test_attention_keeps_a_visit_alive_and_opens_none() -> None:
    """Attention joins two pages 59 minutes apart; after a pause, before the first page and alone it is in no visit."""
    attention = {"type": "engagement", "path": "/", "engaged_ms": 1000}
    log: dict[str, list[tuple[str, Mapping[str, object]]]] = {
        "between": [("10:29:30", attention), ("10:59:00", FIRST)],
        "after a pause": [("10:30:00.000001", attention)],
        "before": [("09:59:00", attention)],
    }
    events: list[dict[str, object]] = [{**FIRST, "user_id": who} for who in log]
    events += [{**seen, "user_id": who, "time": _at(time)} for who, rest in log.items() for time, seen in rest]
    alone = {**attention, "user_id": "alone", "time": JOINS}
    found = {visit["person"]: visit for visit in _visits(*events, alone, {**alone, "session_id": "s"})}
    measured = {who: (visit["duration"], visit["engaged_seconds"], visit["events"]) for who, visit in found.items()}
    nothing = (0.0, None, 1)
    assert measured == {"between": (3540.0, 1.0, 2), "after a pause": nothing, "before": nothing}


def test_what_servers_send_opens_and_extends_no_visit() -> None:
    """A payment between two pages 45 minutes apart does not join them, and alone it is no visit."""
    paid = {"type": "track", "name": "invoice paid", "time": _at("10:20:00")}
    page = {**FIRST, "time": _at("10:45:00")}
    visits = _visits(FIRST, {**paid, "user_id": "ann"}, page, {**paid, "user_id": "bob"})
    assert [visit["person"] for visit in visits] == ["ann", "ann"]


def test_a_visit_of_more_than_a_day_is_marked_and_kept() -> None:
    """24 hours are not too long; a second more is, and the visit counts all the same."""
    day, more = {**FIRST, "session_id": "day"}, {**FIRST, "session_id": "more"}
    next_day = {**day, "time": "2025-03-04T10:00:00Z"}, {**more, "time": "2025-03-04T10:00:01Z"}
    found = {visit["session_id"]: (visit["is_overlong"], visit["duration"]) for visit in _visits(day, more, *next_day)}
    assert found == {"day": (False, 86_400.0), "more": (True, 86_401.0)}


def _at(time: str) -> str:
    return f"2025-03-03T{time}Z"
