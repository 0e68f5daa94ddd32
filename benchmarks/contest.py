"""One piece of work done by both sides, each in a process of its own, in turn."""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

Work = tuple[Callable[[Path, Path], None], Callable[[Path], Any]]
"""What is timed, and what counts the result afterwards."""


@dataclass(frozen=True)
class Measured:
    """What one side took: seconds, and the most memory in MB."""

    result: Any
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Contest:
    """A piece of work and what both sides took for it, the median of the rounds."""

    name: str
    rows: int
    ours: Measured
    theirs: Measured

    @property
    def speed(self) -> float:
        """Return our speed as a part of theirs."""
        return self.theirs.seconds / self.ours.seconds


def hold(name: str, file: Path, rows: int, sides: tuple[Work, Work], *, rounds: int) -> Contest:
    """Return what both sides, ours first, took; stop where they do not agree on the result."""
    ours, theirs = sides
    pairs = [(_measured(ours, file), _measured(theirs, file)) for _ in range(rounds)]
    for our, their in pairs:
        assert our.result == their.result, f"{name}: {str(our.result)[:200]} is not {str(their.result)[:200]}"
    return Contest(name, rows, _middle([pair[0] for pair in pairs]), _middle([pair[1] for pair in pairs]))


def _middle(measured: list[Measured]) -> Measured:
    """Return the median time with the most memory."""
    seconds, megabytes = median(one.seconds for one in measured), max(one.megabytes for one in measured)
    return Measured(measured[0].result, seconds, megabytes)


def _measured(work: Work, file: Path) -> Measured:
    """Return what a piece of work takes in a new process, imports left out."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
    ):
        return pool.submit(_timed, work, file, Path(folder)).result()


def _timed(work: Work, file: Path, folder: Path) -> Measured:
    """Return what a piece of work takes in this process."""
    do, count = work
    began = time.perf_counter()
    do(file, folder)
    seconds = time.perf_counter() - began
    megabytes = _peak_megabytes()
    return Measured(count(folder), seconds, megabytes)


def _peak_megabytes() -> float:
    """Return the most memory that this process has held; not `ru_maxrss`, which begins with that of the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
