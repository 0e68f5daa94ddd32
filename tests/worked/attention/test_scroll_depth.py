import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  type        path  page_view_id  scroll_percent
    2025-03-03T10:00:00Z  ann           page        /     v1            20
    2025-03-03T10:00:30Z  ann           engagement  -     v1            75
    2025-03-03T10:01:00Z  ann           page        /     v2            50
    2025-03-03T11:00:00Z  bob           page        /     v3            25
    2025-03-03T11:01:00Z  bob           page        /a    v4            -
    2025-03-03T12:00:00Z  cat           page        /     v5            90
    2025-03-03T12:01:00Z  cat           page        /a    v6            10
""")
"""The furthest points: ann `/` 75 %, bob `/` 25 %, cat `/` 90 % and `/a` 10 %; bob's `/a` has no data. Mean 200/4."""


def test_scroll_depth() -> None:
    """Half of the page on average; 3 of 4 reached a quarter, 2 the half, 2 three quarters, 1 nine tenths."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("scroll_depth", period="2025-03")
    assert (reply.value, reply.n, reply.unit) == (0.5, 4, "share")
    reached = {"reached_25": 3, "reached_50": 2, "reached_75": 2, "reached_90": 1}
    assert reply.parts == {"total": 2, "n": 4, **reached}
    assert reply.band is not None
    assert reply.band["verdict"] == "good"
