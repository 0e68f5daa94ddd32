"""Curves from kept tables, against the same from rows."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from regard.asking.curves.curve import CurveReply
from tests.asking.curves.kept_tables import ask, keep
from tests.naive.workspaces import opened
from tests.worked.habit.random_returns import LINKS, as_told, return_days, return_logs

FEW = settings(max_examples=settings.default.max_examples // 8)  # type: ignore[union-attr]
_TOLD_OF_PATH = ("path", "reading", "sql")


def _same(rows: CurveReply, kept: CurveReply) -> None:
    """Hold that two answers are equal in all but where they come from."""
    first, second = ({**asdict(reply), **dict.fromkeys(_TOLD_OF_PATH)} for reply in (rows, kept))
    assert first == second


def _asked(data: st.DataObject, everys: list[str]) -> dict[str, Any]:
    """Return the time of a question."""
    first, last, today = data.draw(return_days())
    return {
        "period": (first.isoformat(), last.isoformat()),
        "as_of": today.isoformat(),
        "every": data.draw(st.sampled_from(everys)),
        "week_start": data.draw(st.sampled_from(["monday", "sunday"])),
        "compare": data.draw(st.sampled_from([None, "previous"])),
    }


@FEW
@given(data=st.data())
def test_lifecycle_is_the_same_from_gaps(data: st.DataObject) -> None:
    """Every cell and the people of the period are those of rows, buckets that the period cuts included."""
    with opened(event=as_told(data.draw(return_logs())), link=LINKS) as ws:
        keep(ws)
        for _ in range(4):
            asked = _asked(data, ["day", "week", "month", "quarter", "year"])
            rows, kept = (ask(ws, "lifecycle", has_totals=has_totals, **asked) for has_totals in (False, True))
            assert (rows.path, kept.path) == ("rows", "totals")
            _same(rows, kept)


@FEW
@given(data=st.data())
def test_active_people_of_a_funnel_are_the_same_from_gaps(data: st.DataObject) -> None:
    """A funnel and who was active in its period are those of rows, for one period after the other."""
    with opened(event=as_told(data.draw(return_logs())), link=LINKS) as ws:
        keep(ws)
        for _ in range(4):
            first, last, today = data.draw(return_days())
            asked: dict[str, Any] = {"period": (first.isoformat(), last.isoformat()), "as_of": today.isoformat()}
            asked["steps"] = ["any", "any"]
            rows, kept = (ask(ws, "funnel", has_totals=has_totals, **asked) for has_totals in (False, True))
            assert "return_gaps" in str(kept.sql)
            assert "return_gaps" not in str(rows.sql)
            _same(rows, kept)


@FEW
@given(data=st.data())
def test_retention_is_the_same_from_cohorts(data: st.DataObject) -> None:
    """Every cell and average of first-time cohorts are those of rows; weeks other than those kept are read there."""
    with opened(event=as_told(data.draw(return_logs())), link=LINKS) as ws:
        keep(ws)
        for _ in range(4):
            asked = _asked(data, ["day", "week", "week", "month", "quarter", "year"])
            asked["intervals"] = data.draw(st.sampled_from([1, 2, 6]))
            rows, kept = (ask(ws, "retention_curve", has_totals=has_totals, **asked) for has_totals in (False, True))
            covered = asked["every"] != "week" or asked["week_start"] == "monday"
            assert (rows.path, kept.path) == ("rows", "totals" if covered else "rows")
            _same(rows, kept)


NOT_COVERED: list[tuple[str, dict[str, Any]]] = [
    ("lifecycle", {"by": "channel"}),
    ("lifecycle", {"where": [["is", "channel", ["web"]]]}),
    ("lifecycle", {"unit": "channel"}),
    ("lifecycle", {"event": "buy"}),
    ("lifecycle", {"zone": "UTC"}),
    ("lifecycle", {"every": "hour", "period": "2025-06-02"}),
    ("retention_curve", {"by": "channel"}),
    ("retention_curve", {"where": [["is", "channel", ["web"]]]}),
    ("retention_curve", {"start": "buy"}),
    ("retention_curve", {"back": "buy"}),
    ("retention_curve", {"min_occurrences": 2}),
    ("retention_curve", {"window": "elapsed"}),
    ("retention_curve", {"zone": "UTC"}),
    ("retention_curve", {"week_start": "sunday"}),
    ("retention_curve", {"every": "hour", "period": "2025-06-02"}),
    ("retention_curve", {"rule": "unbounded"}),
    ("retention_curve", {"cohorts": "recurring"}),
    ("active_days_distribution", {}),
]


@pytest.fixture(scope="module")
def one_event() -> Iterator[regard.Workspace]:
    """Yield a workspace that was told of one event, and keeps no totals."""
    with regard.open(zone="Europe/Rome") as ws:
        ws.add("event", [{"time": "2025-06-02T10:00Z", "user_id": "ann", "type": "track", "name": "buy"}])
        ws.rows("active_days")
        yield ws


@pytest.mark.parametrize(("name", "asked"), NOT_COVERED)
def test_what_is_not_kept_is_read_from_rows(one_event: regard.Workspace, name: str, asked: dict[str, Any]) -> None:
    """Without the kept tables these are answered all the same, and say that rows were read."""
    assert ask(one_event, name, has_totals=True, **{"period": "2025-06", **asked}).path == "rows"


def test_the_workspace_says_what_it_read() -> None:
    """The same records in a workspace that keeps totals and in one that does not: one answer, by two paths."""
    days = [(f"2025-{month:02}-{day:02}T10:00Z", who) for month in (3, 4) for day in range(1, 29) for who in "abc"]
    log = [
        {"id": f"{time}{who}", "time": time, "user_id": who, "type": "track", "name": "open"}
        for place, (time, who) in enumerate(days)
        if place % (ord(who) % 5 + 2) == 0
    ]
    asked: dict[str, Any] = {"period": ("2025-03-12", "2025-04-20"), "as_of": "2025-05-01", "every": "week"}
    told: list[list[tuple[str | None, Any]]] = []
    for least in (0, 1_000_000):
        with regard.open(zone="Europe/Rome", totals_from=least) as ws:
            ws.add("event", log)
            replies = [ws.ask(name, compare="previous", **asked) for name in ("lifecycle", "retention_curve")]
            told.append([(reply.path, _shown(reply)) for reply in replies])
    assert [path for replies in told for path, _ in replies] == ["totals", "totals", "rows", "rows"]
    assert [shown for _, shown in told[0]] == [shown for _, shown in told[1]]


def _shown(reply: regard.Reply) -> Any:
    """Return what a reply says, without how it came by it."""
    return {name: value for name, value in reply.to_dict().items() if name not in ("path", "sql", "seconds")}
