"""Every metric answers on a simulated world, and says what is true of it.

A world tells the values that its process has, and counts what it draws before any of it is a record; what it does not
tell is counted once more from its records, in plain Python.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import regard
from regard.metrics.catalogue import METRICS
from regard.simulator import World
from tests.soundness import truth_business, truth_site
from tests.soundness.truth_journeys import steps_after
from tests.soundness.truth_told import Numbers, Recount, Told

JSON = Mapping[str, Any]

_KEYS = ("group", "cohort", "k", "start", "step", "active")
"""What tells rows and cells of a reply apart."""

_PARTS: dict[str, dict[str, str]] = {
    # What members brought is said by the variant `revenue`, which has a test of its own.
    "loyalty_participation": {"members": "participating_members", "customers": "customers"},
}
"""The parts that are compared, by the catalogue's names, where the truth has other names for them."""

_JOURNEY = {"anchor": "mention", "depth": 1}
RECOUNTS = (*truth_site.RECOUNTS, *truth_business.RECOUNTS)


@pytest.fixture(scope="module")
def world() -> World:
    """Return a world of a year."""
    return regard.simulate(events=20_000, seed=7)


@pytest.fixture(scope="module")
def told(world: World) -> Told:
    """Return what the world tells."""
    return Told(world)


@pytest.fixture(scope="module")
def ws(world: World) -> Iterator[regard.Workspace]:
    """Return a workspace with all of it."""
    with regard.open(zone=world.truth["period"]["zone"]) as workspace:
        for record, table in world.tables.items():
            workspace.add(record, table)
        for name, goal in world.truth["goals"].items():
            workspace.declare("goal", name, **goal)
        for name, sla in truth_business.SLAS.items():
            workspace.declare("sla", name, **sla)
        yield workspace


def _ask(ws: regard.Workspace, entry: JSON, **asked: Any) -> regard.Reply:
    """Return the reply to the question of an entry of the truth."""
    period = (entry["period"]["from"], entry["period"]["to"])
    return ws.ask(entry["metric"], period=period, variant=entry["variant"], **entry["arguments"], **asked)


def _wrong(expected: JSON, found: JSON) -> dict[str, Any]:
    """Return what is expected and not found, by name: beside it what was found."""
    return {
        name: (value, found.get(name)) for name, value in expected.items() if found.get(name) != pytest.approx(value)
    }


def _place(row: JSON) -> str:
    """Return what tells a row of a breakdown or a cell from the others."""
    return str({name: row[name] for name in _KEYS if name in row})


def _wrong_rows(expected: list[JSON], found: list[JSON]) -> dict[str, Any]:
    """Return what is wrong with rows, by what tells them apart."""
    rows = {_place(row): row for row in found}
    wrong = {_place(row): _wrong_row(row, rows.get(_place({**row}), {})) for row in expected}
    return {place: what for place, what in wrong.items() if what}


def _wrong_row(expected: JSON, found: JSON) -> dict[str, Any]:
    """Return what is wrong with one row, its parts included."""
    plain = {name: value for name, value in expected.items() if name not in ("parts", "group")}
    return {**_wrong(plain, found), **_wrong(expected.get("parts", {}), found.get("parts", {}))}
