"""Rows that were refused, as sentences."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from regard.showing.words import number_text

if TYPE_CHECKING:
    from regard.intake.loaded import Problem

SHOWN = 5
"""How many are told one by one."""


def refusal_lines(problems: "Sequence[Problem]", refused: int) -> Iterator[str]:
    """Yield why the first rows were refused, and how many more there are."""
    yield from (refusal_text(problem) for problem in problems[:SHOWN])
    if refused > SHOWN:
        yield f"{number_text(refused - SHOWN)} more like these, each with its reason."


def refusal_text(problem: "Problem") -> str:
    """Return why a row was refused, as one line: where, which field, why."""
    if problem.line is None:
        return problem.reason
    place = f"{Path(problem.file).name} line {number_text(problem.line)}" if problem.file else f"row {problem.line}"
    field = f"{problem.field}: " if problem.field and problem.field not in problem.reason else ""
    return f"{place}: {field}{problem.reason}"
