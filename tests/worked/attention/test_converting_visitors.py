import regard
from tests.worked.attention.test_conversions import LOG

# ann signed up twice, bob saw the welcome page; cat signed up without a visit, dan came and did neither.


def test_converting_visitors() -> None:
    """Of the visitors ann signed up; with the welcome page it is 2 people, and cat is none of them."""
    ws = regard.open()
    ws.add("event", LOG)
    ws.declare("goal", "signup", event="signup")
    ws.declare("goal", "welcome", page="/welcome/**")
    assert ws.ask("converting_visitors", period="2025-03", goal="signup").value == 1
    reply = ws.ask("converting_visitors", period="2025-03")
    assert (reply.value, reply.n, reply.unit) == (2, 2, "people")
