"""The simulated shop of the demo: made once, loaded once, measured as often as wanted."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regard.errors import RegardError
from regard.serving.cli.output import say
from regard.serving.cli.progress import Loading
from regard.showing.words import number_text

if TYPE_CHECKING:
    from regard import Workspace

MADE, FILES = "simulated.json", "files"
"""In the workspace's folder: what was asked of the simulator, and what it wrote."""

ZONE, WEEKS = "Europe/Rome", 12


@dataclass(frozen=True)
class Shop:
    """What makes a shop: about how many events, which seed, the last day (`None`: any)."""

    events: int
    seed: int
    end: date | None


@contextmanager
def open_shop(folder: Path, wanted: Shop, newest: date, *, quiet: bool) -> "Iterator[tuple[Workspace, date]]":
    """Return the workspace of the shop and its last day; made up and loaded where it is not there yet.

    Raises `RegardError` with code `workspace_exists` where the folder holds something else.
    """
    import regard

    last = _made(folder, wanted)
    if last is not None:
        with regard.open(folder) as workspace:
            yield workspace, last
        return
    last = wanted.end or newest
    with regard.open(folder, zone=ZONE) as workspace:
        _fill(workspace, folder, Shop(wanted.events, wanted.seed, last), quiet=quiet)
        yield workspace, last


def measure(workspace: "Workspace", last: date) -> dict[str, dict[str, Any]]:
    """Return a page for each family: its replies as JSON, for the last whole weeks compared with as many before."""
    from regard.metrics.catalogue import FAMILIES

    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    period = (str(sunday - timedelta(days=7 * WEEKS - 1)), str(sunday))
    pages = {}
    for family, members in FAMILIES.items():
        names = [metric.name for metric in members if not metric.needs]
        replies = workspace.ask(names, period=period, every="week", compare="previous", as_of=str(last))
        pages[family] = replies.to_dict()
    return pages


def _made(folder: Path, wanted: Shop) -> date | None:
    """Return the last day of the shop that is in the folder, `None` where the folder is free."""
    if not folder.exists() or not any(folder.iterdir()):
        return None
    way_out = "Name another folder, or remove this one."
    if not (folder / MADE).is_file():
        raise RegardError("workspace_exists", f'"{folder}" holds something else than a whole demo.', way_out)
    made = json.loads((folder / MADE).read_text(encoding="utf-8"))
    last = date.fromisoformat(made["end"])
    if (made["events"], made["seed"]) != (wanted.events, wanted.seed) or wanted.end not in {None, last}:
        told = f"{number_text(made['events'])} events, seed {made['seed']}, up to {last}"
        raise RegardError("workspace_exists", f'"{folder}" holds another shop: {told}.', way_out)
    return last


def _fill(workspace: "Workspace", folder: Path, shop: Shop, *, quiet: bool) -> None:
    """Simulate the shop and load its files; what was made is noted at the end, so that half a shop is none."""
    import regard

    regard.simulate(folder / FILES, events=shop.events, seed=shop.seed, end=shop.end)
    loaded = 0
    for file in sorted((folder / FILES).glob("*.parquet")):
        with Loading(file.name, quiet=quiet) as loading:
            loaded += workspace.load(file, record=_record(file), progress=loading.progress).added
    made = {"events": shop.events, "seed": shop.seed, "end": str(shop.end)}
    (folder / MADE).write_text(json.dumps(made), encoding="utf-8")
    if not quiet:
        say(f"Made up a shop and loaded {number_text(loaded)} records.\n")


def _record(file: Path) -> str:
    """Return the kind of record in a file of the simulator, which is named after its table."""
    from regard.records import RECORDS

    return next(record.name for record in RECORDS if file.stem in {record.name, record.table})
