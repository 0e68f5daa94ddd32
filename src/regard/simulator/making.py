"""Making a world: people chunk by chunk, their lives, their records, and the truth of it all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from regard.records import RECORDS
from regard.simulator.arrays import generator
from regard.simulator.calendar import Calendar, calendar
from regard.simulator.lives import draw_lives
from regard.simulator.made import Made
from regard.simulator.shop import draw_shop
from regard.simulator.stream import write_tables, write_truth
from regard.simulator.tables import record_tables, shop_tables
from regard.simulator.tables.columns import joined_table
from regard.simulator.truth.describe import describe_truth, events_per_person
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
    made = Made()
    chunks = _told(_chunks(when, people, plan.seed, made), made, progress)
    if folder is None:
        parts = list(chunks)
        tables = {
            one.name: joined_table(one, [part[one.name] for part in parts if one.name in part]) for one in RECORDS
        }
        return World(describe_truth(when, people, plan.seed, made), tables=tables)
    files = write_tables(folder, chunks)
    truth = describe_truth(when, people, plan.seed, made)
    write_truth(folder, truth)
    return World(truth, files=files)


def _chunks(when: Calendar, people: int, seed: int, made: Made) -> Iterator[dict[str, pa.Table]]:
    """Yield the records of some people after the others, then those of the shop itself, counting them."""
    for number, first in enumerate(range(0, people, CHUNK)):
        rng = generator(seed, number)
        lives = draw_lives(rng, first, min(CHUNK, people - first), when)
        made.add(lives)
        yield record_tables(rng, lives)
    shop = draw_shop(seed, people, when)
    made.add_shop(shop)
    yield shop_tables(shop)


def _told(
    chunks: Iterator[dict[str, pa.Table]], made: Made, progress: Progress | None
) -> Iterator[dict[str, pa.Table]]:
    """Yield the chunks, telling how many events there are after each."""
    for chunk in chunks:
        yield chunk
        if progress:
            progress(int(made.realised.counts["events"]))
