"""Goal paths: declared steps on the way to a goal, and the attempts of people at them, kept for funnels over any days.

Of each local day on which a person began, the best attempt is kept: the one with the most steps, of several the one
that began last. It carries the nearest days that would put it in the shade: the last day before it with more steps,
and the first day after it with as many. An attempt is then the person's best of the days from a to b where neither of
these lies among them, so that funnels need neither events nor persons.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from itertools import pairwise
from operator import add
from typing import Any

import ibis

from regard.errors import RegardError, suggest
from regard.rows import touches
from regard.rows.days import DayOf, Days
from regard.rows.declared_dimensions import read_dimensions
from regard.rows.event_rows import EventRows
from regard.rows.log import kept_sql, records_of
from regard.rows.logged import Log, read_log
from regard.rows.sources import Source, customer_field, is_logged, touch_source
from regard.rows.specs import ATTENTION, EventSpec, parse_spec
from regard.warehouses.warehouse import Warehouse
from regard.workspace.durations import parse_duration
from regard.workspace.settings import Settings

TABLE = ibis.table(
    {
        "path": "string",
        **dict.fromkeys(("number", "level"), "int32"),
        "day": "date",
        **dict.fromkeys(("begins", "ends"), "timestamp(6)"),
        "taken": "array<int64>",
        **dict.fromkeys(("higher", "later"), "date"),
        "is_shared": "boolean",
    },
    name="goal_paths",
)
"""The best attempt of each person (`number`) and local `day` at each `path`: `level` steps, from `begins` to `ends`.

`taken` are the microseconds from each step to the next, as many as there were. `higher` is the last day before
with more steps, `later` the next day with as many. Where `is_shared`, an event of the person fits several steps, and
the attempts are not to be relied on.
"""

_TOUCHES = ibis.table(touches.TABLE.schema(), name="path_touches")
_LOG = "path_log"
_STEPS = range(2, 13)
_KEYS = ("steps", "window")
_MICROSECONDS = 1_000_000
_EXAMPLE = 'Write ws.declare("path", "checkout", steps=["view", "cart", "buy"], window="14d").'


@dataclass(frozen=True)
class GoalPath:
    """The steps of a path in their order, and the microseconds from the first to the last; `None` for no limit."""

    steps: tuple[EventSpec, ...]
    window: int | None

    def fields(self) -> set[str]:
        """Return the names of the fields that the steps look at."""
        return set().union(*(step.fields() for step in self.steps))


def read_path(name: str, written: Mapping[str, Any]) -> GoalPath:
    """Return what a declared path means.

    Raises `RegardError` where an argument is missing, means nothing, or asks for one step twice.
    """
    for key in written:
        if key not in _KEYS:
            raise RegardError("bad_settings", f'The path "{name}" has no "{key}".', suggest(key, _KEYS))
    steps = written.get("steps")
    if not isinstance(steps, list | tuple) or len(steps) not in _STEPS:
        message = f'The path "{name}" has not {_STEPS[0]} to {_STEPS[-1]} steps in a list.'
        raise RegardError("bad_value", message, _EXAMPLE)
    specs = tuple(parse_spec(step) for step in steps)
    for place, spec in enumerate(specs):
        if spec in specs[:place]:
            message = f'Steps {specs.index(spec) + 1} and {place + 1} of the path "{name}" are both "{spec}".'
            raise RegardError("bad_value", message, "A path is kept for different steps: ask the funnel itself.")
    return GoalPath(specs, _window(name, written.get("window", "14d")))


def _window(name: str, written: Any) -> int | None:
    """Return a length of time in microseconds; `"none"` is one without an end."""
    if written == "none":
        return None
    window = round(parse_duration(written).seconds * _MICROSECONDS)
    if window < 0:
        raise RegardError("bad_value", f'The window of the path "{name}" ends before it begins.', 'Write "14d".')
    return window


def attempts(name: str, path: GoalPath, source: Source, day_of: DayOf) -> ibis.Table:
    """Return the rows of one path, from touches with the fields of its steps: a union over people of those of each."""
    flags = {f"fits {place}": step.test(source.field) for place, step in enumerate(path.steps, 1)}
    known = source.table.filter(source.table.number.notnull(), source.table.type != ATTENTION)
    events = source.of(known).table.select("number", "time", **flags)
    chains = _chains(events, path, day_of)
    level = reduce(add, [(chains[f"at {step}"].notnull()).cast("int32") for step in _numbers(path)])
    ends = ibis.greatest(*(chains[f"at {step}"] for step in _numbers(path)))
    rows = chains.mutate(level=level, ends=ends)
    of_day = ibis.window(group_by=["number", "day"], order_by=[ibis.desc("level"), ibis.desc("at 1")])
    rows = rows.mutate(rank=ibis.row_number().over(of_day))
    best = rows.filter(rows["rank"] == 0)
    return _told(name, path, best, _sharing(events, flags))


def _numbers(path: GoalPath) -> range:
    """Return the numbers of the steps of a path."""
    return range(1, len(path.steps) + 1)


def _chains(events: ibis.Table, path: GoalPath, day_of: DayOf) -> ibis.Table:
    """Return the earliest chain from each beginning: `number`, `day`, `at 1`, `at 2` ..., null where it did not go on.

    Of beginnings of one day that the same second step follows, only the last is looked at.
    """
    starts = events.filter(events["fits 1"]).select("number", **{"at 1": "time"})
    chains = _followed(starts, events, 2)
    chains = chains.mutate(day=day_of(chains["at 1"]))
    chains = chains.group_by(["number", "day", "at 2"]).agg(**{"at 1": chains["at 1"].max()})
    chains = _within(chains, path, 2)
    for step in _numbers(path)[2:]:
        chains = _within(_followed(chains, events, step), path, step)
    return chains


def _followed(chains: ibis.Table, events: ibis.Table, step: int) -> ibis.Table:
    """Return chains with the first time of a step at or after that of the step before."""
    at = f"at {step}"
    following = events.filter(events[f"fits {step}"]).select("number", **{at: "time"})
    joined = chains.asof_join(following, on=chains[f"at {step - 1}"] <= following[at], predicates="number")
    return joined.select(*chains.columns, at)


def _within(chains: ibis.Table, path: GoalPath, step: int) -> ibis.Table:
    """Return chains that end before a step which lies beyond the window."""
    if path.window is None:
        return chains
    at, begun = chains[f"at {step}"], chains["at 1"]
    inside = touches.microseconds(at) - touches.microseconds(begun) <= path.window
    return chains.mutate(**{f"at {step}": ibis.ifelse(inside, at, ibis.null(at.type()))})


def _sharing(events: ibis.Table, flags: Mapping[str, Any]) -> ibis.Table:
    """Return the people of whom an event fits several steps: `number`, `is_shared`."""
    several = reduce(add, [ibis.ifelse(events[flag], 1, 0) for flag in flags]) > 1
    return events.filter(several).select("number", is_shared=True).distinct()


def _told(name: str, path: GoalPath, best: ibis.Table, sharing: ibis.Table) -> ibis.Table:
    """Return the best attempts of days with the days that put them in the shade, in the form that is kept."""
    numbers = _numbers(path)
    before = ibis.window(group_by="number", order_by="day", preceding=(None, 1))
    after = ibis.window(group_by="number", order_by="day", following=(1, None))
    never = ibis.null("date")
    higher = [
        (best.level == level, ibis.ifelse(best.level > level, best.day, never).max().over(before)) for level in numbers
    ]
    later = [
        (best.level == level, ibis.ifelse(best.level >= level, best.day, never).min().over(after)) for level in numbers
    ]
    at = [touches.microseconds(best[f"at {step}"]) for step in numbers]
    rows = best.select(
        "number",
        "level",
        "day",
        "ends",
        path=ibis.literal(name),
        begins=best["at 1"],
        taken=ibis.array([now - last for last, now in pairwise(at)])[: best.level - 1],
        higher=ibis.cases(*higher, else_=never),
        later=ibis.cases(*later, else_=never),
    )
    joined = rows.left_join(sharing, "number").select(rows, shared=sharing.is_shared)
    return joined.mutate(is_shared=joined.shared.fill_null(False)).select(*TABLE.columns)


def declared_paths(written: Mapping[str, Mapping[str, Any]]) -> dict[str, GoalPath]:
    """Return the declared paths by name, in the order of their names."""
    return {name: read_path(name, written[name]) for name in sorted(written)}


def path_plan(settings: Settings, warehouse: Warehouse) -> dict[str, tuple[list[str], object, Callable[[], None]]]:
    """Return the records and settings on which the attempts at paths depend, and how they are made; see `derive`."""
    paths = declared_paths(settings.paths)
    if not paths:
        return {}
    fields = set().union(*(path.fields() for path in paths.values()))
    declared = read_dimensions(settings.dimensions)
    of_customers = any(customer_field(name, declared) for name in fields)
    inputs = ["event", "link", *(["customer"] if of_customers else [])]
    choices = [settings.zone.key, settings.visit_timeout, settings.paths, declared]
    return {TABLE.get_name(): (inputs, choices, lambda: _derive(paths, settings, warehouse))}


def _derive(paths: Mapping[str, GoalPath], settings: Settings, warehouse: Warehouse) -> None:
    """Make the attempts at every path anew."""
    rows = EventRows(warehouse, settings)
    rows.know_days()
    for place, query in enumerate(_queries(paths, rows.days, rows.log, warehouse.dialect)):
        if place:
            warehouse.append(TABLE.get_name(), query)
        else:
            warehouse.derive(TABLE.get_name(), query)


def follow_paths(settings: Settings, warehouse: Warehouse, days: Days, people: ibis.Table) -> None:
    """Make the attempts of some people anew, who are told by `number`; rows of touches and visits are in step."""
    paths, log = declared_paths(settings.paths), read_log(settings, warehouse)
    fields = set().union(*(path.fields() for path in paths.values()))
    told = ("path touches", tuple(sorted(fields)), log)
    make = partial(_touches_of, people, fields, days, log)
    warehouse.derive(_TOUCHES.get_name(), kept_sql(repr(told), make, warehouse.dialect), temporary=True)
    renamed = {"touches": _TOUCHES.get_name()}
    if any(is_logged(name, log) for name in fields):
        warehouse.derive(_LOG, kept_sql("path log", _log, warehouse.dialect), temporary=True)
        renamed["events"] = _LOG
    gone = kept_sql("path people", lambda: people.select("number").distinct(), warehouse.dialect)
    warehouse.remove(TABLE.get_name(), ["number"], gone)
    for query in _queries(paths, days, log, warehouse.dialect, renamed):
        warehouse.append(TABLE.get_name(), query)
    for name in (_TOUCHES.get_name(), _LOG):
        warehouse.drop(name)


def _queries(
    paths: Mapping[str, GoalPath],
    days: Days,
    log: Log,
    dialect: str,
    renamed: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the statement that gives the attempts at each path."""
    told = repr(log)
    return [
        kept_sql((name, repr(path), days, told), partial(_attempts_at, name, path, days, log), dialect, renamed)
        for name, path in paths.items()
    ]


def _touches_of(people: ibis.Table, fields: Collection[str], days: Days, log: Log) -> ibis.Table:
    """Return the touches of some people: only what the fields of steps need, where no other table is joined to them."""
    source = touch_source(touches.TABLE, fields, days.zone, log=log)
    needed = {"number", "time", "type", *source.columns.values()}
    is_alone = source.table.equals(touches.TABLE)
    told = touches.TABLE.filter(touches.TABLE.type != ATTENTION).semi_join(people, "number")
    return told.select(*(name for name in touches.TABLE.columns if name in needed or not is_alone))


def _log() -> ibis.Table:
    """Return the events of these touches as the log has them."""
    return records_of("event").semi_join(_TOUCHES, "event")


def _attempts_at(name: str, path: GoalPath, days: Days, log: Log) -> ibis.Table:
    """Return the rows of one path, of all touches, as they are laid out."""
    source = touch_source(touches.TABLE, path.fields(), days.zone, log=log)
    return attempts(name, path, source, days.of).order_by("day")


__all__ = ["TABLE", "GoalPath", "attempts", "declared_paths", "follow_paths", "path_plan", "read_path"]
