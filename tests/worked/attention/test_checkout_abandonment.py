import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time                  user_id  name      path
    2025-03-03T10:00:00Z  ann      checkout  /
    2025-03-03T10:05:00Z  ann      paid      -
    2025-03-03T11:00:00Z  bob      checkout  /
    2025-03-03T12:00:00Z  cat      paid      -
    2025-03-03T12:00:01Z  cat      checkout  /
    2025-03-03T13:00:00Z  dan      checkout  /
    2025-03-03T13:00:00Z  dan      paid      -
    2025-03-03T14:00:00Z  eve      paid      -
""")
"""Four started. ann finished, dan in the same instant; bob did not, and cat paid only before. eve never started."""


def test_checkout_abandonment() -> None:
    """2 of the 4 who started did not finish."""
    ws = regard.open()
    ws.add("event", LOG)
    reply = ws.ask("checkout_abandonment", period="2025-03", start="checkout", end="paid")
    assert (reply.value, reply.n, reply.parts) == (0.5, 4, {"abandoned": 2, "started": 4})


def test_both_ends_must_be_named() -> None:
    """Without the event that ends the checkout the question cannot be answered."""
    with pytest.raises(regard.RegardError, match='"end"') as refused:
        regard.open().ask("checkout_abandonment", start="checkout")
    assert refused.value.code == "missing_argument"
