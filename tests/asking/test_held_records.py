"""What a workspace holds of the records that are dated by a day or a start, and how they are listed."""

from typing import Any

import pytest

import regard

ROWS: dict[str, list[dict[str, Any]]] = {
    "subscription": [
        {"id": "1", "user_id": "ann", "started_at": "2025-02-28T23:30:00Z"},
        {"id": "2", "user_id": "bob", "started_at": "2025-03-31T21:59:59Z", "ended_at": "2031-01-01T00:00:00Z"},
        {"id": "3", "user_id": "cid", "started_at": "2025-03-31T22:00:00Z"},
    ],
    "profile_day": [
        {"id": "0", "day": "2025-02-28", "network": "x", "followers": 9},
        {"id": "1", "day": "2025-03-01", "network": "x", "followers": 10},
        {"id": "2", "day": "2025-03-31", "network": "x", "followers": 12},
    ],
    "spend": [
        {"id": "1", "day": "2025-03-01", "campaign": "spring", "amount": 5},
        {"id": "2", "day": "2025-03-31", "campaign": "autumn", "amount": -2},
        {"id": "3", "day": "2025-04-01", "campaign": "spring", "amount": 5},
    ],
    "delivery": [
        {"id": "1", "time": "2025-02-28T23:30:00Z", "kind": "sent"},
        {"id": "2", "time": "2025-03-31T21:59:59Z", "clicks": 3},
        {"id": "3", "time": "2025-03-31T22:00:00Z", "clicks": 3},
    ],
    "post": [
        {"id": "1", "time": "2025-02-28T23:30:00Z", "network": "x"},
        {"id": "2", "time": "2025-03-31T21:59:59Z", "network": "x"},
        {"id": "3", "time": "2025-03-31T22:00:00Z", "network": "x"},
    ],
    "mention": [
        {"id": "1", "time": "2025-02-28T23:30:00Z", "user_id": "ann", "rating": 5},
        {"id": "2", "time": "2025-03-31T21:59:59Z"},
        {"id": "3", "time": "2025-03-31T22:00:00Z"},
    ],
}
"""Of each kind two records of March in Rome, and one of another month."""


@pytest.fixture(scope="module")
def ws() -> Any:
    """Return a workspace in Rome with all of them, and a customer of whom nobody knows since when."""
    with regard.open(zone="Europe/Rome") as opened:
        for kind, rows in ROWS.items():
            assert opened.add(kind, rows).problems == []
        opened.add("customer", [{"user_id": "ann", "plan": "pro"}])
        yield opened


@pytest.mark.parametrize("kind", ROWS)
def test_rows_of_a_period(ws: Any, kind: str) -> None:
    """A period lists what began, happened or counts on its local days; without one everything is listed."""
    expected = {row["id"] for row in ROWS[kind]} - {"0" if kind == "profile_day" else "3"}
    assert {row["id"] for row in ws.rows(kind, period="2025-03")} == expected
    assert len(ws.rows(kind)) == 3


@pytest.mark.parametrize(
    ("kind", "filters", "ids"),
    [
        ("spend", [["is", "campaign", ["spring"]]], ["1"]),
        ("spend", [["lt", "amount", [0]]], ["2"]),
        ("spend", [["gte", "day", ["2025-03-31"]]], ["2"]),
        ("profile_day", [["is", "day", ["2025-03-01"]]], ["1"]),
        ("subscription", [["is", "user_id", ["bob"]]], ["2"]),
        ("mention", [["is", "plan", ["pro"]]], ["1"]),
        ("delivery", [["is", "kind", [None]]], ["2"]),
    ],
)
def test_rows_that_pass_filters(ws: Any, kind: str, filters: list[Any], ids: list[str]) -> None:
    """Records are filtered by their own fields and by those of their customer."""
    assert [row["id"] for row in ws.rows(kind, period="2025-03", where=filters)] == ids


def test_check_tells_when_records_begin_and_end(ws: Any) -> None:
    """The first and last moment, day or start of each kind are told; nothing where no record has any."""
    found = {each["record"]: (each["count"], each["first"], each["last"]) for each in ws.check()["records"]}
    moments = (3, "2025-02-28T23:30:00Z", "2025-03-31T22:00:00Z")
    assert found == {
        **dict.fromkeys(("subscription", "delivery", "post", "mention"), moments),
        "profile_day": (3, "2025-02-28", "2025-03-31"),
        "spend": (3, "2025-03-01", "2025-04-01"),
        "customer": (1, None, None),
    }
