import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  type        name     path      properties
    2025-03-03T10:00Z  ann      page        -        /docs/a   -
    2025-03-03T10:01Z  ann      track       buy      /shop     {"plan":"pro"}
    2025-03-03T10:02Z  ann      screen      home     -         -
    2025-03-03T10:03Z  ann      engagement  -        /docs/a   -
    2025-03-03T23:00Z  bob      track       buy      -         {"plan":"free"}
    2025-03-03T23:01Z  -        track       buy      -         -
""")
"""Six lines, one of them attention: 5 events. `buy` came 3 times: on the shop's page, from a server, from nobody."""


def test_events() -> None:
    """Page, screen and track events count wherever they come from; attention does not."""
    ws = regard.open()
    ws.add("event", LOG)
    assert ws.ask("events", period="2025-03").value == 5
    assert ws.ask("events", period="2025-03", event="buy").value == 3
    assert ws.ask("events", period="2025-03", event={"page": "/docs/**"}).value == 1
    pro = {"event": "buy", "where": [["is", "properties.plan", ["pro"]]]}
    assert ws.ask("events", period="2025-03", event=pro).value == 1
    groups = ws.ask("events", period="2025-03", by="name").breakdown
    assert [(row["group"]["name"], row["value"]) for row in groups] == [("buy", 3), (None, 1), ("home", 1)]
