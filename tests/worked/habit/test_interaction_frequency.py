import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  type   path
    2025-03-03T10:00Z  ann      page   /
    2025-03-03T12:00Z  ann      page   /
    2025-03-10T10:00Z  ann      page   /
    2025-03-20T10:00Z  bob      page   /
    2025-03-25T10:00Z  cat      track  -
""")
"""ann came 3 times in March, bob once, cat was told of by a server: 4 visits of 2 people, 2 a month."""


def test_interaction_frequency() -> None:
    """2 in a whole month; over its first 28 days, which are 28/31 of a month, 2 x 31/28."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("interaction_frequency", period="2025-03")
    assert (reply.value, reply.n, reply.parts) == (2.0, 2, {"visits": 4, "visitors": 2})
    weeks = ws.ask("interaction_frequency", period=("2025-03-01", "2025-03-28"))
    assert weeks.value == pytest.approx(2 * 31 / 28)
    both = ws.ask("interaction_frequency", period=("2025-02-01", "2025-03-31"), every="month")
    assert [point["value"] for point in both.series] == [None, 2.0]
    assert both.value == 1.0
