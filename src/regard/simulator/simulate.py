"""A fictional shop with an app, a help desk, surveys and orders: any size, seeded, with its truth beside it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from regard.errors import RegardError
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
"""People drawn at once: some eighty thousand events."""

_FEWEST_DAYS, _MOST_DAYS = 7, 3_653
_MOST_EVENTS = 2_000_000_000


def simulate(
    folder: str | Path | None = None,
    *,
    events: int = 100_000,
    seed: int = 1,
    end: str | date = "2025-12-31",
    days: int = 365,
    zone: str = "Europe/Rome",
    progress: Callable[[int], None] | None = None,
) -> World:
    """Return a simulated world of about so many events; the same arguments give the same bytes.

    With a folder it is written there as one Parquet file per kind of record, such as `events.parquet`, and
    `truth.json`; without one its records are tables in memory. The period is the local days of the zone that end with
    `end`. `progress` is called with the number of events made so far.

    Raises `RegardError`: `bad_value` for a size, a seed or a length that cannot be, `bad_period` for an end that is no
    date, `unknown_zone`, `cannot_write`.
    """
    _check("events", events, 1, _MOST_EVENTS)
    _check("days", days, _FEWEST_DAYS, _MOST_DAYS)
    _check("seed", seed, 0, 2**63 - 1)
    when = calendar(_last_day(end), days, zone)
    people = max(1, round(events / events_per_person(when)))
    realised = Realised()
    chunks = _chunks(when, people, seed, realised, progress)
    if folder is None:
        parts = list(chunks)
        tables = {name: joined_table(record_type(name), [part[name] for part in parts]) for name in parts[0]}
        return World(describe_truth(when, people, seed, realised), tables=tables)
    files = write_tables(Path(folder), chunks)
    truth = describe_truth(when, people, seed, realised)
    write_truth(Path(folder), truth)
    return World(truth, files=files)


def _chunks(
    when: Calendar, people: int, seed: int, realised: Realised, progress: Callable[[int], None] | None
) -> Iterator[dict[str, pa.Table]]:
    """Yield the records of some people after the others, counting them."""
    for number, first in enumerate(range(0, people, CHUNK)):
        rng = generator(seed, number)
        lives = draw_lives(rng, first, min(CHUNK, people - first), when)
        realised.add(lives)
        yield record_tables(rng, lives)
        if progress:
            progress(int(realised.counts["events"]))


def _check(name: str, value: object, least: int, most: int) -> None:
    """Refuse a value that is no whole number or out of range."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise RegardError("bad_value", f"{name} is {value!r}.", f"Give a whole number from {least:,} to {most:,}.")


def _last_day(end: str | date) -> date:
    """Return the date that `end` names."""
    if isinstance(end, date):
        return end
    try:
        return date.fromisoformat(end)
    except (TypeError, ValueError):
        raise RegardError("bad_period", f'"{end}" is not a date.', 'Write end="2025-12-31".') from None
