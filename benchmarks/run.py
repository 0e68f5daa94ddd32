"""All contests at one size, one after the other, each side in a process of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import arriving, asking, declared, loading
from benchmarks.contest import Contest, Pace, hold
from benchmarks.data import Data
from benchmarks.questions import funnels, habits, overview, people, visits

QUESTIONS = (overview.OVERVIEW, *people.QUESTIONS, *habits.QUESTIONS, *visits.QUESTIONS, *funnels.QUESTIONS)


@dataclass(frozen=True)
class Run:
    """What was measured at one size."""

    events: int
    """How many events were in the file, those that came twice counted twice."""
    contests: list[Contest]
    disk: dict[str, float]
    """Megabytes of each side, and of the Parquet files that all was made from."""

    def to_dict(self) -> dict[str, Any]:
        """Return the run as JSON values."""
        sides = [
            {
                "name": contest.name,
                "must": contest.must,
                "sides": {
                    side: asdict(measured) | {"median": measured.median, "p95": measured.p95}
                    for side, measured in contest.sides.items()
                },
            }
            for contest in self.contests
        ]
        return {"events": self.events, "disk": self.disk, "contests": sides}


def run(data: Data, events: int, pace: Pace, *, only: str = "", reuse: bool = False) -> Run:
    """Return what all contests took whose name has `only` in it; `reuse` asks of what an earlier run has loaded."""
    contests = []
    if not (reuse and data.workspace.exists()):
        _clear(data)
        contests += [_told(contest) for contest in loading.load(data)]
    disk = loading.disk(data)
    contests += [_told(contest) for contest in _held(data, pace, only)]
    return Run(events, contests, disk)


def _held(data: Data, pace: Pace, only: str) -> Iterator[Contest]:
    """Hold the contests; the one that changes what there is comes last."""
    for question in QUESTIONS:
        if only in question.name:
            yield hold(question, data, pace)
    if not only:
        yield from declared.contests(data, pace)
        yield from asking.contests(data, pace)
        yield arriving.arrive(data)


def _told(contest: Contest) -> Contest:
    """Print one line as soon as a contest is over, and return it."""
    sides = ", ".join(f"{side} {measured.median * 1000:,.0f} ms" for side, measured in contest.sides.items())
    print(f"{contest.name}: {sides}", flush=True)
    return contest


def _clear(data: Data) -> None:
    """Remove what an earlier run has made of the files."""
    for folder in (data.workspace, data.chdb):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (data.by_hand, data.log):
        file.unlink(missing_ok=True)
