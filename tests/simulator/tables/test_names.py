from collections import defaultdict

import pytest

from regard.simulator import World, simulate
from tests.simulator.naive_log import resolve, settle


@pytest.fixture(scope="module")
def world() -> World:
    """Return a world with every kind of link."""
    return simulate(events=20_000, seed=9)


def test_ids_lead_to_one_person(world: World) -> None:
    """Once links are applied, every event of a device belongs to the person whose number the device carries."""
    person_of = resolve(settle(world.tables["link"], "received_at", latest=False))
    for event in settle(world.tables["event"], "received_at", latest=False):
        said = event["user_id"] or event["anonymous_id"]
        person = person_of.get(said, said)
        if event["anonymous_id"]:
            number = event["anonymous_id"][1:]
            assert person in (f"u{number}", f"b{number}")
        else:
            assert person == "u" + event["user_id"].removeprefix("crm-").removeprefix("u")


def test_most_people_begin_without_a_name(world: World) -> None:
    """There are people with anonymous events before their first named one, and people who never have a name."""
    named: dict[str, set[bool]] = defaultdict(set)
    for event in world.tables["event"].to_pylist():
        if event["anonymous_id"]:
            named[event["anonymous_id"]].add(event["user_id"] is not None)
    kinds = list(named.values())
    assert kinds.count({True, False}) > 50
    assert kinds.count({False}) > 50
    assert kinds.count({True}) > 50


def test_servers_are_on_no_device(world: World) -> None:
    """What servers send has a user and nothing of a device, so that it opens no visit."""
    servers = [event for event in world.tables["event"].to_pylist() if event["source"] == "server"]
    assert {event["name"] for event in servers} == {"account_created", "signed_up", "order_shipped"}
    for event in servers:
        assert event["user_id"]
        assert not any(event[field] for field in ("anonymous_id", "session_id", "device", "url", "path", "host"))


def test_the_app_has_no_sessions(world: World) -> None:
    """Visits on the web have a session id, visits in the app are told apart by pauses."""
    for event in world.tables["event"].to_pylist():
        assert (event["session_id"] is not None) == (event["source"] == "web")
