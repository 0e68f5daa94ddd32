"""Making a world: people chunk by chunk, their lives, their records, and the truth of it all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from regard.records import record_type
from regard.simulator.arrays import generator
from regard.simulator.calendar import Calendar, calendar
from regard.simulator.lives import draw_lives
from regard.simulator.realised import Realised
from regard.simulator.stream import write_tables, write_truth
from regard.simulator.tables import record_tables
from regard.simulator.tables.columns import joined_table
from regard.simulator.truth import describe_truth, events_per_person
from regard.simulator.world import World

CHUNK = 4096
"""People drawn at once: some ninety thousand events."""

Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked of the simulator."""

    events: int
    seed: int
    end: date
    days: int
    zone: str


def make_world(plan: Plan, folder: Path | None, progress: Progress | None) -> World:
    """Return the world of a plan: in memory, or in files of a folder.

    Raises `RegardError` with code `unknown_zone` or `cannot_write`.
    """
    when = calendar(plan.end, plan.days, plan.zone)
    people = max(1, round(plan.events / events_per_person(when)))
    realised = Realised()
    chunks = _told(_chunks(when, people, plan.seed, realised), realised, progress)
    if folder is None:
        parts = list(chunks)
        tables = {name: joined_table(record_type(name), [part[name] for part in parts]) for name in parts[0]}
        return World(describe_truth(when, people, plan.seed, realised), tables=tables)
    files = write_tables(folder, chunks)
    truth = describe_truth(when, people, plan.seed, realised)
    write_truth(folder, truth)
    return World(truth, files=files)


def _chunks(when: Calendar, people: int, seed: int, realised: Realised) -> Iterator[dict[str, pa.Table]]:
    """Yield the records of some people after the others, counting them."""
    for number, first in enumerate(range(0, people, CHUNK)):
        rng = generator(seed, number)
        lives = draw_lives(rng, first, min(CHUNK, people - first), when)
        realised.add(lives)
        yield record_tables(rng, lives)


def _told(
    chunks: Iterator[dict[str, pa.Table]], realised: Realised, progress: Progress | None
) -> Iterator[dict[str, pa.Table]]:
    """Yield the chunks, telling how many events there are after each."""
    for chunk in chunks:
        yield chunk
        if progress:
            progress(int(realised.counts["events"]))
