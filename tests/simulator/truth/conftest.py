"""One small world for all recounts, with its records settled."""

from collections.abc import Callable

import pytest

from regard.simulator import World, simulate
from tests.simulator.naive_business import by_person
from tests.simulator.naive_log import Row, resolve, settle

STATES = ("customer", "subscription", "order", "ticket", "post", "profile_day", "spend")

Records = Callable[[str], list[Row]]


@pytest.fixture(scope="session")
def small_world() -> World:
    """Return a world of half a year that ends in the middle of a week and of a month."""
    return simulate(events=8_000, seed=21, days=190, end="2025-10-22")


@pytest.fixture(scope="session")
def records(small_world: World) -> Records:
    """Return a reader of the records of a kind, one copy of each id."""

    def of(record: str) -> list[Row]:
        """Return the records of that kind."""
        is_state = record in STATES
        return settle(small_world.tables[record], "as_of" if is_state else "received_at", latest=is_state)

    return of


@pytest.fixture(scope="session")
def person_of(records: Records) -> dict[str, str]:
    """Return the person of every linked id."""
    return resolve(records("link"))


@pytest.fixture(scope="session")
def log(records: Records, person_of: dict[str, str]) -> dict[str, list[Row]]:
    """Return the page, screen and track events of each person, in order."""
    return by_person(records("event"), person_of)
