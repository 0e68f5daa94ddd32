"""Funnels whose steps were declared as goal paths beforehand."""

import time

import regard
from benchmarks.contest import Contest, Measured, Pace, hold, in_own_process
from benchmarks.data import Data
from benchmarks.question import YEAR
from benchmarks.questions.funnels import DECLARED, PATHS, specs
from regard.errors import RegardError


def contests(data: Data, pace: Pace) -> list[Contest]:
    """Return what declaring took, and then the same funnels; nothing where paths cannot be declared."""
    declared = in_own_process(_declare, data)
    if not declared.seconds:
        return []
    return [
        Contest("declaring both paths, until a question is answered", {"Regard": declared}),
        *(hold(question, data, pace) for question in DECLARED),
    ]


def _declare(data: Data) -> Measured:
    """Declare the paths and wait for what is kept of them; no seconds where there is nothing of the kind to declare."""
    began = time.perf_counter()
    with regard.open(data.workspace) as workspace:
        try:
            for name, steps in PATHS.items():
                workspace.declare("path", name, steps=specs(steps), window="14d")
        except RegardError as refusal:
            if refusal.code != "unknown_declaration":
                raise
            return Measured([])
        workspace.ask("visits", period=str(YEAR[0]))
    return Measured([time.perf_counter() - began])
