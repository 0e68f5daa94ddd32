"""Targets: what a metric shall reach by a date, how far it is, and whether it is on pace."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from regard.asking.reply import JSON, Reply
from regard.errors import RegardError, unknown
from regard.metrics.kinds import Count, Curve, Metric

WINDOW_DAYS = 28
"""The days over which a rate, a score or a time is measured for a target."""

_DAY = timedelta(days=1)
_OWN = ("metric", "value", "by", "since")
Ask = Callable[..., Reply]
State = Literal["met", "missed", "ahead", "on pace", "behind", "no data"]


@dataclass(frozen=True)
class Target:
    """What a metric shall reach: shares 0..1, times in seconds, as in replies."""

    name: str
    metric: str
    value: float
    since: date
    by: date
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """Arguments of the question, such as `goal` or `where`."""


@dataclass(frozen=True)
class Progress:
    """How far a target is."""

    name: str
    metric: str
    target: float
    since: str
    by: str
    start: float | None
    """The value from which it set out: 0 for what adds up, else that of the 28 days before `since`."""

    now: float | None
    expected: float | None
    """Where an even pace would be now."""

    share: float | None
    """The part of the way from start to target that is behind."""

    elapsed: float
    """The part of the time that is behind."""

    state: State
    is_sure: bool
    """Whether the interval of the value lies wholly on one side of the target or of the even pace."""

    def to_dict(self) -> JSON:
        """Return the progress as JSON values."""
        return asdict(self)


def read_target(name: str, spec: Mapping[str, Any], catalogue: Mapping[str, Metric[Any]], today: date) -> Target:
    """Return the target that a declaration means; without `since` it sets out `today`.

    Raises `RegardError`: `unknown_metric`, `missing_argument`, `bad_value`, `bad_period`, `not_for_metric`.
    """
    metric = spec.get("metric", name)
    if metric not in catalogue:
        raise unknown("metric", metric, catalogue)
    if isinstance(catalogue[metric], Curve):
        raise RegardError("not_for_metric", f"{metric} is a curve and has no target.", "Take a metric with one number.")
    for key in ("value", "by"):
        if key not in spec:
            raise RegardError(
                "missing_argument", f'The target {name} has no "{key}".', 'Write value=0.85, by="2026-12-31".'
            )
    value = spec["value"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RegardError(
            "bad_value", f"The target {name} is {value!r}, which is no number.", "Write value=0.85 for 85 %."
        )
    by, since = _day(name, "by", spec["by"]), _day(name, "since", spec.get("since", today))
    if by <= since:
        raise RegardError("bad_period", f"The target {name} ends on {by} and sets out on {since}.", "Let it end later.")
    own = {key: value for key, value in spec.items() if key not in _OWN}
    return Target(name, metric, float(value), since, by, own)


def check_target(name: str, spec: Mapping[str, Any], catalogue: Mapping[str, Metric[Any]], today: date) -> Target:
    """Return a target that is declared now; one that has ended already is refused (`bad_period`)."""
    target = read_target(name, spec, catalogue, today)
    if target.by <= today:
        raise RegardError(
            "bad_period", f"The target {name} ends on {target.by}, and today is {today}.", "Name a day to come."
        )
    return target


def progress_of(target: Target, metric: Metric[Any], ask: Ask, today: date) -> Progress:
    """Return how far a target is, asking for its metric now and at its start."""
    last = min(today, target.by)
    elapsed = min(1.0, max(0.0, ((last - target.since).days + 1) / ((target.by - target.since).days + 1)))
    if adds_up(metric):
        reply = ask(target.metric, period=(str(target.since), str(max(last, target.since))), **target.arguments)
        start: float | None = 0.0
    else:
        reply = ask(target.metric, period=_window(last), **target.arguments)
        start = ask(target.metric, period=_window(target.since - _DAY), **target.arguments).value
    expected = None if start is None else start + elapsed * (target.value - start)
    state, is_sure = _judge(target, metric, reply, start, expected, is_over=today > target.by)
    return Progress(
        name=target.name,
        metric=target.metric,
        target=target.value,
        since=str(target.since),
        by=str(target.by),
        start=start,
        now=reply.value,
        expected=expected,
        share=_share(start, reply.value, target.value),
        elapsed=elapsed,
        state=state,
        is_sure=is_sure,
    )


def adds_up(metric: Metric[Any]) -> bool:
    """Return whether a metric grows with time, so that its target is a sum from start to end."""
    return isinstance(metric, Count) and metric.unit in ("count", "money") and not metric.is_level


def _judge(
    target: Target, metric: Metric[Any], reply: Reply, start: float | None, expected: float | None, *, is_over: bool
) -> tuple[State, bool]:
    """Return how a target stands, and whether the interval leaves no doubt."""
    if reply.value is None:
        return ("missed" if is_over else "no data"), False
    falls = metric.better == "lower" if metric.better != "neither" else start is not None and target.value < start

    def reached(value: float, line: float) -> bool:
        return value <= line if falls else value >= line

    ends = [reply.interval[end] for end in ("low", "high")] if reply.interval else [reply.value]
    if reached(reply.value, target.value):
        return "met", all(reached(end, target.value) for end in ends)
    if is_over or expected is None:
        return ("missed" if is_over else "behind"), not any(reached(end, target.value) for end in ends)
    sides = {reached(end, expected) for end in ends}
    if len(sides) > 1:
        return "on pace", False
    return ("ahead" if reached(reply.value, expected) else "behind"), True


def _share(start: float | None, now: float | None, target: float) -> float | None:
    """Return the part of the way from start to target, `None` where there is no way."""
    if start is None or now is None or target == start:
        return None
    return (now - start) / (target - start)


def _window(last: date) -> tuple[str, str]:
    """Return the days over which a level is measured."""
    return str(last - (WINDOW_DAYS - 1) * _DAY), str(last)


def _day(name: str, key: str, written: Any) -> date:
    """Return a day of a declaration."""
    if isinstance(written, date):
        return written
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        raise RegardError(
            "bad_period", f"The target {name} has {key}={written!r}, which is no day.", 'Write "2026-12-31".'
        ) from None
