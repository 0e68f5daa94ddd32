import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  type        path  engaged_ms
    2025-03-03T10:00:00Z  ann           page        /     -
    2025-03-03T10:00:20Z  ann           engagement  /     12000
    2025-03-03T10:01:00Z  ann           engagement  /     3000
    2025-03-03T11:00:00Z  bob           page        /     -
    2025-03-03T12:00:00Z  cat           engagement  /     90000
    2025-03-05T12:00:00Z  bob           page        /     -
""")
"""ann paid attention for 12 + 3 s, bob not at all; cat's attention belongs to no visit."""


def test_engaged_time() -> None:
    """15 s over 2 visits are 7.5 s; where nothing was measured there is no number."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("engaged_time", period="2025-03-03")
    assert (reply.value, reply.n, reply.parts) == (7.5, 2, {"total": 15, "n": 2})
    unmeasured = ws.ask("engaged_time", period="2025-03-05")
    assert (unmeasured.value, unmeasured.n) == (None, 1)
