"""What was promised of Regard beside milliseconds: no slower than a rival, flat as the log grows, small on disk."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.contest import Contest
from benchmarks.run import Run
from benchmarks.sides import Side

_SLOWER_LOADING, _MOST_MEMORY, _SLOWEST_OVERVIEW = 1.3, 4000, 0.2
_MOST_DISK, _MOST_GROWTH = 2.5, 2.0


class Promise(NamedTuple):
    """One promise: what it is, what was measured, and whether it is kept."""

    said: str
    measured: str
    is_kept: bool


def promises(runs: Sequence[Run]) -> list[Promise]:
    """Return the promises about the largest log, and about how it compares with the smallest."""
    found = [*_of_run(runs[-1])]
    return [*found, *_of_growth(runs[0], runs[-1])] if len(runs) > 1 else found


def _of_run(run: Run) -> Iterator[Promise]:
    """Return what was promised at any size."""
    for contest in run.contests:
        if contest.name.startswith("load"):
            said = f"loading takes at most {_SLOWER_LOADING} times the script by hand"
            yield _ratio(said, contest, "DuckDB", _SLOWER_LOADING)
            memory = contest.sides["Regard"].megabytes or 0.0
            yield Promise("loading takes less than 4 GB of memory", f"{memory:,.0f} MB", memory < _MOST_MEMORY)
        if contest.name.startswith("overview"):
            p95 = contest.sides["Regard"].p95
            yield Promise("the p95 of the overview is under 200 ms", f"{p95 * 1000:,.0f} ms", p95 <= _SLOWEST_OVERVIEW)
        if contest.name.startswith("funnel") and "chDB" in contest.sides:
            yield _ratio(f"{contest.name}: no slower than chDB", contest, "chDB", 1.0)
    disk = run.disk["Regard"] / run.disk["Parquet"]
    yield Promise("less than 2.5 times the Parquet files on disk", f"{disk:.2f} x", disk < _MOST_DISK)
    kept = [contest for contest in run.contests if contest.must is not None]
    missed = [contest.name for contest in kept if contest.sides["Regard"].median * 1000 > (contest.must or 0)]
    told = f"{len(kept) - len(missed)} of {len(kept)}" + (f"; missed: {', '.join(missed)}" if missed else "")
    yield Promise("every median within what is promised in milliseconds", told, not missed)


def _of_growth(smallest: Run, largest: Run) -> Iterator[Promise]:
    """Return what was promised of a log that grows."""
    before = {contest.name: contest for contest in smallest.contests}
    for contest in largest.contests:
        if not contest.is_flat or contest.name not in before:
            continue
        growth = contest.sides["Regard"].median / before[contest.name].sides["Regard"].median
        said = f"{contest.name}: flat within 2 times from {smallest.events:,} to {largest.events:,} events"
        yield Promise(said, f"{growth:.2f} x", growth <= _MOST_GROWTH)


def _ratio(said: str, contest: Contest, rival: Side, most: float) -> Promise:
    """Return a promise about Regard's median as a multiple of a rival's."""
    ratio = contest.sides["Regard"].median / contest.sides[rival].median
    return Promise(said, f"{ratio:.2f} x", ratio <= most)
