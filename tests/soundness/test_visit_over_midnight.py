"""No split at midnight: a visit is one visit, and there on both days."""

import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time                    user_id  type   path  name
    2025-03-03T23:50+01:00  ann      page   /     -
    2025-03-04T00:05+01:00  ann      page   /a    -
    2025-03-04T00:10+01:00  ann      track  /a    buy
    2025-03-04T10:00+01:00  bob      page   /     -
""")
"""In Rome ann's visit runs from the 3rd to the 4th, 20 minutes long; bob bounces on the 4th."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log, in which buying is a goal."""
    ws = regard.open(zone="Europe/Rome")
    ws.declare("goal", "bought", event="buy")
    ws.add("event", LOG)
    return ws


@pytest.mark.parametrize(
    ("metric", "whole", "days"),
    [
        ("visits", 2, [1, 2]),
        ("unique_visitors", 2, [1, 2]),
        ("bounce_rate", 1 / 2, [0, 1 / 2]),
        ("visit_duration", 600, [1200, 600]),
        ("pages_per_visit", 3 / 2, [1, 1]),
        ("page_views", 3, [1, 2]),
        ("new_visitor_share", 1, [1, 1 / 2]),
        ("conversion_rate", 1 / 2, [0, 1 / 2]),
        ("interaction_frequency", 31 / 2, [31, 31]),
    ],
)
def test_a_visit_counts_on_both_days(metric: str, whole: float, days: list[float], ws: regard.Workspace) -> None:
    """It counts on each day as the whole that it is, and once in all; views, goals and people are those of the day."""
    reply = ws.ask(metric, period=("2025-03-03", "2025-03-04"), every="day")
    assert reply.value == pytest.approx(whole)
    assert [point["value"] for point in reply.series] == pytest.approx(days)


def test_a_period_that_begins_at_midnight_holds_the_whole_visit(ws: regard.Workspace) -> None:
    """Of the 4th alone the visit is still 20 minutes long, and entered on the page of the day before."""
    assert ws.ask("visit_duration", period="2025-03-04").parts == {"total": 1200, "n": 2}
    entries = ws.ask("visits", period="2025-03-04", by="entry_page").breakdown
    assert [(row["group"]["entry_page"], row["value"]) for row in entries] == [("/", 2)]
    assert len(ws.rows("visits", period="2025-03-03")) == 1
