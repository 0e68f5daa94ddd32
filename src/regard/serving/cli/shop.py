"""The simulated shop of the demo: made once, loaded once, measured as often as wanted."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regard.errors import RegardError
from regard.serving.cli.progress import Loading
from regard.showing.words import number_text

if TYPE_CHECKING:
    from regard import Workspace

MADE, FILES, TRUTH = "simulated.json", "files", "truth.json"
"""In the workspace's folder: what was asked of the simulator, and what it wrote."""

ZONE, WEEKS = "Europe/Rome", 12
Pages = dict[str, dict[str, Any]]
"""The replies of each family, as JSON, by the names of their metrics."""


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
        yield workspace, _truth(folder)


def measure(workspace: "Workspace", truth: Mapping[str, Any]) -> Pages:
    """Return a page for each family: the last whole weeks of the shop, compared with as many before."""
    from regard.metrics.catalogue import FAMILIES

    last = date.fromisoformat(truth["period"]["to"])
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    period = (str(sunday - timedelta(days=7 * WEEKS - 1)), str(sunday))
    question = {"period": period, "every": "week", "compare": "previous", "as_of": str(last)}
    pages: Pages = {}
    for family, members in FAMILIES.items():
        own = {metric.name: _arguments(metric.name, metric.needs, truth) for metric in members}
        known = [name for name, arguments in own.items() if arguments is not None]
        replies: dict[str, Any] = {}
        for _, names in groupby(sorted(known, key=lambda name: str(own[name])), key=lambda name: str(own[name])):
            alike = list(names)
            replies |= workspace.ask(alike, **question, **(own[alike[0]] or {})).to_dict()
        pages[family] = {name: replies[name] for name in known}
    return pages


def _arguments(name: str, needs: tuple[str, ...], truth: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a metric needs to be asked of the shop, `None` where the shop has nothing of the kind."""
    known = truth["metrics"].get(name, {}).get("arguments", {})
    if not needs:
        return {}
    if needs == ("goal",):
        known = {"goal": next(iter(truth["goals"]))}
    return dict(known) if set(needs) <= set(known) else None


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


def _note(folder: Path, shop: Shop, *, is_whole: bool) -> None:
    """Note beside the workspace which shop this is, and whether all of it is there."""
    made = {"events": shop.events, "seed": shop.seed, "end": str(shop.end), "is_whole": is_whole}
    (folder / MADE).write_text(json.dumps(made), encoding="utf-8")


def _truth(folder: Path) -> dict[str, Any]:
    """Return what is true of the shop, as the simulator wrote it."""
    truth: dict[str, Any] = json.loads((folder / FILES / TRUTH).read_text(encoding="utf-8"))
    return truth
