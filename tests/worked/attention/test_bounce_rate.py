import pytest

import regard
from tests.naive.tables import table

LOG = table("""
    time                  anonymous_id  type        name   path  engaged_ms  interactive
    2025-03-03T10:00:00Z  ann           page        -      /     -           -
    2025-03-03T11:00:00Z  bob           page        -      /     -           -
    2025-03-03T11:00:09Z  bob           track       click  /     -           -
    2025-03-03T11:00:20Z  bob           engagement  -      /     10000       -
    2025-03-03T12:00:00Z  cat           page        -      /     -           -
    2025-03-03T12:00:09Z  cat           track       timer  /     -           false
    2025-03-03T13:00:00Z  dan           page        -      /     -           -
    2025-03-03T13:01:00Z  dan           page        -      /a    -           -
    2025-03-03T14:00:00Z  eve           screen      home   -     -           -
    2025-03-03T15:00:00Z  fay           page        -      /a    -           -
    2025-03-03T15:00:20Z  fay           engagement  -      /a    15000       -
""")
"""One visit each. eve saw no page. Of the other 5 ann, cat and fay did no more than see one page: 3/5.
single_page: bob too, 4/5. not_engaged, of all 6: bob and fay paid attention for 10 s, dan saw two pages; 3/6.
metrica, of all 6: at most a page, under 15 s and no action hold of ann, cat and eve: 3/6."""


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log."""
    ws = regard.open()
    ws.add("event", LOG)
    return ws


@pytest.mark.parametrize(
    ("variant", "bounces", "visits"), [(None, 3, 5), ("single_page", 4, 5), ("not_engaged", 3, 6), ("metrica", 3, 6)]
)
def test_bounce_rate(ws: regard.Workspace, variant: str | None, bounces: int, visits: int) -> None:
    """Each way to say that a visit bounced counts its own visits."""
    reply = ws.ask("bounce_rate", period="2025-03", variant=variant)
    assert (reply.variant, reply.value, reply.n) == (variant, bounces / visits, visits)
    assert reply.parts == {"bounces": bounces, "visits": visits}
    assert reply.band is not None
    assert reply.band["verdict"] == "outside"


def test_a_page_means_the_visits_that_entered_there(ws: regard.Workspace) -> None:
    """Of the four that entered on `/` two bounced; dan's `/a` counts nowhere, fay's does."""
    pages = ws.ask("bounce_rate", period="2025-03", by="page").breakdown
    assert {row["group"]["page"]: (row["value"], row["n"]) for row in pages} == {"/": (0.5, 4), "/a": (1.0, 1)}
    reply = ws.ask("bounce_rate", period="2025-03", where=[["is", "page", ["/a"]]])
    assert reply.parts == {"bounces": 1, "visits": 1}
