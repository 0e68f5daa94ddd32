"""Chains into counts: how many units did each step, how long it took them, and in which group they fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from regard.metrics.curves.funnel_chains import Chains, Flags, Ints, chosen, last_of_each
from regard.metrics.curves.funnel_rules import FOREVER, Rules

_MICROSECONDS = 1_000_000
Attribution = Literal["first_touch", "last_touch"] | int


@dataclass(frozen=True)
class StepTally:
    """What became of one step: units that did it, units that still may, and seconds from the step before."""

    people: int
    in_progress: int
    median_seconds: float | None
    mean_seconds: float | None


@dataclass(frozen=True)
class Reached:
    """What became of one step, so that it can be put together with that of other units."""

    people: int
    in_progress: int
    taken: tuple[Ints, ...]
    """Microseconds from the step before of those who did it, in any order; nothing for the first step."""

    def told(self) -> StepTally:
        """Return it with the times in the middle and on average."""
        taken = np.concatenate(self.taken) if self.taken else np.zeros(0, np.int64)
        if not len(taken):
            return StepTally(self.people, self.in_progress, None, None)
        middle, mean = float(np.median(taken)), float(np.mean(taken))
        return StepTally(self.people, self.in_progress, middle / _MICROSECONDS, mean / _MICROSECONDS)


def put_together(parts: Sequence[Sequence[Reached]]) -> list[StepTally]:
    """Return what became of each step of units that were counted in parts, at least one of them."""
    return [
        Reached(
            people=sum(part.people for part in step),
            in_progress=sum(part.in_progress for part in step),
            taken=tuple(taken for part in step for taken in part.taken),
        ).told()
        for step in zip(*parts, strict=True)
    ]


def best_of_units(chains: Chains, unit_of: Ints) -> tuple[Chains, int]:
    """Return the best chain of each unit over its attempts, and how many units have spoiled attempts only.

    `unit_of` gives the unit of each attempt, which is what the chains call a unit. Of several with the most steps the
    one that began last is the best, of those the one that was done first.
    """
    units = unit_of[chains.unit]
    done_later = [-chains.times[:, column] for column in range(chains.times.shape[1] - 1, 0, -1)]
    order = np.lexsort((chains.unit, *done_later, chains.times[:, 0], chains.level, units))
    best = chosen(chains, order[last_of_each(units[order])])
    return only_clean(best)


def only_clean(best: Chains) -> tuple[Chains, int]:
    """Return the best chains of units that have one, and how many units have spoiled attempts only."""
    clean = best.level > 0
    return chosen(best, clean), int((~clean).sum())


def tally(chains: Chains, rules: Rules, now: int) -> list[Reached]:
    """Return what became of each step; `now` is the clock of the question in microseconds since 1970."""
    return [_step(chains, rules, step, now) for step in range(1, rules.steps + 1)]


def attributed(chains: Chains, codes: Sequence[Ints], attribution: Attribution) -> tuple[Ints, Ints]:
    """Return the group of each unit as its values' codes, shape (units, dimensions), and the units that have one.

    `codes` hold for each dimension the code of every event of the log, -1 where it is not set. A touch takes the first
    or last set value of each dimension on the events of the steps; a step's own takes what its event has.
    """
    rows = np.arange(len(chains.unit))
    if isinstance(attribution, int):
        rows = rows[chains.level >= attribution]
        places = chains.events[rows, attribution - 1]
        return np.stack([code[places] for code in codes], axis=1), rows
    columns = range(chains.events.shape[1])
    found = np.full((len(rows), len(codes)), -1, np.int64)
    for column in columns if attribution == "first_touch" else reversed(columns):
        events = chains.events[:, column]
        for dimension, code in enumerate(codes):
            unset = np.flatnonzero((found[:, dimension] < 0) & (events >= 0))
            found[unset, dimension] = code[events[unset]]
    return found, rows


def _step(chains: Chains, rules: Rules, step: int, now: int) -> Reached:
    """Return what became of one step."""
    did = chains.level >= step
    if step == 1:
        return Reached(int(did.sum()), 0, ())
    taken = chains.times[did, step - 1] - chains.times[did, step - 2]
    return Reached(int(did.sum()), int(_is_open(chains, rules, step, now).sum()), (taken,))


def _is_open(chains: Chains, rules: Rules, step: int, now: int) -> Flags:
    """Return which units did the step before and still have time for a step."""
    waiting: Flags = (chains.level == step - 1) & chains.goes_on
    waiting &= now - chains.times[:, 0] <= rules.window
    if rules.limit(step) < FOREVER:
        waiting &= now - chains.times[:, step - 2] <= rules.limit(step)
    return waiting
