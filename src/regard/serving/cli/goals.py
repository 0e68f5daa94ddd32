"""`regard goals`: what a business wants, the metrics that speak to it, and how far its targets are."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.text import Text

from regard.errors import RegardError
from regard.serving.cli.locate import open_workspace
from regard.serving.cli.options import AsJson, Folder
from regard.serving.cli.output import say, say_json
from regard.serving.cli.reading import read_days, read_number
from regard.showing.terminal import Board
from regard.showing.terminal.columns import Column, Fitted, quiet_lines, texts
from regard.showing.terminal.facts import Facts
from regard.showing.words import label_text, percent_text, value_text

_STATES = {"met": "green", "ahead": "green", "missed": "red", "behind": "red"}
_LAYOUTS = ((0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 6), (0, 1, 2, 6))
"""Which columns of the targets are told, by the room that there is: name, now, target, way, time, day, state."""

_Name = Annotated[str | None, typer.Argument(metavar="GOAL", help="sell, serve, keep, omnichannel or audience.")]
_Target = Annotated[str | None, typer.Option(metavar="METRIC=VALUE", help="Set a target; shares from 0 to 1.")]
_By = Annotated[str | None, typer.Option(metavar="DATE", help="By when the target shall be reached.")]
_Period = Annotated[str, typer.Option(metavar="DAYS", help="The days that are shown.")]


def goals(
    name: _Name = None,
    workspace: Folder = None,
    *,
    target: _Target = None,
    by: _By = None,
    period: _Period = "28d",
    as_json: AsJson = False,
) -> None:
    """Choose a business goal; see its metrics and targets.

    For example: regard goals serve --target csat=0.85 --by 2026-12-31
    """
    if target is not None:
        _set_target(target, by, workspace)
    if name is None:
        _list_goals(as_json=as_json)
        return
    with open_workspace(workspace) as opened:
        told = opened.goals(name, period=read_days("--period", [period]))
    if as_json:
        say_json(told)
        return
    say(Board((one["reply"] for one in told["metrics"]), told["asks"]))
    rows = list(_targets(told))
    if rows:
        say("")
        say(Text("Targets", style="bold"))
        columns = [Column(tuple(cells)) for cells in zip(*rows, strict=True)]
        say(Fitted([[columns[place] for place in places] for places in _LAYOUTS]))
    if told["left_out"]:
        say(quiet_lines(f"{label_text(one['metric'])}: {one['why']}" for one in told["left_out"]))
    if not rows:
        say(quiet_lines([f"No target is set. Set one: regard goals {name} --target csat=0.85 --by 2026-12-31"]))


def _set_target(target: str, by: str | None, workspace: Any) -> None:
    """Declare a target written as `csat=0.85`.

    Raises `RegardError` with code `bad_value` or `missing_argument`.
    """
    metric, sign, value = target.partition("=")
    if not sign or not metric:
        raise RegardError("bad_value", f'--target "{target}" has no value.', "Write it like csat=0.85.")
    if by is None:
        raise RegardError("missing_argument", "A target needs --by, the day by which it shall be reached.", "")
    with open_workspace(workspace) as opened:
        opened.declare("target", metric.strip(), value=read_number("--target", [value.strip()]), by=by)


def _list_goals(*, as_json: bool) -> None:
    """Tell which goals there are, with their metrics."""
    from dataclasses import asdict

    from regard.acting.goals import BUSINESS_GOALS

    if as_json:
        say_json([asdict(goal) for goal in BUSINESS_GOALS.values()])
        return
    say(Facts([(Text(goal.name), f"{goal.asks} {', '.join(goal.metrics)}") for goal in BUSINESS_GOALS.values()]))
    say("regard goals NAME shows one.")


def _targets(told: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield a line for each target: name, now and target, how far, in what time, and how it stands."""
    for one in told["metrics"]:
        unit, currency = one["reply"]["unit"], one["reply"].get("currency")
        for goal in one["targets"]:
            now, wanted = (value_text(goal[key], unit, currency) for key in ("now", "target"))
            way = _way(goal["share"])
            time = f"{percent_text(goal['elapsed'])} % of the time"
            unsure = "about on pace" if goal["state"] == "on pace" else f"{goal['state']}, not surely"
            state = goal["state"] if goal["is_sure"] else unsure
            yield (
                *texts((label_text(goal["metric"]), now, f"-> {wanted}", way, time, f"to {goal['by']}")),
                Text(state, style=_STATES.get(goal["state"], "")),
            )


def _way(share: float | None) -> str:
    """Return how much of the way to a target is behind; nothing where there is no way."""
    if share is None:
        return ""
    return f"{percent_text(share)} % of the way" if share >= 0 else "further away than at the start"
