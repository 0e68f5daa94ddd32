from typing import Any

import pytest

from regard.serving.workspace import Workspace
from tests.worked.voice.answering import MARCH, holding

# Each person's way through the survey, question by question, a minute after the other.
WAYS: dict[str | None, list[tuple[str, str]]] = {
    "all": [("q1", "completed"), ("q2", "completed"), ("q3", "completed")],
    # Saw the third question and left.
    "shown": [("q1", "completed"), ("q2", "completed"), ("q3", "shown")],
    # Answered the second one, and the survey was never completed.
    "partial": [("q1", "partial"), ("q2", "partial")],
    "closed": [("q1", "dismissed")],
    # Left out the second question and went to the end.
    "skipped": [("q1", "completed"), ("q2", "shown"), ("q3", "completed")],
    # Came back to the first question last, and completed it.
    "back": [("q1", "shown"), ("q2", "completed"), ("q1", "completed")],
    # Two people without a name, one question each.
    None: [("q1", "completed"), ("q1", "shown")],
}


def _showings(survey: str = "s", day: int = 10, **told: Any) -> list[dict[str, Any]]:
    """Return the showings of every way through a survey."""
    return [
        {
            "id": f"{survey} {day} {user} {minute}",
            "time": f"2025-03-{day:02}T12:{minute:02}:00+01:00",
            "kind": "text",
            "survey": survey,
            "question": question,
            "status": status,
            "user_id": user,
            **told,
        }
        for user, way in WAYS.items()
        for minute, (question, status) in enumerate(way)
    ]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with these showings."""
    return holding(_showings())


def test_survey_dropoff(workspace: Workspace) -> None:
    """Of 8 who saw the first question 2 left there, of 5 one at the second, of 3 one at the third; 4 of 8 in all."""
    reply = workspace.ask("survey_dropoff", by="question", **MARCH)
    rows = {row["group"]["question"]: row for row in reply.breakdown}
    assert {name: row["parts"] for name, row in rows.items()} == {
        "q1": {"dropped": 2, "shown": 8},
        "q2": {"dropped": 1, "shown": 5},
        "q3": {"dropped": 1, "shown": 3},
    }
    assert (rows["q2"]["value"], rows["q2"]["n"]) == (0.2, 5)
    assert (reply.value, reply.parts, reply.unit) == (0.5, {"dropped": 4, "shown": 8}, "share")
    assert rows["q1"]["interval"]["method"] == "wilson"


def test_another_survey_and_another_purchase_are_other_runs() -> None:
    """Who drops one survey and completes another, or the same one about another order, dropped one of two."""
    dropped = {"kind": "text", "question": "q", "status": "shown", "user_id": "ann", "time": "2025-03-10T12:00:00Z"}
    done = {**dropped, "status": "completed", "time": "2025-03-10T13:00:00Z"}
    surveys = [{**dropped, "survey": "a", "id": "1"}, {**done, "survey": "b", "id": "2"}]
    orders = [{**dropped, "about_id": "o1", "id": "3"}, {**done, "about_id": "o2", "id": "4"}]
    for rows in (surveys, orders):
        assert holding(rows).ask("survey_dropoff", by="question", **MARCH).parts == {"dropped": 1, "shown": 2}


def test_a_run_over_midnight_has_one_end() -> None:
    """Who goes on the next day and completes has not dropped on the first."""
    first = {"kind": "text", "survey": "s", "user_id": "ann", "question": "q1", "time": "2025-03-10T23:59:00+01:00"}
    second = {**first, "question": "q2", "time": "2025-03-11T00:01:00+01:00", "id": "2"}
    workspace = holding([{**first, "status": "partial", "id": "1"}, {**second, "status": "completed"}])
    series = workspace.ask("survey_dropoff", period=("2025-03-10", "2025-03-11"), every="day").series
    assert [(point["value"], point["n"]) for point in series] == [(0.0, 1), (0.0, 1)]
