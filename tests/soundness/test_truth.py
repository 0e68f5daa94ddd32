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
from tests.soundness import truth_business, truth_site, truth_variants
from tests.soundness.truth_journeys import steps_after
from tests.soundness.truth_told import Recount, Told

JSON = Mapping[str, Any]

_KEYS = ("group", "cohort", "k", "start", "step", "active")
"""What tells rows and cells of a reply apart."""

_PARTS: dict[str, dict[str, str]] = {
    # What members brought is said by the variant `revenue`, which has a test of its own.
    "loyalty_participation": {"members": "participating_members", "customers": "customers"},
    # Who was lost is told by the churn rate of the same month, and here by those who were kept.
    "retention_rate": {"start": "start", "new": "new", "end": "end"},
}
"""Where the truth and a reply name their parts differently: the catalogue's names of those that both have."""

_OTHER_NAMES = {("time_on_page", "focused"), ("resolution_time", "full")}
"""Variants that are the default by its name."""

_UNTOLD = {("service_satisfaction", "good_bad")}
"""Variants of which the world has no records: its tickets carry no rating of their own."""

RECOUNTS = (*truth_site.RECOUNTS, *truth_business.RECOUNTS, *truth_variants.RECOUNTS)


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
    return str([(name, row[name]) for name in _KEYS if name in row])


def _wrong_rows(expected: list[JSON], found: list[JSON]) -> dict[str, Any]:
    """Return what is wrong with rows, by what tells them apart."""
    rows = {_place(row): row for row in found}
    wrong = [(_place(row), _wrong_row(row, rows.get(_place(row), {}))) for row in expected]
    return {place: what for place, what in wrong if what}


def _wrong_row(expected: JSON, found: JSON) -> dict[str, Any]:
    """Return what is wrong with one row, its parts included."""
    plain = {name: value for name, value in expected.items() if name not in ("parts", "group")}
    return {**_wrong(plain, found), **_wrong(expected.get("parts", {}), found.get("parts", {}))}


def test_what_was_counted_comes_back(world: World, ws: regard.Workspace) -> None:
    """Whatever the simulator counted before any of it was a record is what the records say: to the last cell."""
    wrong = {name: _wrong_reply(entry, _ask(ws, entry)) for name, entry in world.truth["counted"].items()}
    assert len(wrong) > 20
    assert {name: what for name, what in wrong.items() if what} == {}


def _wrong_reply(entry: JSON, reply: regard.Reply) -> dict[str, Any]:
    """Return what a reply says otherwise than an entry of the truth, as far as that tells it."""
    told = reply.to_dict()
    names = _PARTS.get(entry["metric"], {name: name for name in entry.get("parts", {})})
    parts = {ours: entry["parts"][name] for name, ours in names.items()}
    plain = {name: entry[name] for name in ("value", "unit", "n", "currency") if name in entry}
    rows = {name: _wrong_rows(entry.get(name, []), told[name]) for name in ("breakdown", "cells")}
    return {
        **_wrong(plain, told),
        **_wrong(parts, told["parts"]),
        **{name: what for name, what in rows.items() if what},
    }


def test_the_rest_of_a_curve_is_not_over_yet(world: World, ws: regard.Workspace) -> None:
    """Where the truth of a curve is silent the reply has no number: every cell beside its own is incomplete."""
    entry = world.truth["counted"]["retention_curve"]
    known = {_place(cell) for cell in entry["cells"]}
    beside = [cell for cell in _ask(ws, entry).cells if _place(cell) not in known]
    assert beside
    assert {(cell["people"], cell["value"], cell["is_complete"]) for cell in beside} == {(None, None, False)}


def test_members_bring_their_part_of_the_revenue(world: World, ws: regard.Workspace) -> None:
    """The variant of loyalty participation says what the truth tells of members' money."""
    entry = world.truth["counted"]["loyalty_participation"]
    reply = _ask(ws, {**entry, "variant": "revenue"})
    members, everybody = entry["parts"]["member_revenue"], entry["parts"]["revenue"]
    assert reply.parts == {"revenue_of_members": pytest.approx(members), "revenue": pytest.approx(everybody)}
    assert reply.value == pytest.approx(members / everybody)


def test_intervals_hold_what_the_process_has(world: World, ws: regard.Workspace) -> None:
    """Each interval of 99.9 % holds the value of the whole population: 46 of them at a fixed seed."""
    outside = {}
    for name, entry in world.truth["metrics"].items():
        reply = _ask(ws, entry, level=0.999)
        assert reply.interval is not None, name
        low, high = reply.interval["low"], reply.interval["high"]
        # An interval that holds everything would pass, too: none is wider than this.
        if not low <= entry["value"] <= high or not 0 < high - low < 4 * abs(entry["value"]):
            outside[name] = (low, entry["value"], high)
    assert outside == {}


@pytest.mark.parametrize("recount", RECOUNTS, ids=lambda recount: f"{recount.metric} {[*recount.asked.values()]}")
def test_recounts(recount: Recount, world: World, told: Told, ws: regard.Workspace) -> None:
    """A second count from the records gives the same number and the same parts, for the year and each part of it."""
    period = world.truth["period"]
    reply = ws.ask(recount.metric, period=(period["from"], period["to"]), every=recount.every, **recount.asked)
    found = [{"from": period["from"], "to": period["to"], **reply.to_dict()}]
    found += [{"from": point["start"], "to": point["end"], **point} for point in reply.series]
    expected = [recount.count(told, told.span(span)) for span in found]
    wrong = {
        span["from"]: _wrong(numbers, {**span["parts"], "value": span["value"]})
        for numbers, span in zip(expected, found, strict=True)
    }
    assert {start: what for start, what in wrong.items() if what} == {}
    assert len(expected) > 12
    assert len({numbers["value"] for numbers in expected}) > 2, "Parts that are all alike would show nothing."


@pytest.mark.parametrize("anchor", ["ticket", "mention"])
def test_journeys_are_followed_alike(anchor: str, world: World, told: Told, ws: regard.Workspace) -> None:
    """After an anchor come as many steps of each kind as the records show."""
    period = world.truth["period"]
    reply = ws.ask("journeys", period=(period["from"], period["to"]), anchor=anchor, depth=3)
    steps = steps_after(told, told.span(period), anchor, 3)
    assert {(cell["depth"], cell["from"], cell["to"]): cell["people"] for cell in reply.cells} == steps
    people, went_on = (
        sum(count for (depth, _, there), count in steps.items() if depth == 1 and (there or not is_onward))
        for is_onward in (False, True)
    )
    assert (reply.n, reply.parts["went_on"]) == (people, went_on)
    assert reply.value == pytest.approx(went_on / people)
    assert len(steps) > 10


def test_no_metric_is_left_without_a_truth(world: World) -> None:
    """Every metric of the catalogue, and every variant of it, is told by the truth, counted once more or followed."""
    entries = [*world.truth["metrics"].values(), *world.truth["counted"].values()]
    shown = {(entry["metric"], entry["variant"]) for entry in entries}
    shown |= {(recount.metric, recount.asked.get("variant", recount.asked.get("per"))) for recount in RECOUNTS}
    shown |= {("journeys", None), ("loyalty_participation", "revenue")}
    everything = {(name, way) for name, metric in METRICS.items() for way in (None, *metric.variants, *metric.per)}
    assert shown == everything - _OTHER_NAMES - _UNTOLD
