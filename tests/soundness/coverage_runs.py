"""How often the interval of each metric holds the truth, over many simulated worlds.

`python tests/soundness/coverage_runs.py` writes the table into docs/coverage.md; the same seeds give the same table.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import fmean
from typing import Any

import regard

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"
SEEDS, EVENTS = range(1, 201), 6_000
_HEAD = """# Does a 95 % interval hold the truth 95 times in 100?

<!-- Written by tests/soundness/coverage_runs.py; the slow tests run it again. -->

The simulator knows the truth of each metric: the value to which it would settle with endless customers.
Here {seeds} simulated shops of about {events:,} events each are loaded and asked, each for its whole year or, where
contracts are counted, for its last whole month, and we count how often the interval holds that truth.
`n` is the mean number of rows behind the value, `below` and `above` say on which side the truth lay when it was missed.

| metric | method | n | held | below | above |
|---|---|---:|---:|---:|---:|
"""

Outcome = tuple[str, str, int, int]
"""A metric, its method, its n, and where the truth lay: -1 below the interval, 0 in it, 1 above."""


def outcomes_of(seed: int) -> list[Outcome]:
    """Return for each metric of one world whether its interval holds the truth."""
    world = regard.simulate(events=EVENTS, seed=seed)
    truth = world.truth
    with regard.open(zone=truth["period"]["zone"]) as workspace:
        for record, table in world.tables.items():
            workspace.add(record, table)
        for goal, spec in truth["goals"].items():
            workspace.declare("goal", goal, **spec)
        found = []
        for names, question in _questions(truth["metrics"]):
            asked = [truth["metrics"][name]["metric"] for name in names]
            replies = workspace.ask(asked, **question)
            for name, reply in zip(names, replies.values(), strict=True):
                interval, value = reply.interval, truth["metrics"][name]["value"]
                if interval is not None:
                    side = -1 if value < interval["low"] else 1 if value > interval["high"] else 0
                    found.append((name, interval["method"], reply.n, side))
    return found


def _questions(metrics: Mapping[str, Any]) -> list[tuple[list[str], dict[str, Any]]]:
    """Return the metrics that can be asked for at once, with the arguments that they share."""
    shared: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for name, known in metrics.items():
        days = (known["period"]["from"], known["period"]["to"])
        question = {"period": days, "variant": known["variant"], **known["arguments"]}
        shared.setdefault(repr(question), ([], question))[0].append(name)
    return list(shared.values())


def run(seeds: Iterable[int], workers: int = 2) -> dict[str, list[Outcome]]:
    """Return the outcomes of many worlds by metric."""
    by_metric: dict[str, list[Outcome]] = defaultdict(list)
    with ProcessPoolExecutor(workers) as pool:
        for outcomes in pool.map(outcomes_of, seeds, chunksize=4):
            for outcome in outcomes:
                by_metric[outcome[0]].append(outcome)
    return by_metric


def held(outcomes: list[Outcome]) -> float:
    """Return the share of intervals that hold the truth."""
    return fmean(side == 0 for *_, side in outcomes)


def page(by_metric: dict[str, list[Outcome]]) -> str:
    """Return the page with its table."""
    lines = []
    for name, outcomes in by_metric.items():
        sides = [side for *_, side in outcomes]
        below, above = (fmean(side == end for side in sides) for end in (-1, 1))
        n = fmean(n for _, _, n, _ in outcomes)
        row = f"| {name} | {outcomes[0][1]} | {n:,.0f} | {held(outcomes):.1%} | {below:.1%} | {above:.1%} |"
        lines.append(row.replace("%", " %"))
    everything = [outcome for outcomes in by_metric.values() for outcome in outcomes]
    pairs = f"{len(everything):,}"
    lines.append(f"| **all {pairs} pairs** | | | **{held(everything):.1%}** | | |".replace("%", " %"))
    return _HEAD.format(seeds=len(SEEDS), events=EVENTS) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(run(SEEDS)), encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))
