import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time               user_id  name    type   path
    2025-03-03T10:00Z  ann      search  track  -
    2025-03-03T10:01Z  ann      search  track  -
    2025-03-03T10:02Z  ann      export  track  -
    2025-03-03T11:00Z  bob      search  track  -
    2025-03-03T12:00Z  cat      -       page   /
    2025-03-03T13:00Z  dan      -       page   /
""")
"""Of 4 active people 2 searched and 1 exported."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    return ws


def test_feature_usage(ws: regard.Workspace) -> None:
    """A person counts once, however often: 2 of 4; a feature nobody used has 0 of 4, and a warning."""
    reply = ws.ask("feature_usage", event="search", period="2025-03")
    assert (reply.value, reply.n, reply.parts) == (0.5, 4, {"people": 2, "active_people": 4})
    unused = ws.ask("feature_usage", event="serch", period="2025-03")
    assert (unused.value, unused.n) == (0.0, 4)
    assert "nothing_matches" in [warning["code"] for warning in unused.warnings]


def test_every_feature(ws: regard.Workspace) -> None:
    """By name over everybody: search 2/4, export 1/4."""
    groups = ws.ask("feature_usage", by="name", base="total", period="2025-03").breakdown
    shares = {row["group"]["name"]: (row["value"], row["n"]) for row in groups}
    assert (shares["search"], shares["export"]) == ((0.5, 4), (0.25, 4))


def test_a_feature_must_be_named() -> None:
    """Without a feature the question cannot be answered."""
    with pytest.raises(regard.RegardError, match='"event"') as refused:
        regard.open().ask("feature_usage")
    assert refused.value.code == "missing_argument"
