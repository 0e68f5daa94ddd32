"""`make bench`: Regard beside what a user would pick instead, in one run, at one size or several.

`python -m benchmarks --events 1000000 --only funnel` holds a few contests at a small size. docs/benchmarks.md tells
what is compared and how.
"""

import argparse
import json
from pathlib import Path

from benchmarks.contest import Pace
from benchmarks.data import make_data
from benchmarks.plot import plot
from benchmarks.run import Run, run
from benchmarks.table import markdown, show

_FOLDER = Path(__file__).parent / "data"


def main() -> None:
    """Make the data of each size, hold the contests, print the table and write the results."""
    chosen = _parser().parse_args()
    made = chosen.data or [None] * len(chosen.events)
    if len(made) != len(chosen.events):
        raise SystemExit("Name one folder of --data for each number of --events.")
    pace, runs = Pace(chosen.rounds, chosen.seconds), []
    chosen.out.mkdir(parents=True, exist_ok=True)
    for events, files in zip(chosen.events, made, strict=True):
        data = make_data(chosen.work / f"{events}", events, files)
        runs.append(run(data, events, pace, only=chosen.only, reuse=chosen.reuse))
        _write(runs, chosen.out)
    show(runs)
    print(f"Written to {chosen.out}: results.md, results.json, latency.json")


def _write(runs: list[Run], folder: Path) -> None:
    """Write what was measured so far: a run at a large size takes long, and may be stopped."""
    (folder / "results.md").write_text(markdown(runs), encoding="utf-8")
    told = json.dumps([one.to_dict() for one in runs], indent=1)
    (folder / "results.json").write_text(told, encoding="utf-8")
    plot(runs, folder)


def _parser() -> argparse.ArgumentParser:
    """Return what can be asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[5_000_000, 10_000_000], help="sizes, in events")
    parser.add_argument("--data", type=Path, nargs="+", help="folders of simulated files to reuse, one for each size")
    parser.add_argument("--work", type=Path, default=_FOLDER, help="where each side keeps what it makes")
    parser.add_argument("--out", type=Path, default=_FOLDER / "results", help="where the results are written")
    parser.add_argument("--rounds", type=int, default=15, help="warm rounds of a question for each side")
    parser.add_argument("--seconds", type=float, default=20.0, help="seconds for them, once three are over")
    parser.add_argument("--only", default="", help="only the questions whose name has this in it")
    parser.add_argument("--reuse", action="store_true", help="ask of what an earlier run has loaded")
    return parser


if __name__ == "__main__":
    main()
