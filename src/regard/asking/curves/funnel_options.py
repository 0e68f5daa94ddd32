"""The arguments of a funnel, read and refused before anything is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from regard.errors import RegardError, suggest, unknown
from regard.metrics.curves.funnel_rules import FOREVER, LEAST_STEPS, MOST_STEPS, Order, Rules
from regard.rows.specs import EventSpec, parse_spec
from regard.workspace.durations import parse_duration

_EXAMPLE = 'steps=["view", "cart", "buy"]'
_ORDERS = ("ordered", "strict", "any")
_TOUCHES = ("first_touch", "last_touch")
_SPEC_KEYS = ("event", "page", "where")
_MOST_EXCLUSIONS = 30
_MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class FunnelOptions:
    """What a funnel was asked to do; the rules are those of its chains."""

    steps: tuple[EventSpec, ...]
    rules: Rules
    excluded: tuple[EventSpec, ...]
    hold: tuple[str, ...]
    unit: str
    """`"person"`, `"visit"` or a field."""

    attribution: Literal["first_touch", "last_touch"] | int
    """Which step event a group is read from; a number is a step, and leaves out who did not reach it."""

    written: dict[str, Any]
    """The arguments as they were understood, defaults included."""


def read_funnel(
    options: Mapping[str, Any], by: Sequence[str], paths: Mapping[str, Mapping[str, Any]] | None = None
) -> FunnelOptions:
    """Return what the arguments of a funnel mean; `by` are the dimensions that it is split by.

    `paths` are those that are declared, by the names that may stand for steps. Raises `RegardError` where an argument
    is missing, means nothing, or contradicts another.
    """
    options = _with_path(options, paths or {})
    steps = _list_of_steps(options.get("steps"))
    order = _order(options.get("order", "ordered"))
    window = read_window("window", options.get("window", "14d"))
    specs = tuple(_step_spec(number, step) for number, step in enumerate(steps, 1))
    within = _within(steps, window, order)
    exclusions = _exclusions(options.get("exclude"), len(steps), order)
    _check_any(specs, order)
    attribution = _attribution(options.get("attribution"), len(steps), by)
    return FunnelOptions(
        steps=specs,
        rules=Rules(len(steps), order, window, within, tuple(between for _, between in exclusions)),
        excluded=tuple(spec for spec, _ in exclusions),
        hold=_fields(options.get("hold")),
        unit=_unit(options.get("unit", "person")),
        attribution=attribution,
        written={
            "order": "ordered",
            "window": "14d",
            "unit": "person",
            **({"attribution": "first_touch"} if by else {}),
            **options,
        },
    )


def read_window(name: str, written: Any) -> int:
    """Return a length of time in microseconds, days being 24 hours; `"none"` is one without an end."""
    if written == "none":
        return FOREVER
    microseconds = round(parse_duration(written).seconds * _MICROSECONDS)
    if microseconds < 0:
        raise RegardError("bad_value", f"{name}={written!r} ends before it begins.", f'Write {name}="14d".')
    return min(microseconds, FOREVER)


def _with_path(options: Mapping[str, Any], paths: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the arguments with the steps of the path that they name, and with its window where they give none."""
    name = options.get("steps")
    if not paths or not isinstance(name, str):
        return options
    if name not in paths:
        raise unknown("path", name, paths)
    return {**paths[name], **options, "steps": paths[name]["steps"]}


def _list_of_steps(written: Any) -> list[Any]:
    """Return the steps as they were written, checked for their number."""
    if not isinstance(written, list | tuple):
        raise RegardError("bad_value", f"steps={written!r} is not a list of event specs.", f"Write {_EXAMPLE}.")
    if not LEAST_STEPS <= len(written) <= MOST_STEPS:
        said = "no steps" if not written else "1 step" if len(written) == 1 else f"{len(written)} steps"
        raise RegardError("bad_value", f"A funnel of {said} has no way from a first to a last.", _range_of_steps())
    return list(written)


def _range_of_steps() -> str:
    """Return how many steps there may be."""
    return f"Give {LEAST_STEPS} to {MOST_STEPS} steps, such as {_EXAMPLE}."


def _order(written: Any) -> Order:
    """Return one of the three orders."""
    if written not in _ORDERS:
        raise RegardError("bad_value", f"order={written!r} means nothing.", suggest(str(written), _ORDERS))
    order: Order = written
    return order


def _step_spec(number: int, written: Any) -> EventSpec:
    """Return the event spec of a step."""
    return _spec(written, f"Step {number}", (*_SPEC_KEYS, "within"), "within")


def _spec(written: Any, thing: str, known: Sequence[str], own: str) -> EventSpec:
    """Return the event spec inside a mapping that has a key of its own beside those of specs."""
    if not isinstance(written, dict):
        return parse_spec(written)
    for key in written:
        if key not in known:
            raise RegardError("bad_filter", f'{thing} has no "{key}".', suggest(str(key), known))
    rest = {key: value for key, value in written.items() if key != own}
    is_nested = isinstance(rest.get("event"), dict) and set(rest) == {"event"}
    return parse_spec(rest["event"] if is_nested else rest)


def _within(steps: Sequence[Any], window: int, order: Order) -> tuple[int, ...]:
    """Return each step's own limit in microseconds; empty where none has one."""
    limits = [FOREVER] * len(steps)
    for number, step in enumerate(steps, 1):
        written = step.get("within") if isinstance(step, dict) else None
        if written is None:
            continue
        if order == "any":
            message = f'order="any" and the "within" of step {number} do not go together.'
            raise RegardError("not_together", message, "Without an order no step comes before another: drop one.")
        if number == 1:
            message = '"within" is counted from the step before, and step 1 has none.'
            raise RegardError("bad_value", message, "Move it to the step that it limits.")
        limits[number - 1] = read_window("within", written)
        if limits[number - 1] > window:
            message = f'The "within" of step {number}, {written!r}, is longer than the window of the whole funnel.'
            raise RegardError("not_together", message, "Make the window longer, or the limit shorter.")
    return tuple(limits) if min(limits) < FOREVER else ()


def _exclusions(written: Any, steps: int, order: Order) -> list[tuple[EventSpec, tuple[int, int]]]:
    """Return the excluded events, each with the steps between which it must not happen."""
    if written in (None, [], ()):
        return []
    if order != "ordered":
        reason = "Strict order allows nothing between two steps anyway" if order == "strict" else "There is no between"
        message = f'order="{order}" and "exclude" do not go together.'
        raise RegardError("not_together", message, f'{reason}: drop one, or take order="ordered".')
    if not isinstance(written, list | tuple) or len(written) > _MOST_EXCLUSIONS:
        message = f"exclude={written!r} is not a list of at most {_MOST_EXCLUSIONS} events."
        raise RegardError("bad_value", message, _exclude_example())
    return [_exclusion(item, steps) for item in written]


def _exclusion(written: Any, steps: int) -> tuple[EventSpec, tuple[int, int]]:
    """Return one excluded event and its steps."""
    if not isinstance(written, dict):
        raise RegardError("bad_value", f"{written!r} does not say between which steps.", _exclude_example())
    spec = _spec(written, "An exclusion", (*_SPEC_KEYS, "between"), "between")
    between = written.get("between")
    if between is None:
        raise RegardError("missing_argument", f'The exclusion of "{spec}" has no "between".', _exclude_example())
    is_pair = isinstance(between, list | tuple) and len(between) == len(("after", "before"))
    if not is_pair or not all(isinstance(step, int) and not isinstance(step, bool) for step in between):
        raise RegardError("bad_value", f"between={between!r} is not two numbers of steps.", _exclude_example())
    after, before = between
    if not (1 <= after <= steps and 1 <= before <= steps):
        message = f"between={list(between)} names a step that is none of the {steps}."
        raise RegardError("bad_value", message, f"Steps are counted from 1 to {steps}.")
    if after >= before:
        message = f"between={list(between)} begins at step {after}, not before step {before}, where it ends."
        way_out = "between=[1, 2]" if after == before else f"between=[{before}, {after}]"
        raise RegardError("bad_value", message, f"Write {way_out}.")
    return spec, (after, before)


def _exclude_example() -> str:
    """Return how an exclusion is written."""
    return 'Write exclude=[{"event": "refund", "between": [1, 2]}].'


def _check_any(specs: Sequence[EventSpec], order: Order) -> None:
    """Refuse one step twice where steps are told apart by what they are, not by their place."""
    if order != "any":
        return
    for number, spec in enumerate(specs, 1):
        if spec in specs[: number - 1]:
            message = f'order="any" counts different steps, and steps {specs.index(spec) + 1} and {number} are both '
            raise RegardError("not_together", f'{message}"{spec}".', 'Drop one, or take order="ordered".')


def _fields(written: Any) -> tuple[str, ...]:
    """Return the names of fields, from one or a list of them."""
    names = (written,) if isinstance(written, str) else tuple(written) if isinstance(written, list | tuple) else None
    if written is None:
        return ()
    if not names or not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        message = f"hold={written!r} is not a list of different fields."
        raise RegardError("bad_value", message, 'Write hold=["properties.workspace"].')
    return names


def _unit(written: Any) -> str:
    """Return what is counted."""
    if not isinstance(written, str) or not written:
        example = 'Write unit="visit", or a field such as unit="properties.account_id".'
        raise RegardError("bad_value", f"unit={written!r} is no unit.", example)
    return written


def _attribution(written: Any, steps: int, by: Sequence[str]) -> Literal["first_touch", "last_touch"] | int:
    """Return which step event a group is read from."""
    if written is None:
        return "first_touch"
    if not by:
        message = '"attribution" and no "by" do not go together.'
        raise RegardError("not_together", message, 'Add by="channel", or drop attribution.')
    if written in _TOUCHES:
        touch: Literal["first_touch", "last_touch"] = written
        return touch
    prefix, _, number = str(written).partition(":")
    if prefix != "step" or not number.isdecimal():
        known = (*_TOUCHES, "step:1")
        raise RegardError("bad_value", f"attribution={written!r} means nothing.", suggest(str(written), known))
    if not 1 <= int(number) <= steps:
        message = f'attribution="{written}" names a step that is none of the {steps}.'
        raise RegardError("bad_value", message, f'Steps are counted from 1: "step:1" to "step:{steps}".')
    return int(number)
