"""People who come back by chance, over some weeks around a change of clocks, many of them at the edge of a day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.naive.curves import Event, counts

ROME = ZoneInfo("Europe/Rome")
FIRST = date(2025, 3, 10)
WEEKS = 6
RECEIVED = datetime(2025, 6, 1, tzinfo=UTC)

WHO: tuple[tuple[dict[str, str], str | None], ...] = (
    ({"user_id": "ann"}, "ann"),
    ({"anonymous_id": "a1"}, "ann"),
    ({"user_id": "bob"}, "bob"),
    ({"user_id": "cyd"}, "cyd"),
    ({"anonymous_id": "x"}, "x"),
    ({}, None),
)
"""What an event says of its maker, and who that is: a1 is ann, as a link says."""

LINKS = [{"id": "l", "kind": "identify", "user_id": "ann", "other_id": "a1", "time": "2025-05-30T00:00Z"}]

SPECS: dict[str, tuple[Any, Any]] = {
    "any": ("any", counts),
    "buy": ("buy", lambda event: counts(event) and event["name"] == "buy"),
    "buy on the phone": (
        {"event": "buy", "where": [["is", "channel", ["phone"]]]},
        lambda event: counts(event) and event["name"] == "buy" and event["channel"] == "phone",
    ),
    "look": ({"event": "look"}, lambda event: counts(event) and event["name"] == "look"),
}
"""Event specs as they are asked for, and as tests of an event."""

_EDGES = (0, 1, 7_199, 7_200, 10_800, 43_200, 86_399)


@st.composite
def _event(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Return one event, with `person` told beside what a workspace is told."""
    said, person = draw(st.sampled_from(WHO))
    day = FIRST + timedelta(days=draw(st.integers(0, WEEKS * 7 - 1)))
    midnight = datetime(day.year, day.month, day.day, tzinfo=ROME).astimezone(UTC)
    return {
        "id": f"e{draw(st.integers(0, 9))}{number:03}",
        "received_at": RECEIVED + timedelta(seconds=draw(st.integers(0, 1))),
        "time": midnight + timedelta(seconds=draw(st.sampled_from(_EDGES))),
        "type": draw(st.sampled_from(["track", "track", "track", "engagement"])),
        "name": draw(st.sampled_from(["buy", "look"])),
        "channel": draw(st.sampled_from(["phone", "web", None])),
        **said,
        "person": person,
    }


@st.composite
def return_logs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return 15 to 60 events."""
    return [draw(_event(number)) for number in range(draw(st.integers(15, 60)))]


def as_told(events: list[dict[str, Any]]) -> list[Event]:
    """Return the events as a workspace is told of them."""
    return [{name: value for name, value in event.items() if name != "person"} for event in events]


@st.composite
def return_days(draw: st.DrawFn) -> tuple[date, date, date]:
    """Return the first and last day of a period, and a day of the clock that is not before it."""
    first = FIRST + timedelta(days=draw(st.sampled_from([0, 3, 7, 14, 19])))
    last = first + timedelta(days=draw(st.sampled_from([0, 2, 6, 13, 16])))
    return first, last, last + timedelta(days=draw(st.sampled_from([0, 3, 7, 14, 40])))
