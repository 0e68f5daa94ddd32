"""Random logs of which events leave while others come, and what is compared afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

import regard
from tests.rows.kept_state import State, kept_state

Event = dict[str, Any]

BASE = datetime(2025, 3, 24, tzinfo=UTC)
"""The days until clocks change in Rome, and some after it."""

USERS, DEVICES = ("ann", "bob", "cy"), ("a1", "a2", "a3")
_HOURS = {who: 4 * place for place, who in enumerate((*USERS, *DEVICES))}
"""Everybody is there at an hour of their own: whoever turns out to be whom, no visits of theirs become one."""

_MINUTES = st.sampled_from([-40, -31, -20, 0, 0, 1, 20, 29, 31, 50])


@st.composite
def logs(draw: st.DrawFn, days: int = 9) -> list[Event]:
    """Return some events, most on their own day: of visits, around midnight, of servers, and attention alone."""
    return [draw(_event(days)) for _ in range(draw(st.integers(1, 8)))]


@st.composite
def _event(draw: st.DrawFn, days: int) -> Event:
    """Return an event without an id."""
    who = draw(st.sampled_from(list(_HOURS)))
    day = draw(st.integers(0, days))
    is_server = draw(st.sampled_from([False, False, False, True]))
    place = {"path": draw(st.sampled_from(["/", "/b"])), "device": "phone"}
    session = draw(st.sampled_from([None, None, f"{who} {day}"]))
    return {
        "time": BASE + timedelta(days=day, hours=_HOURS[who], minutes=draw(_MINUTES)),
        "received_at": BASE + timedelta(days=30),
        "type": "track" if is_server else draw(st.sampled_from(["page", "page", "track", "engagement"])),
        "user_id" if who in USERS else "anonymous_id": who,
        "name": draw(st.sampled_from([None, "buy"])),
        "country": draw(st.sampled_from([None, "IT", "PL"])),
        "host": draw(st.sampled_from([None, "a.org"])),
        "properties": draw(st.sampled_from([{}, {"plan": "pro"}, {"plan": 3}])),
        "engaged_ms": draw(st.sampled_from([None, 15_000])),
        **({} if is_server else {**place, "session_id": session}),
    }


def remade(ws: "regard.Workspace") -> State:
    """Return what is kept once everything is made anew."""
    ws._rows._tables()._write({})
    ws._rows._seen = None
    return kept_state(ws)


def plain(state: State) -> State:
    """Return what is kept without what only closed rows have, and without what only rows of the log have.

    Closed attention outside of visits needs not be known any more to those to come.
    """
    apart = ("was_active=", "event=")
    touches = [tuple(cell for cell in row if not cell.startswith(apart)) for row in state["touches"]]
    return {
        **state,
        "touches": sorted(touches),
        "unopened": [row for row in state["unopened"] if "session_id=None" not in row],
    }
