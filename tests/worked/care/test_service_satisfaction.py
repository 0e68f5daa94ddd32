from typing import Any

import regard
from tests.worked.care.stories import ASKED, told

ANSWER: dict[str, Any] = {"time": "2025-03-03T10:00:00Z", "kind": "csat", "status": "completed"}


def test_answers_about_support() -> None:
    """Scores of 5, 4, 3 and 1 at support: half is satisfied; other touchpoints, kinds and scales are out."""
    workspace = regard.open()
    support = {**ANSWER, "touchpoint": "support"}
    said = [
        *({**support, "score": score} for score in (5, 4, 3, 1)),
        {**ANSWER, "score": 5},
        {**ANSWER, "score": 5, "touchpoint": "purchase"},
        {**support, "kind": "rating", "score": 5},
        {**support, "score": 7, "scale_min": 1, "scale_max": 7},
    ]
    workspace.add("answer", [{"id": str(index), **answer} for index, answer in enumerate(said)])
    reply = workspace.ask("service_satisfaction", **ASKED)
    assert (reply.value, reply.n, reply.unit) == (0.5, 4, "share")
    assert reply.parts == {"satisfied": 2, "answers": 4, "neutral": 1, "dissatisfied": 1}
    assert [warning["code"] for warning in reply.warnings] == ["mixed_scales", "small_base"]
    assert workspace.ask("csat", where=[["is", "touchpoint", ["support"]]], **ASKED).value == reply.value


def test_ratings_of_tickets() -> None:
    """Three good, one bad, one offered and one without: three of four."""
    ratings = {"a": "good", "b": "Good", "c": "good_with_comment", "d": "bad", "e": "offered"}
    workspace = told({name: [] for name in "abcdef"}, satisfaction=ratings, channel={"d": "chat"})
    reply = workspace.ask("service_satisfaction", variant="good_bad", by="channel", **ASKED)
    assert (reply.value, reply.n, reply.parts) == (0.75, 4, {"good": 3, "bad": 1})
    assert {row["group"]["channel"]: row["value"] for row in reply.breakdown} == {None: 1, "chat": 0}
