"""Tickets and surveys: what the simulator counted while it drew them, against their records."""

from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from regard.simulator import World
from tests.simulator.naive_business import waits
from tests.simulator.naive_log import Row

Records = Callable[[str], list[Row]]


@pytest.fixture(scope="module")
def told(records: Records) -> dict[str, list[Row]]:
    """Return the events of each ticket."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in records("ticket_event"):
        found[row["ticket_id"]].append(row)
    return found


def _count(rows: list[Row], **fields: object) -> int:
    """Return how many rows have these fields."""
    return sum(all(row[name] == value for name, value in fields.items()) for row in rows)


def test_customers_waited_for_what_is_counted(small_world: World, told: dict[str, list[Row]]) -> None:
    """Each wait ends with the reply of an agent; bots, notes and a customer's second message end and begin none."""
    realised = small_world.truth["realised"]
    all_waits = [wait for rows in told.values() for wait in waits(rows)]
    replies = sum(_count(rows, kind="comment", actor="agent", public=True) for rows in told.values())
    assert len(all_waits) == replies == realised["replies"] > realised["replied_tickets"] > 0
    assert sum(all_waits) == pytest.approx(realised["wait_seconds"])


def test_tickets_come_back_as_counted(small_world: World, told: dict[str, list[Row]]) -> None:
    """Reopenings are resolutions less one; one-touch tickets are resolved with one reply; the rest is the backlog."""
    realised = small_world.truth["realised"]
    solved = {ticket: _count(rows, kind="status", value="solved") for ticket, rows in told.items()}
    replies = {ticket: _count(rows, kind="comment", actor="agent", public=True) for ticket, rows in told.items()}
    assert sum(times - 1 for times in solved.values() if times) == realised["reopened_tickets"] > 0
    assert sum(solved[ticket] > 0 and replies[ticket] == 1 for ticket in told) == realised["one_touch_tickets"] > 0
    assert small_world.truth["counted"]["backlog"]["value"] == sum(times == 0 for times in solved.values())
    assert len(told) == realised["tickets"]


def test_everything_that_happens_to_tickets_occurs(records: Records, told: dict[str, list[Row]]) -> None:
    """There are replies by bots, private notes, assignments, rising priorities, and tickets that no agent touched."""
    rows = records("ticket_event")
    kinds = Counter((row["kind"], row["actor"], row["public"]) for row in rows)
    assert {("comment", "bot", True), ("comment", "agent", False), ("assignment", "bot", None)} < set(kinds)
    assert any(_count(rows, kind="comment", actor="customer", public=True) > 2 for rows in told.values())
    assert any(not _count(rows, actor="agent", kind="comment") for rows in told.values())
    urgent = {row["ticket_id"] for row in rows if row["kind"] == "priority"}
    assert urgent == {row["id"] for row in records("ticket") if row["priority"] == "urgent"}
    assert urgent


def test_people_stop_answering_where_it_is_counted(small_world: World, records: Records) -> None:
    """Of those who see a question, those who see no later one and did not complete the survey stopped there."""
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(records("answer"), key=lambda row: row["time"]):
        if row["survey"] == "first impressions":
            seen[row["user_id"]].append(row)
    shown = Counter(row["question"] for rows in seen.values() for row in rows)
    dropped = Counter(rows[-1]["question"] for rows in seen.values() if rows[-1]["status"] != "completed")
    entry = small_world.truth["counted"]["survey_dropoff"]
    found = {row["group"]["question"]: (row["parts"]["shown"], row["parts"]["dropped"]) for row in entry["breakdown"]}
    assert found == {question: (shown[question], dropped[question]) for question in shown}
    assert (entry["n"], entry["value"]) == (len(seen), sum(dropped.values()) / len(seen))
    assert min(dropped.values()) > 0
    assert [shown[question] for question in found] == sorted(shown.values(), reverse=True)


def test_answers_of_a_survey_come_in_order(records: Records) -> None:
    """Nobody sees the same question of the survey twice, and only its last question is unanswered."""
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(records("answer"), key=lambda row: row["time"]):
        if row["survey"] == "first impressions":
            seen[row["user_id"]].append(row)
    order = max(seen.values(), key=len)
    for rows in seen.values():
        assert [row["question"] for row in rows] == [row["question"] for row in order][: len(rows)]
        answered = [row["status"] in ("partial", "completed") for row in rows]
        assert all(answered[:-1])
        assert answered[-1] == (len(rows) == len(order) and rows[-1]["status"] == "completed")
    assert [row["kind"] for row in order] == ["rating", "choice", "rating", "text"]
