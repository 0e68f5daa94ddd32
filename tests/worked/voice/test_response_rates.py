from tests.worked.voice.answering import MARCH, holding, said

# 8 were asked: 3 went to the end, 1 stopped half way, 2 dismissed the question, 2 let it pass.
SHOWINGS = [
    *said("nps", 9, 3),
    *said("nps", 7, status="partial"),
    {"kind": "text", "text": "too dear"},
    *({"kind": "nps", "status": "dismissed", "user_id": person} for person in ("ann", "bob")),
    *({"kind": "nps", "status": "shown", "user_id": person} for person in ("ann", "bob")),
]


def test_response_and_completion_rate() -> None:
    """4 of 8 answered, and 3 of those 4 went to the end."""
    day = {"time": "2025-03-10T12:00:00+01:00"}
    replies = holding([{**day, **showing} for showing in SHOWINGS]).ask(["response_rate", "completion_rate"], **MARCH)
    response, completion = replies["response_rate"], replies["completion_rate"]
    assert (response.value, response.n, response.unit) == (0.5, 8, "share")
    assert response.parts == {"answered": 4, "shown": 8, "dismissed": 2}
    assert (completion.value, completion.n) == (0.75, 4)
    assert completion.parts == {"completed": 3, "answered": 4}
    assert [reply.interval and reply.interval["method"] for reply in replies.values()] == ["wilson", "wilson"]
