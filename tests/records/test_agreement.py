"""What the arbiter asks of the records that came last: contracts, deliveries, posts, profile days, mentions, spend."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from regard.records import Record, record_type
from regard.records.parse import Delivery, Unreadable, parse_record

DELIVERY = Delivery(datetime(2025, 6, 1, 12, tzinfo=UTC))
TIME = "2025-04-17T09:30:00Z"
CONTRACT = {"user_id": "u", "started_at": TIME}
MESSAGE = {"time": TIME, "channel": "email"}
FOLLOWERS = {"day": "2025-04-17", "network": "x"}
COST = {"day": "2025-04-17", "amount": 5}


def parse(kind: str, given: dict[str, Any]) -> Record | Unreadable:
    """Return the record, or why it is none."""
    return parse_record(record_type(kind), given, DELIVERY)


@pytest.mark.parametrize(
    ("kind", "given", "field", "reason"),
    [
        (
            "subscription",
            CONTRACT | {"ended_at": "2025-04-17T09:29:59Z"},
            "ended_at",
            "The ended_at 2025-04-17T09:29:59+00:00 is before the started_at 2025-04-17T09:30:00+00:00.",
        ),
        ("subscription", CONTRACT | {"monthly_amount": -1}, "monthly_amount", "The monthly_amount -1 is negative."),
        ("subscription", {"user_id": "u"}, "started_at", "There is no started_at, and no subscription can be without"),
        (
            "delivery",
            MESSAGE,
            "kind",
            "There is neither a kind nor a count of a day (impressions, clicks, unique_opens, unique_clicks, cost).",
        ),
        (
            "delivery",
            MESSAGE | {"kind": "clicked", "clicks": 0},
            "kind",
            'The kind "clicked" says what became of one message, and clicks is a count of a day: a delivery is one',
        ),
        ("delivery", MESSAGE | {"kind": "sent", "cost": 0.05}, "kind", "and cost is a count of a day"),
        ("delivery", MESSAGE | {"clicks": -2}, "clicks", "The clicks -2 is negative."),
        ("delivery", MESSAGE | {"kind": "open"}, "kind", 'The kind "open" is not known. Did you mean "opened"?'),
        ("post", {"time": TIME}, "network", "There is no network, and no post can be without one."),
        ("post", {"time": TIME, "network": "x", "likes": 1.5}, "likes", "The likes 1.5 is not a whole number."),
        ("post", {"time": TIME, "network": "x", "saves": -1}, "saves", "The saves -1 is negative."),
        (
            "profile_day",
            FOLLOWERS | {"lost": -3},
            "lost",
            "The lost -3 is negative. Say how many left, without a sign.",
        ),
        ("profile_day", FOLLOWERS | {"gained": -3}, "gained", "Followers who left are counted in lost."),
        (
            "profile_day",
            FOLLOWERS | {"day": TIME},
            "day",
            f'The day "{TIME}" has a time of the day, and a day has none',
        ),
        (
            "profile_day",
            FOLLOWERS | {"day": "17/04/2025"},
            "day",
            'The day "17/04/2025" is not a day that can be read.',
        ),
        (
            "profile_day",
            FOLLOWERS | {"day": "2025-06-03"},
            "day",
            "The day 2025-06-03 is in the future: more than 24 hours after it was delivered.",
        ),
        ("mention", {"time": TIME, "rating": 5.5}, "rating", "The rating 5.5 is off its range 0 to 5."),
        ("mention", {"time": TIME, "rating": -1}, "rating", "The rating -1 is off its range 0 to 5."),
        ("mention", {"time": TIME, "replied_at": "2025-06-03T00:00:00Z"}, "replied_at", "is in the future"),
        ("spend", COST | {"amount": None}, "amount", "There is no amount, and no spend can be without one."),
        ("spend", COST | {"day": "2025-02-30"}, "day", 'The day "2025-02-30" is not a date of the calendar.'),
        ("spend", COST | {"day": "1969-12-31"}, "day", 'The day "1969-12-31" is before 1970.'),
        ("spend", COST | {"day": date(2025, 6, 3)}, "day", "The day 2025-06-03 is in the future"),
    ],
)
def test_refuses_with_a_sentence(kind: str, given: dict[str, Any], field: str, reason: str) -> None:
    """What cannot be is refused with the field and a sentence that says what is wrong."""
    found = parse(kind, given)
    assert isinstance(found, Unreadable), found
    assert reason in found.reason
    assert found.field == field


@pytest.mark.parametrize(
    ("kind", "given", "field", "value"),
    [
        ("subscription", CONTRACT | {"ended_at": TIME}, "ended_at", datetime(2025, 4, 17, 9, 30, tzinfo=UTC)),
        ("subscription", CONTRACT | {"ended_at": "2030-01-01T00:00:00Z"}, "ended_at", datetime(2030, 1, 1, tzinfo=UTC)),
        (
            "subscription",
            CONTRACT | {"started_at": "2026-01-01T00:00:00Z"},
            "started_at",
            datetime(2026, 1, 1, tzinfo=UTC),
        ),
        ("delivery", MESSAGE | {"kind": "opened"}, "kind", "opened"),
        ("delivery", MESSAGE | {"clicks": "0"}, "clicks", 0),
        ("delivery", MESSAGE | {"cost": 1.5, "currency": "EUR"}, "cost", 1.5),
        ("post", {"time": TIME, "network": "x", "likes": "12"}, "likes", 12),
        ("profile_day", FOLLOWERS, "day", date(2025, 4, 17)),
        ("profile_day", FOLLOWERS | {"day": "2025-06-02"}, "day", date(2025, 6, 2)),
        ("mention", {"time": TIME, "rating": 0}, "rating", 0.0),
        ("mention", {"time": TIME, "rating": "4.5"}, "rating", 4.5),
        (
            "mention",
            {"time": TIME, "replied_at": "2025-04-17T09:29:00Z"},
            "replied_at",
            datetime(2025, 4, 17, 9, 29, tzinfo=UTC),
        ),
        ("spend", COST | {"amount": -12.5}, "amount", -12.5),
    ],
)
def test_takes_what_can_be(kind: str, given: dict[str, Any], field: str, value: object) -> None:
    """Ends that lie ahead, days up to tomorrow, ratings of 0 and credits are taken, as the type of their field."""
    found = parse(kind, given)
    assert isinstance(found, Record), found
    assert getattr(found, field) == value
    assert type(getattr(found, field)) is type(value)
