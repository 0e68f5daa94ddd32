"""What a workspace keeps of its events, in a form in which two workspaces can be compared."""

from collections import defaultdict
from typing import Any

import regard
from regard.rows.kept_sums import NAMES as SUMS

State = dict[str, Any]

ROWS = (
    "people",
    "touches",
    "visits",
    "page_visits",
    "later_visit_days",
    "later_page_days",
    "unopened",
    "active_days",
    "user_people",
    "anonymous_people",
)
_KEYS = ("activity", "dimension", "value", "day", "back", "seen", "person_group", "lag", "first_day")


def kept_state(ws: "regard.Workspace") -> State:
    """Return all rows and sums that are kept, without the numbers of people, which have no meaning.

    Visits go by who made them and their session id, or else their start, in place of their numbers; events by their id,
    by nothing once they have left the log.
    """
    ws._rows.refresh()
    people: dict[int | None, str | None] = {None: None}
    people |= {row["number"]: row["person"] for row in _all(ws, "people")}
    rows = {name: [_with_person(row, people) for row in _all(ws, name)] for name in ROWS}
    ids = {row["event"]: row["id"] for row in _all(ws, "events")}
    rows["touches"] = [{**row, "event": ids.get(row["event"])} for row in rows["touches"]]
    visits: dict[int | None, str | None] = {None: None}
    visits |= {row["visit"]: _name(row) for name in ("visits", "unopened") for row in rows[name]}
    state: State = {name: sorted(_row(row, visits) for row in rows[name]) for name in ROWS}
    if ws._rows.kept().has_totals:
        state |= {name: _sums(_all(ws, name)) for name in SUMS}
    if ws.settings.paths:
        told = [_with_person(row, people) for row in _all(ws, "goal_paths")]
        state["goal_paths"] = sorted(_row(row, visits) for row in told)
    return state


def _all(ws: "regard.Workspace", table: str) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    rows: list[dict[str, Any]] = ws._warehouse.run(f"select * from {table}").to_pylist()
    return rows


def _with_person(row: dict[str, Any], people: dict[int | None, str | None]) -> dict[str, Any]:
    """Return a row that knows people by number with who that is."""
    return {**row, "person": people[row["number"]]} if "number" in row else row


def _name(visit: dict[str, Any]) -> str:
    """Return what tells a visit from all others."""
    return str((visit["person"], visit["session_id"] or visit.get("start", "alone")))


def _row(row: dict[str, Any], visits: dict[int | None, str | None]) -> tuple[str, ...]:
    """Return a row as text."""
    told = row | ({"visit": visits[row["visit"]]} if "visit" in row else {})
    return tuple(f"{name}={_rounded(value)}" for name, value in sorted(told.items()) if name != "number")


def _sums(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return sums by key; rows of one key are put together, and those of nothing left out."""
    found: dict[tuple[str, ...], dict[str, Any]] = defaultdict(lambda: defaultdict(float))
    for row in rows:
        key = tuple(str(row[name]) for name in _KEYS if name in row)
        for name, value in row.items():
            if name not in _KEYS:
                found[key][name] += value
    told = {key: {name: _rounded(value) for name, value in sums.items()} for key, sums in found.items()}
    return {key: sums for key, sums in told.items() if any(sums.values())}


def _rounded(value: Any) -> Any:
    """Return a number without the noise of adding up in another order."""
    return round(value, 6) + 0.0 if isinstance(value, float) else value
