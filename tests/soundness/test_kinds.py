"""What holds for every metric of a kind, whatever the log."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from regard import Workspace
from regard.metrics.catalogue import METRICS, attention, habit
from regard.metrics.kinds import Count
from tests.naive.people import Link
from tests.naive.random_logs import event_logs, link_logs
from tests.naive.visits import Event
from tests.naive.workspaces import told

PERIOD = ("2025-03-29", "2025-03-31")
CHECKOUT = {"start": "cart", "end": "buy"}
NAMES = [
    metric.name
    for metric in (*attention.METRICS, *habit.METRICS)
    if metric.name not in ("activity_rate", "feature_usage", "journeys", "funnel")
]
"""All that can be asked together, with a start and an end where that is needed."""

COUNTS = [name for name in NAMES if isinstance(METRICS[name], Count)]
SHARES = [name for name in NAMES if METRICS[name].unit == "share"]
SPLIT = [*COUNTS, "bounce_rate", "exit_rate", "conversion_rate"]
ADDITIVE = [name for name in COUNTS if METRICS[name].of.name == "touches"]
"""Counts of events, each of which lies in one bucket; a visit may lie in several."""

FEW = settings(max_examples=settings.default.max_examples // 12)  # type: ignore[union-attr]


def _said(ws: Workspace, names: list[str], **asked: str) -> dict[str, Any]:
    """Return all that replies say but how they were made; sums of the same numbers may differ in their last digit."""
    takes = {option for name in names for option in METRICS[name].takes}
    checkout = {option: event for option, event in CHECKOUT.items() if option in takes}
    replies = ws.ask(names, period=PERIOD, as_of="2025-04-02", **asked, **checkout).to_dict()
    return {name: json.loads(json.dumps({**reply, **_ASIDE}), parse_float=_rounded) for name, reply in replies.items()}


def _rounded(written: str) -> float:
    return round(float(written), 9)


_ASIDE = {"seconds": None, "sql": None, "definition": None}


@FEW
@given(events=event_logs(), links=link_logs(), chance=st.randoms(use_true_random=False))
def test_order_of_arrival_and_duplicates_change_nothing(events: list[Event], links: list[Link], chance: Any) -> None:
    """Told in another order, in two parts with a question between, and partly again, the log gives the same replies."""
    shuffled, relinked = events.copy(), links.copy()
    chance.shuffle(shuffled)
    chance.shuffle(relinked)
    half = len(shuffled) // 2
    with told(events, links) as once, told(shuffled[:half], relinked[1:]) as later:
        later.ask(["visits", "daily_active"], period=PERIOD)
        later.add("link", relinked)
        later.add("event", shuffled[half // 2 :])
        assert _said(once, NAMES, every="day") == _said(later, NAMES, every="day")
        assert _said(once, SPLIT, by="channel") == _said(later, SPLIT, by="channel")


@FEW
@given(events=event_logs(), links=link_logs())
def test_what_the_numbers_of_a_kind_can_be(events: list[Event], links: list[Link]) -> None:
    """Shares lie in 0..1 within their interval; groups by a field of visits and points of events add up to the whole.

    And every metric says the same alone as together with others.
    """
    with told(events, links) as ws:
        split, dated = _said(ws, SPLIT, by="channel"), _said(ws, NAMES, every="day")
        some = NAMES[len(events) % 7 :: 7]
        alone = {name: _said(ws, [name], every="day")[name] for name in some}
    for name in SHARES:
        rows = (dated[name], *dated[name]["series"], *split.get(name, dated[name])["breakdown"])
        assert all(_is_share(row) for row in rows if row["value"] is not None), name
    for name in COUNTS:
        assert sum(row["value"] for row in split[name]["breakdown"]) == split[name]["value"]
    for name in ADDITIVE:
        assert sum(point["value"] for point in dated[name]["series"]) == dated[name]["value"]
    assert {name: dated[name] for name in some} == alone


def _is_share(row: dict[str, Any]) -> bool:
    """Return whether a value lies in 0..1, and in its interval if it has one."""
    low, high = (row["interval"]["low"], row["interval"]["high"]) if row["interval"] else (0.0, 1.0)
    return bool(0 <= low <= row["value"] + 1e-12 and row["value"] - 1e-12 <= high <= 1)
