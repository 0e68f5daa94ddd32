"""A pause of exactly the timeout joins; a microsecond more parts. Only what a device shows opens or keeps a visit."""

from collections import Counter
from collections.abc import Mapping

import regard

JOINS, PARTS = "2025-03-03T10:30:00.000000Z", "2025-03-03T10:30:00.000001Z"
FIRST = {"time": "2025-03-03T10:00:00Z", "type": "page", "path": "/", "user_id": "ann"}


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
    events = []
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
    """With attention between them two pages 59 minutes apart are one visit; attention after a pause is in no visit."""
    middle = {"type": "engagement", "path": "/", "engaged_ms": 1000, "user_id": "ann"}
    page = {**FIRST, "time": "2025-03-03T10:59:00Z"}
    (visit,) = _visits(FIRST, {**middle, "time": "2025-03-03T10:29:30Z"}, page)
    assert (visit["duration"], visit["engaged_seconds"], visit["events"]) == (3540.0, 1.0, 2)
    (visit,) = _visits(FIRST, {**middle, "time": PARTS})
    assert (visit["engaged_seconds"], visit["is_bounce"]) == (None, True)
    assert _visits({**middle, "time": PARTS}, {**middle, "time": PARTS, "session_id": "s"}) == []


def test_attention_before_a_visit_is_not_of_it() -> None:
    """Attention a minute before the first page has no visit to be of, though no pause parts the two."""
    early = {"type": "engagement", "path": "/", "engaged_ms": 1000, "user_id": "ann", "time": "2025-03-03T09:59:00Z"}
    (visit,) = _visits(early, FIRST)
    assert visit["engaged_seconds"] is None


def test_what_servers_send_opens_and_extends_no_visit() -> None:
    """A payment between two pages an hour apart does not join them, and alone it is no visit."""
    paid = {"type": "track", "name": "invoice paid", "user_id": "ann", "time": "2025-03-03T10:20:00Z"}
    page = {**FIRST, "time": "2025-03-03T10:45:00Z"}
    assert len(_visits(FIRST, paid, page)) == 2
    assert _visits(paid) == []


def test_a_visit_of_more_than_a_day_is_marked_and_kept() -> None:
    """24 hours are not too long; a second more is, and the visit counts all the same."""
    day = {**FIRST, "session_id": "s"}
    (visit,) = _visits(day, {**day, "time": "2025-03-04T10:00:00Z"})
    assert visit["is_overlong"] is False
    (visit,) = _visits(day, {**day, "time": "2025-03-04T10:00:01Z"})
    assert (visit["is_overlong"], visit["duration"]) == (True, 86_401.0)
