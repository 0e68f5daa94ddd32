from typing import Any

import pytest

from regard.showing.notebook import reply_html
from tests.showing.curves import (
    active_days,
    funnel,
    funnel_cells,
    in_group,
    journeys,
    lifecycle,
    retention,
    retention_cells,
    transition,
)
from tests.showing.html_page import Page
from tests.showing.replies import JSON

STEPS = [("view", 1_000, 0), ("cart", 600, 40)]
DAYS: list[Any] = [(4, 2, 1, 3), None]
WAYS = [transition(1, "order", "email", 40), transition(1, "order", None, 60)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            retention(2, 3, over=3),
            ["Who came back", "Cohort", "Size", "Week 1", "all", "6 Jan 2025", "40", "50.0", "·"],
        ),
        (lifecycle(DAYS), ["Day", "New", "Returning", "Resurrecting", "Dormant", "1 Mar 2025", "4", "2 Mar 2025 *"]),
        (active_days([6, 4]), ["Active days", "People", "At least", "60.0 %", "100.0 %"]),
        (funnel(STEPS), ["Step", "1 view", "1,000", "2 cart", "Still in time", "40", "± 2.0", "10 min 20 s"]),
        (journeys(WAYS), ["Stop", "From", "To", "order", "email", "(leaves)", "60.0 %", "1 h"]),
    ],
    ids=lambda told: told["metric"] if isinstance(told, dict) else "",
)
def test_cells_are_a_table_with_headings(told: JSON, words: list[str]) -> None:
    """Below the value stands a table with a caption, headings of columns and of rows."""
    page = Page(reply_html(told))
    assert page.open == []
    assert page.seen.count("table") == page.seen.count("caption") == 2
    assert set(words) <= set(page.words)
    rows = page.seen.count("tr") - page.seen.count("thead")
    assert page.attributes.count(("scope", "row")) == rows


def test_the_commonest_paths_are_a_table() -> None:
    """Whole paths follow the ways from stop to stop."""
    page = Page(reply_html(journeys(WAYS, [{"path": ["order", "email"], "people": 40}])))
    assert "order → email" in page.words
    assert page.seen.count("table") == 3


def test_shares_are_shaded_and_readable() -> None:
    """Each share that is known has a background and a text colour that goes with it."""
    styles = [value for name, value in Page(reply_html(retention(2, 3, over=3))).attributes if name == "style"]
    assert styles == [
        "background:#005484;color:#FFFFFF" if share == 50 else "background:#4D89AC;color:#000000"
        for share in (50, 32.5, 50, 32.5, 50)
    ]


def test_groups_have_tables_of_their_own() -> None:
    """The largest groups follow the whole, and those without a table are counted in the last caption."""
    told = funnel(STEPS)
    told["cells"] += [cell for name in range(8) for cell in in_group(funnel_cells(STEPS), plan=f"plan {name}")]
    page = Page(reply_html(told))
    assert [word for word in page.words if word.startswith("Steps, plan")] == [
        f"Steps, plan: plan {n}" for n in range(6)
    ]
    assert any(word.endswith("2 smaller groups are not shown; to_dict() has all.") for word in page.words)


def test_groups_of_retention_are_compared_first() -> None:
    """One table has the average of each group."""
    cells = in_group(retention_cells(2, 3, 3), channel="email") + in_group(retention_cells(2, 3, 3), channel=None)
    page = Page(reply_html(retention(2, 3, over=3) | {"cells": cells}))
    captions = [word for word in page.words if word.startswith("Who came back")]
    assert captions == [
        "Who came back, by channel",
        "Who came back, channel: email",
        "Who came back, channel: not set",
    ]


def test_events_named_like_markup_are_text() -> None:
    """What people wrote is escaped in every cell."""
    page = reply_html(funnel([("<script>alert(1)</script>", 10, 0), ("b", 5, 0)]))
    assert "<script" not in page
    assert "1 &lt;script&gt;" in page
