"""A shop small enough to count on fingers: what happened in February and March 2025 in Rome."""

from typing import Any

AS_OF = "2025-06-30"
MARCH: dict[str, Any] = {"period": "2025-03", "as_of": AS_OF}


def _event(number: int, time: str, person: str, path: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a page view where a path is given, else something done on a phone."""
    who = {"anonymous_id": person} if person == "b1" else {"user_id": person}
    what = {"type": "page", "path": path} if path else {"type": "track"}
    return {"id": f"e{number}", "time": f"2025-{time}+01:00", "device": "phone", **who, **what, **more}


EVENTS = [
    _event(1, "03-03T09:00:00", "ann", "/docs", country="IT"),
    _event(2, "03-03T09:05:00", "ann", name="signup", properties={"plan": "pro", "seats": 3, "trial": True}),
    _event(3, "03-04T10:00:00", "b1", "/docs/start/edit", country="PL"),
    _event(4, "03-04T10:01:00", "b1", name="signup", properties={"plan": "free", "seats": "3", "trial": False}),
    _event(5, "03-05T23:59:59", "cyd", "/pricing"),
    _event(6, "03-06T00:00:00", "cyd", name="Signup", properties={"seats": 10.5}),
    _event(7, "03-10T08:00:00", "ann", "/docs/start", country="IT"),
    _event(8, "03-10T08:01:00", "ann", name="buy"),
    _event(9, "02-10T08:00:00", "ann", "/pricing", country="IT"),
    _event(10, "02-11T08:00:00", "b1", name="buy", country="PL"),
]

CUSTOMERS = [
    {"user_id": "ann", "plan": "pro", "country": "IT", "created_at": "2025-01-10T12:00:00+01:00"},
    {"user_id": "cyd", "plan": "free", "country": "PL", "created_at": "2025-03-31T12:00:00+02:00"},
]

ORDERS: list[dict[str, Any]] = [
    {"id": "a", "time": "2025-03-01T08:00:00Z", "total": 10, "channel": "web", "campaign": "spring_sale"},
    {"id": "b", "time": "2025-03-02T08:00:00Z", "total": 20.5, "channel": "Web", "campaign": "50% off"},
    {"id": "c", "time": "2025-03-03T08:00:00Z", "total": 30, "channel": "store", "campaign": "it's new"},
    {"id": "d", "time": "2025-03-03T23:30:00Z", "total": 20, "channel": None, "discount": 2},
    {"id": "e", "time": "2025-02-20T08:00:00Z", "total": 5, "channel": "web", "discount": 0},
]
BUYERS = {"a": "ann", "b": "ann", "c": "cyd", "d": None, "e": "b2"}
PROPERTIES: dict[str, dict[str, Any]] = {
    "a": {"gift": True, "size": 2, "due": "2025-03-05T23:30:00Z", "a.b $": "x"},
    "b": {"gift": "true", "size": 2.5, "due": "2025-03-05"},
    "c": {"gift": False, "size": "2", "due": "2025-03-06T08:00:00"},
    "d": {"gift": None, "size": True, "due": "soon"},
    "e": {},
}

ANSWERS: list[dict[str, Any]] = [
    {"time": f"2025-03-{day:02}T12:00:00Z", "kind": "nps", "score": score, "user_id": person, "touchpoint": touchpoint}
    for day, score, person, touchpoint in (
        (3, 10, "ann", "support"),
        (4, 9, "ann", "support"),
        (11, 6, "b1", "purchase"),
        (12, 8, "cyd", None),
    )
]


def orders() -> list[dict[str, Any]]:
    """Return the orders with who placed them and what else is known of them."""
    return [
        {**order, "user_id": BUYERS[order["id"]], "properties": PROPERTIES[order["id"]], "currency": "EUR"}
        for order in ORDERS
    ]
