from tests.worked.voice.answering import MARCH, holding, said

ANSWERED = [
    *said("nps", 0),
    *said("csat", 3, status="partial"),
    {"kind": "choice", "choices": ["red"]},
    {"kind": "text", "text": "fine"},
]
NOT_ANSWERED = [
    *said("nps", 10, status="shown"),
    *said("csat", 5, status="dismissed"),
    {"kind": "choice", "choices": []},
    {"kind": "text", "text": "  "},
    {"kind": "nps", "status": "completed"},
]


def test_answers_are_showings_with_something_said() -> None:
    """Four of nine showings have a score, a choice or a text; half of an answered survey counts."""
    day = {"time": "2025-03-10T12:00:00+01:00"}
    reply = holding([{**day, **answer} for answer in (*ANSWERED, *NOT_ANSWERED)]).ask("answers", **MARCH)
    assert (reply.value, reply.n, reply.unit, reply.parts) == (4, 4, "count", {})
    assert reply.interval == {"low": 4, "high": 4, "level": 0.95, "method": "exact", "standard_error": 0.0}
