"""Random logs: few people, few pages, times close to the end of a visit, to midnight and to a change of clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.naive.people import Link
from tests.naive.visits import Event

ROME = ZoneInfo("Europe/Rome")
FIRST_MOMENTS = (
    datetime(2025, 3, 29, 23, 20, tzinfo=ROME),
    datetime(2025, 3, 30, 1, 45, tzinfo=ROME),
    datetime(2025, 3, 30, 23, 59, 59, tzinfo=ROME),
    datetime(2025, 3, 31, 12, 0, tzinfo=ROME),
    datetime(2025, 3, 28, 0, 0, tzinfo=ROME),
)
"""Around midnights, and before the clocks go forward on 30 March 2025."""

GAPS = tuple(
    timedelta(seconds=seconds) for seconds in (0, 1, 12, 600, 1799.999999, 1800, 1800.000001, 3000, 7200, 86_400)
)
RECEIVED = datetime(2025, 4, 1, tzinfo=ROME)
PAGES = ("/", "/a", "/b")

_KINDS: tuple[dict[str, Any], ...] = (
    *({"type": "page", "path": page} for page in PAGES),
    {"type": "page", "path": "/a", "page_view_id": "v1", "scroll_percent": 20.0},
    {"type": "page", "url": "https://shop.example"},
    {"type": "page", "url": "https://shop.example/b?x=1#top", "page_view_id": "v2"},
    {"type": "screen", "name": "home"},
    {"type": "track", "name": "cart", "path": "/a"},
    {"type": "track", "name": "buy", "device": "phone"},
    {"type": "track", "name": "seen", "path": "/b", "interactive": False},
    {"type": "track", "name": "buy"},
    {"type": "track", "name": "invoice", "interactive": True},
    {"type": "engagement", "path": "/a", "engaged_ms": 9_999, "scroll_percent": 75.0},
    {"type": "engagement", "path": "/b", "engaged_ms": 10_000},
    {"type": "engagement", "page_view_id": "v1", "engaged_ms": 15_500, "scroll_percent": 90.0},
    {"type": "engagement", "page_view_id": "v2", "scroll_percent": 50.0},
)
"""The fourth and fifth from `track` on come from a server: no device was seen."""

_WHO: tuple[dict[str, str], ...] = (
    {"anonymous_id": "a1"},
    {"anonymous_id": "a1"},
    {"anonymous_id": "a2"},
    {"anonymous_id": "a3", "user_id": "u1"},
    {"user_id": "u1"},
    {"user_id": "u2"},
    {"anonymous_id": "x1"},
    {},
)
_LINKS: tuple[dict[str, str], ...] = (
    {"kind": "identify", "user_id": "u1", "other_id": "a1"},
    {"kind": "identify", "user_id": "u2", "other_id": "a1"},
    {"kind": "identify", "user_id": "u2", "other_id": "a2"},
    {"kind": "alias", "user_id": "u2", "other_id": "x1"},
    {"kind": "merge", "user_id": "u1", "other_id": "u2"},
    {"kind": "unmerge", "user_id": "u1", "other_id": "u2"},
    {"kind": "unmerge", "user_id": "u1", "other_id": "a1"},
)


@st.composite
def walks(draw: st.DrawFn) -> list[Event]:
    """Return what one person does from some moment on, one thing after another."""
    time = draw(st.sampled_from(FIRST_MOMENTS)).astimezone(UTC)
    who = draw(st.sampled_from(_WHO))
    session = draw(st.sampled_from((None, None, "s1", "s2")))
    told = {"session_id": session} if session else {}
    events = []
    for _ in range(draw(st.integers(1, 8))):
        time += draw(st.sampled_from(GAPS))
        where = {name: draw(st.sampled_from(values)) for name, values in _ORIGINS.items()}
        known = {name: value for name, value in where.items() if value is not None}
        kind = draw(st.sampled_from(_KINDS))
        late = timedelta(seconds=draw(st.integers(0, 1)))
        events.append({**known, **kind, **who, **told, "time": time, "received_at": RECEIVED + late})
    return events


_ORIGINS = {"country": ("IT", "PL", None), "channel": ("email", None)}


@st.composite
def event_logs(draw: st.DrawFn) -> list[Event]:
    """Return events in any order of arrival, their ids in an order of their own, some delivered twice."""
    events = [event for walk in draw(st.lists(walks(), min_size=4, max_size=14)) for event in walk]
    names = draw(st.permutations(range(len(events))))
    events = [{**event, "id": f"e{name:03d}"} for event, name in zip(events, names, strict=True)]
    return events + [event for event in events if event["id"].endswith("3")]


@st.composite
def link_logs(draw: st.DrawFn) -> list[Link]:
    """Return links at times of their own, in any order of arrival."""
    chosen = draw(st.lists(st.sampled_from(_LINKS), max_size=5))
    times = draw(st.permutations(range(len(chosen))))
    return [
        {**link, "id": f"l{place}", "time": FIRST_MOMENTS[0] + timedelta(minutes=minutes), "received_at": RECEIVED}
        for place, (link, minutes) in enumerate(zip(chosen, times, strict=True))
    ]


@st.composite
def customer_logs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return customers who pay from a moment close to a midnight, or never, and until a while later, or for ever."""
    customers = []
    for user in draw(st.lists(st.sampled_from(("u1", "u2", "u3", "u4")), unique=True)):
        since = draw(st.none() | st.sampled_from(FIRST_MOMENTS))
        gap = draw(st.none() | st.sampled_from(GAPS[1:]))
        until = None if since is None or gap is None else since.astimezone(UTC) + gap
        customers.append({"user_id": user, "paying_since": since, "paying_until": until})
    return customers
