"""The table of a run: on the terminal, and as Markdown."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.contest import Contest, Measured
from benchmarks.promises import promises
from benchmarks.run import Run
from benchmarks.sides import SIDES, Side, available

_RIVALS = SIDES[1:]
_HEADINGS = (
    *("question", "promised", "Regard", "p95", "first", "MB", "rows read"),
    *(heading for rival in _RIVALS for heading in (rival, "times", "first", "MB", "rows read")),
)


def markdown(runs: Sequence[Run]) -> str:
    """Return every figure of all runs: a table for each size, one of disk, and one of all sizes side by side."""
    pieces = [f"{_size(run)}\n\n{_lines(_HEADINGS, [_row(contest) for contest in run.contests])}" for run in runs]
    pieces.append(f"## On disk\n\n{_disk(runs)}")
    pieces.append(f"## Promises\n\n{_promises(runs)}")
    if len(runs) > 1:
        pieces.append(f"## Regard as the log grows\n\n{_growth(runs)}")
    missing = "" if "chDB" in available() else "\nchDB is not installed here, so it was left out.\n"
    return "\n\n".join(pieces) + "\n" + missing


def show(runs: Sequence[Run]) -> None:
    """Print the medians of all sides, and how many times as long as Regard each rival takes."""
    console = Console(width=150)
    for run in runs:
        table = Table(title=f"{run.events:,} events: medians of warm runs, the same numbers on all sides")
        table.add_column("question")
        for heading in ("promised", "Regard", "p95", "first", "MB", *_RIVALS):
            table.add_column(heading, justify="right")
        for contest in run.contests:
            ours = contest.sides["Regard"]
            rivals = [_short(contest.sides.get(side), ours) for side in _RIVALS]
            table.add_row(contest.name, _promise(contest), *_figures(ours)[:4], *rivals)
        console.print(table)
    console.print(_disk(runs), _promises(runs), sep="\n\n")
    if "chDB" not in available():
        console.print("chDB is not installed here, so it was left out: pip install chdb, and run again.")


def _size(run: Run) -> str:
    """Return the heading of a run."""
    return f"## {run.events:,} events"


def _row(contest: Contest) -> list[str]:
    """Return the cells of a contest."""
    ours = contest.sides["Regard"]
    cells = [contest.name, _promise(contest), *_figures(ours)]
    for side in _RIVALS:
        theirs = contest.sides.get(side)
        told = _figures(theirs) if theirs else [""] * 5
        cells += [told[0], _times(theirs, ours), *told[2:]]
    return cells


def _figures(measured: Measured) -> list[str]:
    """Return median, p95, first answer, memory and rows read."""
    return [
        _seconds(measured.median),
        _seconds(measured.p95) if len(measured.seconds) > 1 else "",
        _seconds(measured.first),
        "" if measured.megabytes is None else f"{measured.megabytes:,.0f}",
        "" if measured.rows_read is None else f"{measured.rows_read:,}",
    ]


def _promise(contest: Contest) -> str:
    """Return what was promised of Regard at 50 million events, and whether it is kept here."""
    if contest.must is None:
        return ""
    kept = contest.sides["Regard"].median * 1000 <= contest.must
    return f"{_seconds(contest.must / 1000)}{'' if kept else ' (missed)'}"


def _times(theirs: Measured | None, ours: Measured) -> str:
    """Return how many times as long as Regard a rival takes."""
    return f"{theirs.median / max(ours.median, 1e-6):.2g} x" if theirs else ""


def _short(theirs: Measured | None, ours: Measured) -> str:
    """Return the median of a rival, with how many times as long that is."""
    return f"{_seconds(theirs.median)} ({_times(theirs, ours)})" if theirs else ""


def _seconds(seconds: float | None) -> str:
    """Return a time as people read it."""
    if seconds is None:
        return ""
    if seconds >= 10:  # noqa: PLR2004
        return f"{seconds:,.0f} s"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.{0 if seconds >= 0.01 else 1}f} ms"  # noqa: PLR2004


def _disk(runs: Sequence[Run]) -> str:
    """Return a table of what each side keeps on disk, in MB and as a multiple of the Parquet files."""
    names = list(dict.fromkeys(name for run in runs for name in run.disk))
    rows = [
        [
            f"{run.events:,}",
            *(f"{run.disk[name]:,.0f} ({run.disk[name] / run.disk['Parquet']:.2f} x)" for name in names),
        ]
        for run in runs
    ]
    return _lines(("events", *(f"{name}, MB" for name in names)), rows)


def _promises(runs: Sequence[Run]) -> str:
    """Return a table of what was promised beside milliseconds, and whether it is kept."""
    rows = [[one.said, one.measured, "yes" if one.is_kept else "no"] for one in promises(runs)]
    return _lines(("promised", "measured", "kept"), rows)


def _growth(runs: Sequence[Run]) -> str:
    """Return a table of Regard's medians at each size, and how many times the first is in the last."""
    first, last = (_medians(run, "Regard") for run in (runs[0], runs[-1]))
    rows = [
        [name, *(_seconds(_medians(run, "Regard").get(name)) for run in runs), f"{last[name] / first[name]:.2f} x"]
        for name in first
        if name in last
    ]
    return _lines(("question", *(f"{run.events:,}" for run in runs), "growth"), rows)


def _medians(run: Run, side: Side) -> dict[str, float]:
    """Return the median of each question that a side answered, in seconds."""
    return {contest.name: contest.sides[side].median for contest in run.contests if side in contest.sides}


def _lines(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown; all columns but the first lean to the right."""
    rule = ["---", *(["---:"] * (len(headings) - 1))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows))
