"""What is in several buckets or groups is once in the whole, and shares are of the whole."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regard

BEGIN = datetime(2025, 3, 1, tzinfo=UTC)
ASKED = {"period": ("2025-03-01", "2025-03-10"), "as_of": "2025-04-30"}
ROWS = st.lists(
    st.tuples(st.integers(0, 10 * 24 - 1), st.sampled_from("abcd"), st.sampled_from(["web", "app", None])),
    max_size=25,
)


@settings(max_examples=10, deadline=None)
@given(rows=ROWS)
def test_people_are_not_the_sum_of_their_days_and_channels(rows: list[tuple[int, str, str | None]]) -> None:
    """People of the period are distinct, and so are those of each day and channel, whatever these add up to."""
    workspace = regard.open()
    events = [
        {
            "id": str(place),
            "time": BEGIN + timedelta(hours=hour),
            "user_id": user,
            "type": "track",
            "name": "x",
            "properties": {"place": channel},
        }
        for place, (hour, user, channel) in enumerate(rows)
    ]
    workspace.add("event", events)
    reply = workspace.ask("active_people", every="day", by="properties.place", **ASKED)
    assert reply.value == len({user for _, user, _ in rows})
    for day, point in enumerate(reply.series):
        assert point["value"] == len({user for hour, user, _ in rows if hour // 24 == day})
    for row in reply.breakdown:
        channel = row["group"]["properties.place"]
        members = {user for _, user, one in rows if one == channel}
        assert row["value"] == len(members)
        assert row["share"] == pytest.approx(len(members) / reply.value)


def test_shares_are_of_the_whole() -> None:
    """The share of a group is of everything, also of what has no group or would not be shown."""
    workspace = regard.open()
    events = [
        {"id": str(place), "time": BEGIN, "user_id": "a", "type": "page", "path": f"/{place % 60}"}
        for place in range(90)
    ]
    workspace.add("event", [*events, {"id": "none", "time": BEGIN, "user_id": "a", "type": "page"}])
    reply = workspace.ask("page_views", by="page", **ASKED)
    shares = {row["group"]["page"]: row["share"] for row in reply.breakdown}
    assert len(shares) == 61
    assert shares["/0"] == pytest.approx(2 / 91)
    assert shares[None] == pytest.approx(1 / 91)
    assert sum(shares.values()) == pytest.approx(1)


MOMENTS: list[tuple[str, str, dict[str, Any]]] = [
    ("2025-01-31T23:59:59.999999+01:00", "2025-01", {}),
    ("2025-02-01T00:00:00+01:00", "2025-02", {}),
    ("2025-02-28T23:59:59.999999+01:00", "2025-02", {}),
    ("2024-12-31T23:30:00Z", "2025-01", {"zone": "Europe/Rome"}),
    ("2024-12-31T23:30:00Z", "2024-12", {"zone": "UTC"}),
    ("2025-03-01T04:59:00Z", "2025-02", {"zone": "America/New_York"}),
    ("2024-02-29T12:00:00Z", "2024-02", {}),
]


@pytest.mark.parametrize(("moment", "month", "asked"), MOMENTS, ids=[f"{one} {more}" for one, _, more in MOMENTS])
def test_the_edge_of_a_month(moment: str, month: str, asked: dict[str, Any]) -> None:
    """Midnight begins the day: an event belongs to one month alone, by the clock of the zone that is asked."""
    workspace = regard.open(zone="Europe/Rome")
    workspace.add("event", [{"time": moment, "user_id": "a", "type": "page", "path": "/"}])
    workspace.add("order", [{"time": moment, "user_id": "a", "total": 1, "currency": "EUR"}])
    months = ["2024-02", "2024-12", "2025-01", "2025-02", "2025-03"]
    for name in ("page_views", "visits", "unique_visitors", "orders"):
        found = {one: workspace.ask(name, period=one, as_of="2025-12-31", **asked).value for one in months}
        assert found == {one: int(one == month) for one in months}


def test_weeks_over_the_year() -> None:
    """The week of 30 December 2024 is one week, though its days are in two years and its number is 1."""
    workspace = regard.open()
    days = ["2024-12-29", "2024-12-30", "2024-12-31", "2025-01-01", "2025-01-05", "2025-01-06"]
    workspace.add("event", [{"time": f"{day}T12:00Z", "user_id": day, "type": "page", "path": "/"} for day in days])
    reply = workspace.ask("page_views", period=("2024-12-23", "2025-01-12"), every="week", as_of="2025-02-01")
    assert [(point["start"], point["value"]) for point in reply.series] == [
        ("2024-12-23", 1),
        ("2024-12-30", 4),
        ("2025-01-06", 1),
    ]
