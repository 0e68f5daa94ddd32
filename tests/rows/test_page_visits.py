"""The table of page visits, row by row."""

import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  type        url                path  page_view_id  engaged_ms  scroll_percent
    2025-03-03T10:00:00Z  ann           page        https://a.eu       -     v1            -           10
    2025-03-03T10:00:05Z  ann           engagement  -                  -     v1            2000        40
    2025-03-03T10:00:20Z  ann           page        https://a.eu/x?y=1 -     v2            -           -
    2025-03-03T10:00:50Z  ann           page        https://a.eu/x#z   -     v3            -           -
    2025-03-03T10:01:20Z  ann           page        https://a.eu/?q    -     v4            -           30
    2025-03-03T10:01:30Z  ann           track       -                  /x    -             -           90
    2025-03-03T10:01:40Z  ann           engagement  -                  /y    -             7000        -
    2025-03-03T10:01:50Z  ann           engagement  -                  -     v9            7000        -
    2025-03-04T10:00:00Z  bob           page        /relative          -     -             -           -
    2025-03-04T10:00:10Z  bob           page        -                  /     v1            -           -
""")


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    return ws


def test_page_visit_rows(ws: regard.Workspace) -> None:
    """`/` twice and `/x` with a reload; attention goes by path or page view, and pages never viewed have no row."""
    rows = ws.rows("page_visits", period="2025-03-03")
    shown = ("person", "page", "views", "engaged_seconds", "stay_seconds", "scroll", "is_entry", "is_exit")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("ann", "/", 2, 2.0, 20.0, 0.4, True, True),
        ("ann", "/x", 2, None, 60.0, 0.9, False, False),
    ]


def test_a_page_view_id_belongs_to_its_visit(ws: regard.Workspace) -> None:
    """Bob's v1 is not ann's; an address without a host names no page."""
    rows = ws.rows("page_visits", period="2025-03-04")
    assert [(row["page"], row["engaged_seconds"]) for row in rows] == [("/", None)]
