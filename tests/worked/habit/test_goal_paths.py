from pathlib import Path
from typing import Any

import pytest

import regard
from regard.errors import RegardError
from tests.naive.tables import table

STEPS = ["view", "cart", "pay"]
LATER = "2025-06-30"

SHOP = """
    time                  user_id  name
    2025-03-03T10:00:00Z  ann      view
    2025-03-03T10:10:00Z  ann      cart
    2025-03-03T10:30:00Z  ann      pay
    2025-03-04T10:00:00Z  ann      view
    2025-03-04T10:01:00Z  ann      cart
    2025-03-05T09:00:00Z  ann      view
    2025-03-05T09:30:00Z  ann      view
    2025-03-05T10:00:00Z  ann      cart
    2025-03-05T10:50:00Z  ann      pay
    2025-03-04T12:00:00Z  bob      view
    2025-03-18T12:00:00Z  bob      cart
    2025-03-18T12:00:01Z  bob      pay
"""
"""Ann pays on the 3rd and the 5th, and on the 4th the pay of the 5th is hers too. Bob's pay is a second too late."""


def shop(log: str = SHOP, **path: Any) -> regard.Workspace:
    """Return a workspace that was told of a log, with the path `buying`."""
    ws = regard.open()
    ws.add("event", table(log, type="track"))
    ws.declare("path", "buying", **{"steps": STEPS, **path})
    return ws


def asked(ws: regard.Workspace, first: str, last: str, **more: Any) -> regard.Reply:
    """Return the funnel of the path over days of March 2025."""
    period = (f"2025-03-{first}", f"2025-03-{last}")
    return ws.ask("funnel", **{"steps": "buying", "period": period, "as_of": LATER, **more})


def people(reply: regard.Reply) -> list[int]:
    """Return how many did each step."""
    return [cell["people"] for cell in reply.cells]


def times(reply: regard.Reply) -> list[float | None]:
    """Return the median seconds of the second and the third step."""
    return [cell["median_seconds"] for cell in reply.cells[1:]]


def test_the_best_attempt_of_any_days() -> None:
    """The latest of Ann's attempts with the most steps counts; on the 4th she pays after a day and 49 minutes."""
    ws = shop()
    whole = asked(ws, "01", "31")
    assert (whole.path, whole.value, whole.n, people(whole)) == ("totals", 0.5, 2, [2, 2, 1])
    assert times(whole) == [(1_800 + 14 * 86_400) / 2, 3_000]
    assert times(asked(ws, "03", "03")) == [600, 1_200]
    only_fourth = asked(ws, "04", "04")
    assert (people(only_fourth), only_fourth.path) == ([2, 2, 1], "totals")
    assert times(only_fourth) == [(60 + 14 * 86_400) / 2, 86_400 + 49 * 60]
    assert times(asked(ws, "03", "04")) == times(only_fourth)
    assert people(asked(ws, "06", "31")) == [0, 0, 0]
    assert [point["n"] for point in asked(ws, "02", "05", every="day").series] == [0, 1, 2, 1]


def test_who_is_still_on_the_way() -> None:
    """On the 18th Bob's window ends with that second, and what comes later is not read: rows are, and he waits."""
    ws = shop()
    waiting = asked(ws, "04", "04", as_of="2025-03-18T12:00:00Z")
    assert (waiting.path, people(waiting)) == ("rows", [2, 1, 1])
    assert [cell["in_progress"] for cell in waiting.cells] == [0, 1, 0]
    after = asked(ws, "04", "04", as_of="2025-03-18T12:00:01Z")
    assert (after.path, [cell["in_progress"] for cell in after.cells]) == ("totals", [0, 0, 0])


def test_what_is_not_kept_is_read_from_rows() -> None:
    """Another window, a filter, a split, or another order are answered by the events, as is an event of two steps."""
    ws = shop()
    others: list[dict[str, Any]] = [
        {"window": "15d"},
        {"where": [["is", "type", ["track"]]]},
        {"by": "name"},
        {"order": "strict"},
        {"unit": "visit"},
        {"every": "hour"},
        {"zone": "Europe/Rome"},
    ]
    assert [asked(ws, "04", "04", **other).path for other in others] == ["rows"] * len(others)
    assert people(asked(ws, "04", "04", window="15d")) == [2, 2, 2]
    both = shop(steps=["view", "any"])
    assert (asked(both, "03", "05").path, people(asked(both, "03", "05"))) == ("rows", [2, 2])


def test_later_events_and_links_are_seen() -> None:
    """A pay that arrives late, and a link that makes two people one, change what is kept."""
    ws = shop(window="none")
    assert people(asked(ws, "04", "04")) == [2, 2, 2]
    ws.add("event", [{"time": "2025-03-04T11:00:00Z", "type": "track", "name": "pay", "user_id": "bob"}])
    assert times(asked(ws, "04", "04")) == [(60 + 14 * 86_400) / 2, (86_400 + 49 * 60 + 1) / 2]
    ws.add("link", [{"time": "2025-03-05T00:00:00Z", "kind": "merge", "user_id": "ann", "other_id": "bob"}])
    merged = asked(ws, "04", "04")
    assert (merged.path, people(merged)) == ("totals", [1, 1, 1])


def test_a_path_is_kept_in_the_settings(tmp_path: Path) -> None:
    """A workspace that is opened again knows its paths, and `steps` may name one or spell it out."""
    with regard.open(tmp_path / "shop") as ws:
        ws.add("event", table(SHOP, type="track"))
        ws.declare("path", "buying", steps=STEPS, window="14d")
    with regard.open(tmp_path / "shop") as ws:
        by_name, spelt = asked(ws, "01", "31"), asked(ws, "01", "31", steps=STEPS)
    assert by_name.path == spelt.path == "totals"
    assert by_name.cells == spelt.cells


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ({"steps": ["view"]}, "bad_value"),
        ({"steps": "view"}, "bad_value"),
        ({"steps": ["view", "cart", "view"]}, "bad_value"),
        ({"steps": ["view", {"evnt": "cart"}]}, "bad_filter"),
        ({"steps": ["view", {"event": "cart", "where": [["is", "colr", ["red"]]]}]}, "unknown_field"),
        ({"steps": ["view", "cart"], "window": "-1d"}, "bad_value"),
        ({"steps": ["view", "cart"], "windw": "14d"}, "bad_settings"),
    ],
)
def test_what_is_no_path_is_refused(path: dict[str, Any], code: str) -> None:
    """Too few steps, one step twice, and what means nothing are refused when they are declared."""
    with pytest.raises(RegardError) as refused:
        regard.open().declare("path", "buying", **path)
    assert refused.value.code == code


def test_an_unknown_path_is_refused() -> None:
    """A name that no path has is told with the nearest one that is declared."""
    with pytest.raises(RegardError, match='no path "byuing"') as refused:
        asked(shop(), "01", "31", steps="byuing")
    assert refused.value.code == "unknown_path"
    assert "buying" in str(refused.value)
