"""A business goal reviewed: its metrics as they are, with the targets that are set for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from regard.acting.goals import find_goal
from regard.acting.targets import Ask, progress_of, read_target
from regard.asking.reply import JSON
from regard.errors import RegardError
from regard.metrics.kinds import Metric
from regard.workspace.settings import Settings


def review(
    name: str, settings: Settings, catalogue: Mapping[str, Metric[Any]], ask: Ask, *, today: date, period: Any = "28d"
) -> JSON:
    """Return a business goal as JSON values: `goal`, `asks`, `metrics` and `left_out`.

    Each of `metrics` has `metric`, its `reply` compared with the time before, and its `targets` with their progress.
    `left_out` tells which metrics cannot be asked as they stand, and why.

    Raises `RegardError` with code `unknown_goal`.
    """
    goal = find_goal(name)
    targets: dict[str, list[JSON]] = {}
    for label, spec in settings.targets.items():
        target = read_target(label, spec, catalogue, today)
        if target.metric in goal.metrics:
            progress = progress_of(target, catalogue[target.metric], ask, today)
            targets.setdefault(target.metric, []).append(progress.to_dict())
    found, left_out = [], []
    for metric in goal.metrics:
        try:
            reply = ask(metric, period=period, compare="previous")
        except RegardError as error:
            left_out.append({"metric": metric, "why": str(error)})
            continue
        found.append({"metric": metric, "reply": reply.to_dict(), "targets": targets.get(metric, [])})
    return {"goal": goal.name, "asks": goal.asks, "metrics": found, "left_out": left_out}
