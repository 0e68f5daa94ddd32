"""One question held by one side in a process of its own: the first answer, warm ones, memory, and what was answered."""

import math
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.data import Data
from benchmarks.question import Question, Rows
from benchmarks.sides import Opened, Side, answers, available, opened, warm_up

_FEWEST_ROUNDS = 3
_CLOSE = 1e-7
"""How far two sums of the same numbers may be apart, relatively, by the order in which they were added."""


@dataclass(frozen=True)
class Pace:
    """How many warm rounds a side has for a question, and how many seconds at most once three are over."""

    rounds: int = 15
    seconds: float = 20.0

    def keep(self, work: Callable[[int], float]) -> list[float]:
        """Return the seconds of warm rounds; `work` is told the number of a round, from 1, and returns its seconds."""
        seconds: list[float] = []
        while len(seconds) < self.rounds and (len(seconds) < _FEWEST_ROUNDS or sum(seconds) < self.seconds):
            seconds.append(work(len(seconds) + 1))
        return seconds


@dataclass(frozen=True)
class Measured:
    """What one side took for one piece of work; seconds are those of the warm rounds, or of the only one."""

    seconds: list[float]
    first: float | None = None
    """Seconds of the first round in a fresh process: opening, and the answer."""
    megabytes: float | None = None
    """The most memory that the process has held."""
    rows_read: int | None = None
    rows: Any = None

    @property
    def median(self) -> float:
        """Return the median of the warm rounds in seconds."""
        return median(self.seconds)

    @property
    def p95(self) -> float:
        """Return what 95 of 100 warm rounds do not exceed, in seconds."""
        return quantiles(self.seconds, n=20, method="inclusive")[-1] if len(self.seconds) > 1 else self.seconds[0]


@dataclass(frozen=True)
class Contest:
    """A question and what each side took for it."""

    name: str
    sides: dict[Side, Measured]
    must: float | None = None
    """How many milliseconds Regard may take."""
    is_flat: bool = False
    """Whether the answer should take as long however large the log is."""


def hold(question: Question, data: Data, pace: Pace) -> Contest:
    """Return what each side took for a question; stops where they do not give the same numbers."""
    sides = {
        side: in_own_process(measure, side, question, data, pace) for side in available() if answers(side, question)
    }
    for side, measured in sides.items():
        check_same(question.name, sides["Regard"].rows, measured.rows, side)
    told = {side: replace(one, rows=None) for side, one in sides.items()}
    return Contest(question.name, told, question.must, question.is_flat)


def in_own_process(work: Callable[..., Measured], *arguments: Any) -> Measured:
    """Return what a piece of work took in a new process, with the most memory that it held."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_with_memory, work, arguments).result()


def measure(side: Side, question: Question, data: Data, pace: Pace) -> Measured:
    """Return what a side takes for a question in this process; imports are not timed."""
    warm_up(side)
    began = time.perf_counter()
    with opened(side, data) as contestant:
        rows = contestant.ask(question, question.dates(0))
        first = time.perf_counter() - began
        seconds = pace.keep(lambda turn: timed(contestant, question, turn))
        return Measured(seconds, first, None, contestant.rows_read(question, question.dates(0)), rows)


def timed(contestant: Opened, question: Question, turn: int) -> float:
    """Return the seconds of one round."""
    dates = question.dates(turn)
    began = time.perf_counter()
    contestant.ask(question, dates)
    return time.perf_counter() - began


def check_same(name: str, ours: Rows, theirs: Rows, side: str) -> None:
    """Stop where a rival does not answer as Regard does."""
    assert len(ours) == len(theirs), f"{name}: Regard gives {len(ours)} tables, {side} {len(theirs)}"
    for our, their in zip(ours, theirs, strict=True):
        assert len(our) == len(their), f"{name}: Regard gives {len(our)} rows, {side} {len(their)}: {_odd(our, their)}"
        for left, right in zip(our, their, strict=True):
            agrees = len(left) == len(right) and all(map(_same, left, right))
            assert agrees, f"{name}: Regard gives {left}, {side} {right}"


def _odd(our: list[list[Any]], their: list[list[Any]]) -> str:
    """Return the first row that one of two answers has and the other has not."""
    return str(next(((left, right) for left, right in zip(our, their, strict=False) if left != right), "at the end"))


def _same(left: Any, right: Any) -> bool:
    """Return whether two values are equal; numbers up to rounding."""
    if isinstance(left, str) or isinstance(right, str) or left is None or right is None:
        return bool(left == right)
    return math.isclose(left, right, rel_tol=_CLOSE)


def _with_memory(work: Callable[..., Measured], arguments: tuple[Any, ...]) -> Measured:
    """Return what a piece of work took in this process, with its memory."""
    measured = work(*arguments)
    return replace(measured, megabytes=_peak_megabytes())


def _peak_megabytes() -> float:
    """Return the most memory that this process has held; not `ru_maxrss`, which begins with that of the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
