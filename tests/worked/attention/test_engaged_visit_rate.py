import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  type        name    path  engaged_ms
    2025-03-03T10:00:00Z  ann           page        -       /     -
    2025-03-03T10:00:20Z  ann           engagement  -       /     10000
    2025-03-03T11:00:00Z  bob           page        -       /     -
    2025-03-03T11:00:20Z  bob           engagement  -       /     9999
    2025-03-03T12:00:00Z  cat           page        -       /     -
    2025-03-03T12:01:00Z  cat           page        -       /     -
    2025-03-03T13:00:00Z  dan           track       signup  /     -
    2025-03-03T14:00:00Z  eve           page        -       /     -
""")
"""ann paid attention for 10 s, bob a millisecond less, cat viewed twice, dan signed up, eve did nothing more."""


def test_engaged_visit_rate() -> None:
    """2 of 5 visits, and 3 once signing up is a goal; the variant not_engaged of bounce_rate is the rest."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("engaged_visit_rate", period="2025-03")
    assert (reply.value, reply.n, reply.parts) == (0.4, 5, {"engaged": 2, "visits": 5})
    ws.declare("goal", "joined", event="signup")
    assert ws.ask("engaged_visit_rate", period="2025-03").value == 0.6
    assert ws.ask("bounce_rate", variant="not_engaged", period="2025-03").parts == {"bounces": 2, "visits": 5}
