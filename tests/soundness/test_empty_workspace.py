"""Nothing there: counts are 0, everything else is null, and nothing fails."""

import pytest

import regard
from regard.metrics.catalogue import attention, habit
from regard.metrics.kinds import Curve

ARGUMENTS = {"start": "checkout", "end": "paid"}
COUNTED = ("count", "people")
METRICS = {metric.name: metric for metric in (*attention.METRICS, *habit.METRICS) if not isinstance(metric, Curve)}
"""All that are one number; the cells of curves have tests of their own."""

PERIOD = ("2025-03-01", "2025-03-03")


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace without any record, in which a goal is declared."""
    ws = regard.open(zone="Europe/Rome")
    ws.declare("goal", "signup", event="Signed up")
    return ws


@pytest.fixture(scope="module")
def replies(ws: regard.Workspace) -> dict[str, regard.Reply]:
    """Return what every metric says of three days and of those before them."""
    names = [name for name in METRICS if name != "feature_usage"]
    told = ws.ask(names, period=PERIOD, every="day", compare="previous", **ARGUMENTS)
    used = ws.ask("feature_usage", event="search", period=PERIOD, every="day", compare="previous")
    return {**told, "feature_usage": used}


@pytest.mark.parametrize("name", METRICS)
def test_nothing_is_zero_or_null(name: str, replies: dict[str, regard.Reply]) -> None:
    """The whole, each day and the time before are 0 for a count and null for a rate; no change can be told."""
    reply = replies[name]
    nothing = 0 if METRICS[name].unit in COUNTED else None
    assert reply.previous is not None
    for found in (reply.to_dict(), reply.previous, *reply.series):
        assert (found["value"], found["n"]) == (nothing, 0)
        assert not any(found["parts"].values())
    assert len(reply.series) == 3
    assert reply.change is None or reply.change["value"] is None


def test_nothing_has_no_groups(ws: regard.Workspace) -> None:
    """Split by a field of customers, over all time, there is no group at all."""
    names = ["events", "visits", "time_on_page", "unique_visitors", "daily_active", "activity_rate"]
    for reply in ws.ask(names, period="all", by="plan").values():
        assert reply.breakdown == []


def test_no_rows(ws: regard.Workspace) -> None:
    """Every table of rows is there and empty."""
    for what in ("visits", "page_visits", "active_days", "event", "link", "customer"):
        assert ws.rows(what) == []
        assert ws.rows(what, period="2025-03") == []
