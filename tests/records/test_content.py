"""Ids of states that came without one: what tells one thing from another, and what may change about it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from regard.records import Record, record_type
from regard.records.parse import Delivery, parse_record

DELIVERY = Delivery(datetime(2025, 6, 1, 12, tzinfo=UTC))
TIME, LATER = "2025-04-17T09:30:00Z", "2025-04-18T09:30:00Z"
CONTRACT = {"user_id": "u", "started_at": TIME, "plan": "pro"}
POST = {"time": TIME, "network": "x", "profile": "shop"}
FOLLOWERS = {"day": "2025-04-17", "network": "x", "profile": "shop"}
COST = {"day": "2025-04-17", "campaign": "spring", "amount": 5}


def derived(kind: str, given: dict[str, Any]) -> str:
    """Return the id of a record that came without one."""
    found = parse_record(record_type(kind), given, DELIVERY)
    assert isinstance(found, Record), found
    return found.id


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("profile_day", FOLLOWERS | {"followers": 10}, FOLLOWERS | {"followers": 11, "lost": 2, "source": "again"}),
        ("profile_day", FOLLOWERS, FOLLOWERS | {"day": "2025-04-17T00:00:00"}),
        ("profile_day", {"day": "2025-04-17", "network": "x"}, {"day": "2025-04-17", "network": "x", "followers": 1}),
        ("subscription", CONTRACT, CONTRACT | {"ended_at": LATER, "monthly_amount": 12, "currency": "EUR"}),
        ("post", POST | {"url": "x/1"}, POST | {"url": "x/1", "likes": 3, "text": "Mended"}),
        ("post", POST | {"text": "Hello"}, POST | {"text": "Hello", "likes": 3, "kind": "image"}),
        ("spend", COST, COST | {"day": "2025-04-17 00:00"}),
    ],
)
def test_a_newer_state_has_the_same_id(kind: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    """What may change about a thing does not change the id that it is given."""
    assert derived(kind, one) == derived(kind, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("profile_day", FOLLOWERS, FOLLOWERS | {"day": "2025-04-18"}),
        ("profile_day", FOLLOWERS, FOLLOWERS | {"network": "y"}),
        ("profile_day", FOLLOWERS, FOLLOWERS | {"profile": "other"}),
        ("profile_day", FOLLOWERS, {"day": "2025-04-17", "network": "x"}),
        ("subscription", CONTRACT, CONTRACT | {"started_at": LATER}),
        ("subscription", CONTRACT, CONTRACT | {"user_id": "v"}),
        ("subscription", CONTRACT, CONTRACT | {"plan": "free"}),
        ("post", POST | {"url": "x/1"}, POST | {"url": "x/2"}),
        ("post", POST | {"url": "x/1"}, POST | {"url": "x/1", "network": "y"}),
        ("post", POST | {"url": "x/1"}, POST | {"url": "x/1", "time": LATER}),
        ("post", POST | {"text": "Hello"}, POST | {"text": "Goodbye"}),
        ("post", POST | {"likes": 1}, POST | {"likes": 2}),
        ("spend", COST, COST | {"amount": 6}),
        ("spend", COST, COST | {"day": "2025-04-18"}),
    ],
)
def test_another_thing_has_another_id(kind: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    """What tells two things apart gives them two ids; of spend and of posts without url and text, everything does."""
    assert derived(kind, one) != derived(kind, other)
