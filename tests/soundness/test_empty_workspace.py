"""Nothing there: counts are 0, everything else is null, and nothing fails."""

import pytest

import regard
from regard.metrics.catalogue import attention, habit

ARGUMENTS = {
    "checkout_abandonment": {"start": "checkout", "end": "paid"},
    "feature_usage": {"event": "search"},
}
COUNTED = ("count", "people")
METRICS = {metric.name: metric for metric in (*attention.METRICS, *habit.METRICS)}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace without any record, in which a goal is declared."""
    ws = regard.open(zone="Europe/Rome")
    ws.declare("goal", "signup", event="Signed up")
    return ws


@pytest.mark.parametrize("name", METRICS)
def test_nothing_is_zero_or_null(name: str, ws: regard.Workspace) -> None:
    """The whole, each day and the time before are 0 for a count and null for a rate, and there is no group."""
    reply = ws.ask(name, period=("2025-03-01", "2025-03-03"), every="day", compare="previous", **ARGUMENTS.get(name, {}))
    nothing = 0 if METRICS[name].unit in COUNTED else None
    assert reply.previous is not None
    for found in (reply.to_dict(), reply.previous, *reply.series):
        assert (found["value"], found["n"]) == (nothing, 0)
        assert not any(found["parts"].values())
    assert len(reply.series) == 3
    assert reply.change is None or reply.change["value"] is None
    assert ws.ask(name, period="all", by="plan", **ARGUMENTS.get(name, {})).breakdown == []


def test_no_rows(ws: regard.Workspace) -> None:
    """Every table of rows is there and empty."""
    for what in ("visits", "page_visits", "active_days", "event", "link", "customer"):
        assert ws.rows(what) == []
        assert ws.rows(what, period="2025-03") == []
