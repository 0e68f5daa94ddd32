"""What totals and return gaps answer is what rows answer: every metric, filter and split that they cover."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from regard.serving.workspace import Workspace
from tests.naive.people import Link
from tests.naive.random_logs import customer_logs, event_logs, link_logs
from tests.naive.visits import Event

Question = Mapping[str, Any]

EVERYTHING = (
    *("page_views", "events", "unique_visitors", "new_visitor_share", "visits", "visit_duration", "engaged_time"),
    *("bounce_rate", "engaged_visit_rate", "pages_per_visit", "time_on_page", "scroll_depth", "exit_rate"),
    *("active_people", "daily_active", "weekly_active", "monthly_active", "stickiness", "interaction_frequency"),
    "activity_rate",
)
OF_VISITORS = ("new_visitor_share", "visits", "visit_duration", "bounce_rate", "pages_per_visit", "scroll_depth")

COVERED: dict[str, tuple[tuple[str, ...], Question]] = {
    "everything by week": (EVERYTHING, {"every": "week", "compare": "previous"}),
    "days": (OF_VISITORS, {"every": "day"}),
    "weeks from Sunday": (("visits", "unique_visitors"), {"every": "week", "week_start": "sunday"}),
    "by country": (("new_visitor_share", "visits", "scroll_depth"), {"by": "country", "every": "day"}),
    "from Italy": (("new_visitor_share", "visits"), {"where": [["is", "country", ["IT"]]], "every": "day"}),
    "from nowhere known": (("new_visitor_share", "page_views"), {"where": [["is", "country", [None]]]}),
    "some countries by country": (
        ("visits", "events"),
        {"where": [["or", [["starts_with", "country", ["P"]], ["is", "country", [None]]]]], "by": "country"},
    ),
    "by page": (("page_views", "visit_duration", "time_on_page", "exit_rate"), {"by": "page"}),
    "by entry page": (("pages_per_visit", "scroll_depth"), {"by": "entry_page", "every": "day"}),
    "by name": (("events",), {"by": "name"}),
    "windows": (("visits", "active_people"), {"trailing": "2d", "every": "day"}),
    "to date": (("page_views", "unique_visitors"), {"to_date": "month", "every": "day"}),
    "since the beginning": (("unique_visitors",), {"trailing": "all", "every": "day"}),
    "another segment": (("bounce_rate",), {"compare": {"where": [["is", "country", ["IT"]]]}}),
    "jackknife": (("bounce_rate", "visit_duration"), {"interval": "jackknife", "by": "country"}),
}
FEW = settings(max_examples=max(1, settings.default.max_examples // 12))  # type: ignore[union-attr]
_DIFFERS = ("sql", "path", "seconds")
_OF_ERRORS = ("interval", "change", "p_value", "stands_out")


def opened(events: list[Event], links: list[Link], customers: list[dict[str, Any]], totals_from: int) -> Workspace:
    """Return a workspace that keeps totals from so many events on."""
    ws = regard.open(zone="Europe/Rome", totals_from=totals_from)
    ws.add("event", events)
    ws.add("link", links)
    ws.add("customer", customers)
    return ws


@given(events=event_logs(), links=link_logs(), customers=customer_logs(), is_again=st.booleans())
@FEW
def test_totals_say_what_rows_say(
    events: list[Event], links: list[Link], customers: list[dict[str, Any]], *, is_again: bool
) -> None:
    """The numbers are equal, and those of totals were read from them; errors too where both go by person groups.

    Also where the same sums were asked for before: then tables are made of them.
    """
    rows, totals = opened(events, links, customers, 10**9), opened(events, links, customers, 0)
    for told, (names, question) in COVERED.items():
        asked = {"period": ("2025-03-28", "2025-03-31"), "as_of": "2025-04-01", **question}
        if is_again:
            totals.ask(names, **{**asked, "as_of": "2025-04-02"})
        slow, fast = rows.ask(names, **asked).to_dict(), totals.ask(names, **asked).to_dict()
        left_out = _DIFFERS if "interval" in question else (*_DIFFERS, *_OF_ERRORS)
        for name in names:
            assert (slow[name]["path"], fast[name]["path"]) == ("rows", "totals"), (told, name)
            _assert_same(slow[name], fast[name], f"{told}: {name}", left_out)


def _assert_same(one: Any, other: Any, place: str, left_out: tuple[str, ...]) -> None:
    """Hold two answers against each other, floats to the ninth digit; a whole sum of floats may be told without any."""
    if isinstance(one, dict):
        assert one.keys() == other.keys(), place
        for name in one.keys() - set(left_out):
            _assert_same(one[name], other[name], f"{place} {name}", left_out)
    elif isinstance(one, list):
        assert len(one) == len(other), place
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            _assert_same(left, right, f"{place} {index}", left_out)
    elif isinstance(one, int | float) and isinstance(other, int | float) and float in (type(one), type(other)):
        assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9), (place, one, other)
    else:
        assert one == other, place


NOT_COVERED: dict[str, tuple[str, Question, str]] = {
    "two dimensions": ("visits", {"by": ["country", "channel"]}, "2 dimensions together"),
    "a filter on another": ("visits", {"by": "country", "where": [["is", "channel", ["email"]]]}, "2 dimensions"),
    "hours": ("visits", {"every": "hour"}, "by hour"),
    "another zone": ("visits", {"zone": "UTC"}, "in the zone Europe/Rome alone"),
    "an event": ("events", {"event": "buy"}, "names an event"),
    "active by an event": ("active_people", {"event": "buy"}, "names an event"),
    "errors of persons": ("visit_duration", {"interval": "delta"}, "made of persons"),
    "what is not kept": ("visits", {"by": "url"}, 'not kept by "url"'),
    "what a visit did": ("visits", {"where": [["visit_has", "buy"]]}, "what a visit or person did"),
    "people of a page": ("unique_visitors", {"by": "page"}, 'not kept by "page"'),
    "visits that saw a page": ("visits", {"by": "page"}, 'not kept by "page"'),
    "people of two countries": ("new_visitor_share", {"where": [["is", "country", ["IT", "PL"]]]}, "several values"),
    "long windows": ("stickiness", {"trailing": "120d"}, "over 93 days"),
    "a median": ("visit_duration", {"statistic": "median"}, "its number is not kept"),
}


@pytest.fixture(scope="module")
def small() -> Workspace:
    """Return a small workspace that keeps totals."""
    moments = [f"2025-03-{day}T1{day % 7}:30:00Z" for day in range(10, 31)]
    events = [
        {"id": str(number), "time": moment, "type": "page", "path": f"/{number % 3}", "anonymous_id": f"a{number % 5}"}
        for number, moment in enumerate(moments)
    ]
    return opened(events, [], [], 0)


@pytest.mark.parametrize("told", NOT_COVERED)
def test_what_totals_do_not_cover_says_why(small: Workspace, told: str) -> None:
    """Rows are read, and the reason is told."""
    metric, question, why = NOT_COVERED[told]
    asked = {"period": ("2025-03-15", "2025-03-31"), "as_of": "2025-04-01", **question}
    assert small.ask(metric, **asked).path == "rows"
    (line,) = small.explain(metric, **asked)[metric]
    assert "rows of" in line
    assert why in line


def test_totals_say_what_they_are(small: Workspace) -> None:
    """What was read is named, with how many rows it had; both periods once where both read the same."""
    asked = {"period": ("2025-03-15", "2025-03-21"), "as_of": "2025-04-01", "by": "country"}
    assert small.explain("visits", **asked) == {"visits": ["totals of visits by country, 7 rows"]}


def test_a_small_log_keeps_none() -> None:
    """Under totals_from events rows are read."""
    ws = opened([{"id": "1", "time": "2025-03-10T12:00:00Z", "type": "page", "path": "/", "user_id": "u"}], [], [], 2)
    (line,) = ws.explain("visits", period="2025-03")["visits"]
    assert line == "rows of visits (no totals: the log is small, see totals_from)"
