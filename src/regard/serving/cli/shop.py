"""The simulated shop of the demo: made once, loaded once, measured as often as wanted."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regard.errors import RegardError
from regard.serving.cli.progress import Loading
from regard.showing.words import number_text
from regard.workspace import clock

if TYPE_CHECKING:
    from regard import Workspace

MADE, FILES, TRUTH = "simulated.json", "files", "truth.json"
"""In the workspace's folder: what was asked of the simulator, and what it wrote."""

ZONE = "Europe/Rome"
OFFICE = {day: [["08:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
_TARGET_DAYS, _MORE = 90, 1.1
"""How long the targets have yet to run, and how many times as many orders as so far they want."""


@dataclass(frozen=True)
class Shop:
    """What makes a shop: about how many events, which seed, the last day (`None`: any)."""

    events: int
    seed: int
    end: date | None


@contextmanager
def open_shop(folder: Path, wanted: Shop, newest: date, *, quiet: bool) -> "Iterator[tuple[Workspace, dict[str, Any]]]":
    """Return the workspace of the shop and what is true of it; made up and loaded where it is not there yet.

    Raises `RegardError` with code `workspace_exists` where the folder holds something else.
    """
    import regard

    made = _made(folder, wanted)
    last = wanted.end or (date.fromisoformat(made["end"]) if made else newest)
    with regard.open(folder, zone=ZONE) as workspace:
        if not made or not made.get("is_whole"):
            _fill(workspace, folder, Shop(wanted.events, wanted.seed, last), quiet=quiet)
        truth = _truth(folder)
        _declare(workspace, truth)
        yield workspace, truth


def _made(folder: Path, wanted: Shop) -> dict[str, Any] | None:
    """Return what the folder holds of the shop, `None` for an empty one; refuse one that holds something else."""
    if not folder.exists() or not any(folder.iterdir()):
        return None
    way_out = "Name another folder, or remove this one."
    if not (folder / MADE).is_file():
        raise RegardError("workspace_exists", f'"{folder}" holds something else than a demo.', way_out)
    made: dict[str, Any] = json.loads((folder / MADE).read_text(encoding="utf-8"))
    if (made["events"], made["seed"]) != (wanted.events, wanted.seed) or str(wanted.end or made["end"]) != made["end"]:
        told = f"{number_text(made['events'])} events, seed {made['seed']}, up to {made['end']}"
        raise RegardError("workspace_exists", f'"{folder}" holds another shop: {told}.', way_out)
    return made


def _fill(workspace: "Workspace", folder: Path, shop: Shop, *, quiet: bool) -> None:
    """Simulate the shop and load its files; one that was stopped half way is made whole: no record counts twice."""
    import regard

    _note(folder, shop, is_whole=False)
    with Loading("making it up", quiet=quiet) as making:
        world = regard.simulate(
            folder / FILES,
            events=shop.events,
            seed=shop.seed,
            end=str(shop.end),
            zone=ZONE,
            progress=lambda done: making.progress(done, done, shop.events),
        )
    for record, file in world.files.items():
        with Loading(file.name, quiet=quiet) as loading:
            workspace.load(file, record=record, progress=loading.progress)
    for goal, spec in world.truth["goals"].items():
        workspace.declare("goal", goal, **spec)
    _note(folder, shop, is_whole=True)


def _declare(workspace: "Workspace", truth: Mapping[str, Any]) -> None:
    """Declare when the shop's office is open, what it promises and what it wants to reach, where that is not done."""
    declared = workspace.settings
    if "office" not in declared.schedules:
        workspace.declare("schedule", "office", zone=ZONE, week=OFFICE)
    if "first answer" not in declared.slas:
        workspace.declare("sla", "first answer", metric="first_response_time", within="4h", hours="business")
    for name, spec in _targets(truth).items():
        if name not in declared.targets:
            workspace.declare("target", name, **spec)


def _targets(truth: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what the shop wants to reach, from four weeks before its last day on: content customers, more orders."""
    first, last = (date.fromisoformat(truth["period"][end]) for end in ("from", "to"))
    since, by = last - timedelta(days=27), max(last, clock.now().date()) + timedelta(days=_TARGET_DAYS)
    a_day = truth["realised"]["kept_orders"] / ((last - first).days + 1)
    orders = max(10, round(_MORE * a_day * ((by - since).days + 1), -1))
    days = {"since": str(since), "by": str(by)}
    return {"csat": {"value": 0.9, **days}, "orders": {"value": orders, **days}}


def _note(folder: Path, shop: Shop, *, is_whole: bool) -> None:
    """Note beside the workspace which shop this is, and whether all of it is there."""
    made = {"events": shop.events, "seed": shop.seed, "end": str(shop.end), "is_whole": is_whole}
    (folder / MADE).write_text(json.dumps(made), encoding="utf-8")


def _truth(folder: Path) -> dict[str, Any]:
    """Return what is true of the shop, as the simulator wrote it."""
    truth: dict[str, Any] = json.loads((folder / FILES / TRUTH).read_text(encoding="utf-8"))
    return truth
