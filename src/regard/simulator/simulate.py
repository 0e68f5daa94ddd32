"""A fictional shop with an app, a help desk, surveys and orders: any size, seeded, with its truth beside it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from regard.errors import RegardError
from regard.simulator.world import World

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
    from regard.simulator.making import Plan, make_world

    _check("events", events, 1, _MOST_EVENTS)
    _check("days", days, _FEWEST_DAYS, _MOST_DAYS)
    _check("seed", seed, 0, 2**63 - 1)
    plan = Plan(events=events, seed=seed, end=_last_day(end), days=days, zone=zone)
    return make_world(plan, None if folder is None else Path(folder), progress)


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
