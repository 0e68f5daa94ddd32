from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import mean, median
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard import Reply
from regard.asking.curves import funnel_side
from regard.metrics.curves.funnel_rules import FOREVER, Order, Rules
from regard.workspace.zones import first_instant
from tests.metrics.curves.naive_funnel import Best, Happened, best_attempt
from tests.naive.random_logs import ROME, event_logs, link_logs
from tests.naive.visits import Event, Touch, read_log
from tests.naive.workspaces import told

FEW = settings(max_examples=settings.default.max_examples // 5)  # type: ignore[union-attr]
DAY = timedelta(days=1)
Fits = Callable[[Touch], bool]

SPECS: dict[str, tuple[Any, Fits]] = {
    "cart": ("cart", lambda touch: touch.event.get("name") == "cart"),
    "buy": ({"event": "buy"}, lambda touch: touch.event.get("name") == "buy"),
    "seen": ("seen", lambda touch: touch.event.get("name") == "seen"),
    "page /a": ({"page": "/a"}, lambda touch: touch.event["type"] == "page" and touch.page == "/a"),
    "page": ({"page": "/**"}, lambda touch: touch.event["type"] == "page"),
    "any": ("any", lambda touch: touch.counts),
}
APART = ("cart", "buy", "seen", "page /a")
"""Specs of which no event fits two."""

WINDOWS = {"none": FOREVER, "0s": 0, "12s": 12, "30m": 1800, 7200: 7200, "3d": 3 * 86_400}


@dataclass(frozen=True)
class Asked:
    """A funnel as it is asked, and what a naive statement needs to know of it."""

    steps: tuple[str, ...]
    rules: Rules
    excluded: tuple[str, ...]
    options: dict[str, Any]
    days: tuple[date, date]
    as_of: date

    def arguments(self) -> dict[str, Any]:
        """Return the question."""
        limits = self.options["within"]
        steps = [
            {"within": limits[step], **(SPECS[name][0] if isinstance(SPECS[name][0], dict) else {"event": name})}
            for step, name in enumerate(self.steps)
        ]
        exclude = [
            {"event": SPECS[name][0], "between": list(between)}
            if name != "page /a"
            else {"page": "/a", "between": between}
            for name, between in zip(self.excluded, self.rules.exclusions, strict=True)
        ]
        period = tuple(day.isoformat() for day in self.days)
        more = {name: value for name, value in self.options.items() if name != "within"}
        return {"steps": steps, "exclude": exclude, "period": period, "as_of": self.as_of, **more}


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Return a funnel of two to four steps with any of the options that go together."""
    orders: tuple[Order, ...] = ("ordered", "ordered", "strict", "any")
    order = draw(st.sampled_from(orders))
    by = draw(st.sampled_from([None, "country", "channel"]))
    names = st.sampled_from(APART if by else tuple(SPECS))
    steps = tuple(draw(st.lists(names, min_size=2, max_size=4, unique=order == "any")))
    window = draw(st.sampled_from(list(WINDOWS)))
    within: list[Any] = [None] * len(steps)
    if order != "any" and WINDOWS[window] >= 1800:
        within[draw(st.integers(1, len(steps) - 1))] = draw(st.sampled_from([None, "12s", 600]))
    exclusions = []
    if order == "ordered" and draw(st.booleans()):
        after = draw(st.integers(1, len(steps) - 1))
        exclusions = [(after, draw(st.integers(after + 1, len(steps))))]
    seconds = [WINDOWS.get(limit, limit) if limit is not None else FOREVER for limit in within]
    limits = tuple(limit if limit == FOREVER else limit * 1_000_000 for limit in seconds)
    length = WINDOWS[window] if window == "none" else WINDOWS[window] * 1_000_000
    options = {"order": order, "window": window, "by": by, "within": within}
    options["attribution"] = draw(st.sampled_from([None, "first_touch", "last_touch", "step:2"])) if by else None
    options["hold"] = draw(st.sampled_from([None, None, ["country"]]))
    options["unit"] = draw(st.sampled_from(["person", "person", "visit"]))
    options["where"] = draw(st.sampled_from([None, None, [["is", "country", ["IT"]]]]))
    return Asked(
        steps=steps,
        rules=Rules(len(steps), order, length, limits, tuple(exclusions)),
        excluded=tuple(draw(names) for _ in exclusions),
        options=options,
        days=(date(2025, 3, 29), date(2025, 3, draw(st.integers(29, 31)))),
        as_of=draw(st.sampled_from([date(2025, 3, 31), date(2025, 5, 31)])),
    )


@FEW
@given(
    events=event_logs(),
    links=link_logs(),
    questions=st.lists(questions(), min_size=5, max_size=5),
    most=st.sampled_from([2, 7, 1 << 20]),
)
def test_funnels_agree_with_plain_python(
    events: list[Event], links: list[Any], questions: list[Asked], most: int
) -> None:
    """People, exclusions, open windows, times, groups and active people of each step are what plain Python counts.

    So they are into however many parts the people fall that are read at once.
    """
    touches = read_log(events, links)
    with told(events, links) as ws, patch.object(funnel_side, "_MOST_EVENTS", most):
        for asked in questions:
            agree(ws.ask("funnel", **asked.arguments()), asked, touches)


def agree(reply: Reply, asked: Asked, touches: list[Touch]) -> None:
    """Hold a reply against the best attempts of all units."""
    start, end = first_instant(asked.days[0], ROME), first_instant(asked.days[1] + DAY, ROME)
    now = first_instant(asked.as_of + DAY, ROME)
    counted = [touch for touch in touches if start <= touch.time < max(end, now) and _passes(touch, asked)]
    units = _best_of_units(counted, asked, _microseconds(start), _microseconds(end))
    clean = [one for one in units if one.times]
    assert reply.parts["excluded"] == len(units) - len(clean)
    whole = [cell for cell in reply.cells if "group" not in cell]
    _agree_cells(whole, clean, asked, _microseconds(now))
    active = {touch.person for touch in counted if touch.counts and touch.person and touch.time < end}
    if asked.options["unit"] == "person":
        assert [cell["of_active"] for cell in whole] == [
            cell["people"] / len(active) if active else None for cell in whole
        ]
    if asked.options["by"] and asked.rules.order != "any":
        _agree_groups(reply, clean, asked, _microseconds(now))


@dataclass(frozen=True)
class Unit:
    """The best attempt of a unit, with the events among which it was found."""

    times: tuple[int, ...]
    touches: list[Touch]


def _passes(touch: Touch, asked: Asked) -> bool:
    """Return whether an event passes the filter."""
    return asked.options["where"] is None or bool(touch.origin("country") == "IT")


def _best_of_units(touches: list[Touch], asked: Asked, since: int, until: int) -> list[Unit]:
    """Return the best attempt of each unit that made one: over all values of what is held."""
    attempts: dict[Any, dict[Any, list[Touch]]] = {}
    for touch in touches:
        unit = touch.person if asked.options["unit"] == "person" else touch.visit
        held = touch.origin("country") if asked.options["hold"] else "all"
        if unit is not None and held is not None and touch.counts:
            attempts.setdefault(unit, {}).setdefault(held, []).append(touch)
    found = []
    for held_apart in attempts.values():
        best = [
            Unit(attempt.times, own)
            for own in held_apart.values()
            if (attempt := _best(own, asked, since, until)) is not None
        ]
        if best:
            found.append(max(best, key=lambda unit: (len(unit.times), unit.times[:1], [-time for time in unit.times])))
    return found


def _best(touches: list[Touch], asked: Asked, since: int, until: int) -> Best | None:
    """Return the best attempt among events in their order."""
    happened = [
        Happened(
            _microseconds(touch.time),
            frozenset(step for step, name in enumerate(asked.steps, 1) if SPECS[name][1](touch)),
            frozenset(index for index, name in enumerate(asked.excluded, 1) if SPECS[name][1](touch)),
        )
        for touch in touches
    ]
    kept = [event for event in happened if event.steps or event.excluded or asked.rules.order == "strict"]
    return best_attempt(kept, asked.rules, since, until)


def _agree_cells(cells: list[dict[str, Any]], units: list[Unit], asked: Asked, now: int) -> None:
    """Hold the cells against the best attempts of the units that they count."""
    rules = asked.rules
    for step, cell in enumerate(cells, 1):
        did = [unit for unit in units if len(unit.times) >= step]
        assert (cell["people"], cell["of_first"]) == (len(did), len(did) / len(units) if units else None)
        if step == 1:
            continue
        seconds = [(unit.times[step - 1] - unit.times[step - 2]) / 1_000_000 for unit in did]
        assert cell["mean_seconds"] == (pytest.approx(mean(seconds)) if seconds else None)
        assert cell["median_seconds"] == (pytest.approx(median(seconds)) if seconds else None)
        waiting = [
            unit
            for unit in units
            if len(unit.times) == step - 1
            and unit.times[0] + rules.window >= now
            and unit.times[step - 2] + rules.limit(step) >= now
        ]
        if rules.order != "strict":
            assert cell["in_progress"] == len(waiting)
        assert cell["in_progress"] <= len(waiting)


def _agree_groups(reply: Reply, units: list[Unit], asked: Asked, now: int) -> None:
    """Hold each group's cells against the units whose step events have its value."""
    by, attribution = asked.options["by"], asked.options["attribution"] or "first_touch"
    groups: dict[Any, list[Unit]] = {}
    for unit in units:
        values = [_value(unit, asked, step) for step in range(1, len(unit.times) + 1)]
        known = [value for value in values if value is not None]
        if attribution == "step:2":
            if len(values) < 2:
                continue
            value = values[1]
        else:
            value = (known[0] if attribution == "first_touch" else known[-1]) if known else None
        groups.setdefault(value, []).append(unit)
    assert {row["group"][by]: row["n"] for row in reply.breakdown} == {name: len(own) for name, own in groups.items()}
    for name, own in groups.items():
        _agree_cells([cell for cell in reply.cells if cell.get("group") == {by: name}], own, asked, now)


def _value(unit: Unit, asked: Asked, step: int) -> Any:
    """Return the value on the first event of the instant at which a step was done that fits it and is not used up."""
    name, time = asked.steps[step - 1], unit.times[step - 1]
    before = [place for place in range(step - 1) if asked.steps[place] == name and unit.times[place] == time]
    fitting = [touch for touch in unit.touches if _microseconds(touch.time) == time and SPECS[name][1](touch)]
    return fitting[len(before)].origin(asked.options["by"])


def _microseconds(instant: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
