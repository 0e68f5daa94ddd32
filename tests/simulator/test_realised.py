from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

import pytest

from regard.simulator import World, simulate
from tests.simulator.naive_log import Row, count_visits, in_visits, resolve, settle


@pytest.fixture(scope="module")
def world() -> World:
    """Return a small world."""
    return simulate(events=4_000, seed=11, days=120)


@pytest.fixture(scope="module")
def realised(world: World) -> dict[str, float]:
    """Return what the simulator counted while it made the world."""
    return dict(world.truth["realised"])


@pytest.fixture(scope="module")
def person_of(world: World) -> dict[str, str]:
    """Return the person of every linked id."""
    return resolve(settle(world.tables["link"], "received_at", latest=False))


@pytest.fixture(scope="module")
def events(world: World) -> list[Row]:
    """Return every event once."""
    return settle(world.tables["event"], "received_at", latest=False)


@pytest.fixture(scope="module")
def visits(events: list[Row], person_of: dict[str, str]) -> list[list[Row]]:
    """Return the events of each visit."""
    return in_visits(events, person_of)


def test_visits_are_those_that_were_made(visits: list[list[Row]], realised: dict[str, float]) -> None:
    """Visits, bounces, pages and times counted from the events are what the process says it made."""
    counted = count_visits(visits)
    expected = {name: realised[name] for name in counted if name in realised}
    expected["visit_ms"] = round(realised["visit_seconds"] * 1000)
    expected["engaged_ms"] = round(realised["engaged_seconds"] * 1000)
    expected["page_ms"] = round(realised["page_seconds"] * 1000)
    expected["scroll_percent"] = round(realised["scroll_sum"] * 100, 6)
    assert dict(counted) == expected
    assert counted["bounces"] > 0
    assert counted["buyers"] > 0


def test_no_event_is_lost_or_counted_twice(events: list[Row], world: World, realised: dict[str, float]) -> None:
    """Some events are delivered twice, and each counts once."""
    assert len(events) == realised["events"]
    assert len(world.tables["event"]) > len(events)


def test_people_are_new_or_known(
    events: list[Row], visits: list[list[Row]], person_of: dict[str, str], realised: dict[str, float], world: World
) -> None:
    """A visitor is new unless a server told of the person before the period."""
    opens = min(row["time"] for row in events if row["device"]) - timedelta(days=1)
    before = {person_of.get(row["user_id"], row["user_id"]) for row in events if row["time"] < opens}
    visitors = {visit[0]["person"] for visit in visits}
    assert len(before) == realised["events_before"]
    assert len(visitors - before) == realised["new_visitors"]
    assert realised["people"] == world.truth["people"]


def test_orders_are_those_that_were_placed(world: World, person_of: dict[str, str], realised: dict[str, float]) -> None:
    """Orders that stayed paid, their money and those who came again, from the latest state of each order."""
    orders = settle(world.tables["order"], "as_of", latest=True)
    kept = [row for row in orders if row["status"] == "paid"]
    per_person = Counter(person_of.get(row["user_id"], row["user_id"]) for row in kept)
    assert len(orders) == realised["orders"] < len(world.tables["order"])
    assert len(kept) == realised["kept_orders"]
    assert sum(row["total"] for row in kept) == pytest.approx(realised["revenue"])
    assert len(per_person) == realised["kept_buyers"]
    assert sum(times > 1 for times in per_person.values()) == realised["repeat_buyers"] > 0


def test_revenue_of_purchases_is_that_of_orders(world: World, events: list[Row]) -> None:
    """Every purchase event names its order, and carries its total."""
    totals = {row["id"]: row["total"] for row in settle(world.tables["order"], "as_of", latest=True)}
    bought = {row["properties"][14:-2]: row["revenue"] for row in events if row["name"] == "purchase"}
    assert bought == totals


def test_tickets_went_as_told(world: World, realised: dict[str, float]) -> None:
    """First human replies in public and last resolutions, read off the events of each ticket."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in settle(world.tables["ticket_event"], "received_at", latest=False):
        told[row["ticket_id"]].append(row)
    tickets = settle(world.tables["ticket"], "as_of", latest=True)
    replies = [_seconds(row, _reply(told[row["id"]])) for row in tickets if _reply(told[row["id"]])]
    rests = [_seconds(row, _rest(told[row["id"]])) for row in tickets if _rest(told[row["id"]])]
    assert len(tickets) == realised["tickets"]
    assert len(replies) == realised["replied_tickets"]
    assert sum(replies) == pytest.approx(realised["reply_seconds"])
    assert len(rests) == realised["resolved_tickets"]
    assert sum(rests) == pytest.approx(realised["resolution_seconds"])
    assert 0 < len(replies) < len(tickets)


def test_tickets_say_what_their_events_say(world: World) -> None:
    """The fields of a ticket agree with what happened to it."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in settle(world.tables["ticket_event"], "received_at", latest=False):
        told[row["ticket_id"]].append(row)
    for row in settle(world.tables["ticket"], "as_of", latest=True):
        assert (row["first_response_at"], row["resolved_at"]) == (_reply(told[row["id"]]), _rest(told[row["id"]]))


def test_answers_are_those_that_were_given(world: World, realised: dict[str, float]) -> None:
    """Showings, answers and every score of every kind of question."""
    answers = settle(world.tables["answer"], "received_at", latest=False)
    scores = Counter(f"{row['kind']}_scored_{int(row['score'])}" for row in answers if row["score"] is not None)
    assert dict(scores) == {name: count for name, count in realised.items() if "_scored_" in name}
    assert len(answers) == realised["shown"]
    assert sum(_is_answered(row) for row in answers) == realised["answered"]
    assert sum(row["status"] == "completed" for row in answers) == realised["completed"]


def _is_answered(row: Row) -> bool:
    """Return whether there is a score, a choice or, where one was asked for, a text."""
    return row["score"] is not None or row["choices"] != "[]" or (row["kind"] == "text" and row["text"] is not None)


def _seconds(ticket: Row, moment: Any) -> float:
    """Return the seconds from the creation of a ticket."""
    return float((moment - ticket["created_at"]) / timedelta(seconds=1))


def _reply(told: list[Row]) -> Any:
    """Return when an agent first wrote in public."""
    times = [row["time"] for row in told if row["kind"] == "comment" and row["actor"] == "agent" and row["public"]]
    return min(times, default=None)


def _rest(told: list[Row]) -> Any:
    """Return when the ticket was last resolved."""
    return max((row["time"] for row in told if row["kind"] == "status" and row["value"] == "solved"), default=None)
