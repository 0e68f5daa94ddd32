"""A declared dimension is that of a visit by its first event, of an event outside of visits by itself."""

from pathlib import Path
from typing import Any

import pytest

import regard
from regard import Reply, Workspace
from tests.naive.tables import table

LOG = table("""
    time               anonymous_id  user_id  type   path  host      plan
    2025-03-03T10:00Z  -             ann      page   /     -         pro
    2025-03-03T10:05Z  -             ann      page   /a    a.org     free
    2025-03-03T23:50Z  -             bob      page   /     a.org     3
    2025-03-04T00:10Z  -             bob      page   /     b.org     4
    2025-03-04T10:00Z  -             ann      page   /     a.org     -
    2025-03-04T11:00Z  -             cat      track  -     -         pro
    2025-03-05T10:00Z  d1            -        page   /a    b.org     pro
""")
"""Ann comes on a pro plan and leaves on a free one, bob stays over midnight; a server tells of cat."""

EVENTS = [
    {**{name: value for name, value in row.items() if name != "plan"}, "properties": {"plan": row.get("plan")}}
    for row in LOG
]
ASKED: dict[str, Any] = {"period": ("2025-03-03", "2025-03-05"), "as_of": "2025-04-01"}
PATHS = {0: "totals", 10**9: "rows"}
"""From how many events on totals are kept, and what is read then."""

BY_PLAN: dict[str, dict[str | None, float | None]] = {
    "visits": {"pro": 2, "3": 1, None: 1},
    "page_views": {"pro": 3, "3": 2, None: 1},
    "events": {"pro": 4, "3": 2, None: 1},
    "unique_visitors": {"pro": 2, "3": 1, None: 1},
    "new_visitor_share": {"pro": 1, "3": 1, None: 1},
    "bounce_rate": {"pro": 0.5, "3": 0, None: 1},
    "pages_per_visit": {"pro": 1.5, "3": 2, None: 1},
    "exit_rate": {"pro": 2 / 3, "3": 0.5, None: 1},
    "active_people": {"pro": 3, "3": 1, None: 1},
}


def opened(totals_from: int) -> Workspace:
    """Return the log in a workspace that declares a property and a column."""
    ws = regard.open(totals_from=totals_from)
    ws.declare("dimension", "plan", field="properties.plan")
    ws.declare("dimension", "site", field="host")
    ws.add("event", EVENTS)
    return ws


def groups(reply: Reply) -> dict[Any, Any]:
    """Return the value of each group of one dimension."""
    return {next(iter(row["group"].values())): row["value"] for row in reply.breakdown}


@pytest.mark.parametrize("totals_from", PATHS)
def test_every_grain_is_split_by_it(totals_from: int) -> None:
    """Visits, their pages, events and people, from totals and from rows; who is active is read from rows."""
    with opened(totals_from) as ws:
        for name, expected in BY_PLAN.items():
            reply = ws.ask(name, by="plan", **ASKED)
            assert groups(reply) == pytest.approx(expected), name
            assert reply.path == ("rows" if name == "active_people" else PATHS[totals_from]), name


@pytest.mark.parametrize("totals_from", PATHS)
def test_every_grain_is_filtered_by_it(totals_from: int) -> None:
    """A filter keeps what the split shows, on each day too; a visit over midnight is one of both days."""
    with opened(totals_from) as ws:
        for name in ("visits", "page_views", "unique_visitors", "exit_rate"):
            for plan in ("pro", "3", None):
                reply = ws.ask(name, where=[["is", "plan", [plan]]], **ASKED)
                assert (reply.value, reply.path) == (pytest.approx(BY_PLAN[name][plan]), PATHS[totals_from])
        daily = ws.ask("visits", where=[["is", "plan", ["3"]]], every="day", **ASKED)
        assert [point["value"] for point in daily.series] == [1, 1, 0]
        assert groups(ws.ask("visits", by="site", **ASKED)) == {None: 1, "a.org": 2, "b.org": 1}
        assert groups(ws.ask("events", by="site", **ASKED)) == {None: 3, "a.org": 3, "b.org": 1}


def test_two_of_them_are_read_from_rows() -> None:
    """Totals are kept by one dimension; the reason names them as they were declared."""
    with opened(0) as ws:
        reply = ws.ask("visits", by=["plan", "site"], **ASKED)
        (why,) = ws.explain("visits", by=["plan", "site"], **ASKED)["visits"]
        (covered,) = ws.explain("visits", by="plan", **ASKED)["visits"]
    found = [(row["group"]["plan"], row["group"]["site"], row["value"]) for row in reply.breakdown]
    assert set(found) == {("3", "a.org", 1), ("pro", None, 1), ("pro", "b.org", 1), (None, "a.org", 1)}
    assert why == "rows of visits (no totals: 2 dimensions together: plan, site)"
    assert covered == "totals of visits by plan, 5 rows"


def test_the_fields_themselves_are_the_events_own() -> None:
    """What an event says itself is still asked for by its field."""
    with opened(0) as ws:
        assert groups(ws.ask("page_views", by="properties.plan", **ASKED)) == {
            "pro": 2,
            "free": 1,
            "3": 1,
            "4": 1,
            None: 1,
        }
        assert groups(ws.ask("page_views", by="host", **ASKED)) == {None: 1, "a.org": 3, "b.org": 2}


def test_goals_funnels_and_lists_know_it() -> None:
    """A filter on it holds in goals, funnels, curves and lists; visits are listed with it."""
    with opened(0) as ws:
        ws.declare("goal", "deep", page="/a", where=[["is", "plan", ["pro"]]])
        assert groups(ws.ask("conversion_rate", goal="deep", by="plan", **ASKED)) == {"pro": 1, "3": 0, None: 0}
        steps: list[Any] = [{"page": "/"}, {"page": "/a", "where": [["is", "plan", ["pro"]]]}]
        funnel = ws.ask("funnel", steps=steps, **ASKED)
        assert [(cell["step"], cell["people"]) for cell in funnel.cells] == [(1, 2), (2, 1)]
        assert groups(ws.ask("funnel", steps=steps, by="plan", **ASKED)) == {"pro": 1, "3": 0}
        rows = ws.rows("visits", period="2025-03-03", where=[["is", "plan", ["pro"]]])
        assert [(row["person"], row["plan"], row["site"]) for row in rows] == [("ann", "pro", None)]
        assert [row["site"] for row in ws.rows("visits")] == [None, "a.org", "a.org", "b.org"]
        assert "plan" not in ws.rows("page_visits")[0]


def test_a_field_of_customers_of_the_same_name_is_told_apart() -> None:
    """Where names meet, that of the customer is `customer.plan`; of records that know customers alone it is theirs."""
    with opened(0) as ws:
        ws.add("customer", [{"user_id": "ann", "plan": "gold"}])
        ws.add("order", [{"id": "1", "time": "2025-03-03T12:00Z", "user_id": "ann", "total": 5, "currency": "EUR"}])
        assert groups(ws.ask("visits", by="customer.plan", **ASKED)) == {"gold": 2, None: 2}
        assert groups(ws.ask("orders", by="plan", **ASKED)) == {"gold": 1}
        with pytest.raises(regard.RegardError, match='"plan" is a field of events') as refused:
            ws.ask("activity_rate", by="plan", **ASKED)
        assert "customer.plan" in refused.value.suggestion


def test_what_is_declared_anew_is_made_anew(tmp_path: Path) -> None:
    """Another field under the same name, and a name more or less, are what the next question reads."""
    with regard.open(tmp_path / "shop", totals_from=0) as ws:
        ws.add("event", EVENTS)
        with pytest.raises(regard.RegardError, match='no field "site"'):
            ws.ask("visits", by="site", **ASKED)
        ws.declare("dimension", "site", field="properties.plan")
        assert groups(ws.ask("visits", by="site", **ASKED)) == BY_PLAN["visits"]
        ws.declare("dimension", "site", field="host")
        assert groups(ws.ask("visits", by="site", **ASKED)) == {None: 1, "a.org": 2, "b.org": 1}
    settings = tmp_path / "shop" / "regard.toml"
    written = settings.read_text()
    assert '[dimensions.site]\nfield = "host"\n' in written
    with regard.open(tmp_path / "shop") as ws:
        reply = ws.ask("visits", by="site", **ASKED)
        assert (groups(reply), reply.path) == ({None: 1, "a.org": 2, "b.org": 1}, "totals")
    settings.write_text(written.replace('"host"', '"properties.plan"'))
    with regard.open(tmp_path / "shop") as ws:
        assert groups(ws.ask("visits", by="site", **ASKED)) == BY_PLAN["visits"]
