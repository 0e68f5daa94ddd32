from typing import Any

import pytest

import regard
from regard.errors import RegardError
from regard.serving.workspace import Workspace

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-06-30"}
HOUR = 3600

MENTIONS: list[dict[str, Any]] = [
    {"kind": "mention", "text": "Regard is fine", "replied_at": "2025-03-10T10:00:00Z"},
    {"kind": "message", "text": "help", "replied_at": "2025-03-10T13:00:00Z", "author": "ann"},
    {"kind": "comment", "text": "I like regard", "replied_at": "2025-04-01T08:00:00Z"},
    {"kind": "mention", "text": "Others are better", "network": "b"},
    # A clock that is wrong: no reply comes before what it answers.
    {"kind": "comment", "text": "hello", "replied_at": "2025-03-10T07:00:00Z"},
    {"kind": "review", "rating": 5, "text": "Regard!"},
    {"kind": "review", "rating": 4},
    {"kind": "review", "rating": 1},
    {"kind": "review", "text": "no stars"},
    # A rating of something that is no review.
    {"kind": "comment", "rating": 1},
]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with these mentions, all of 10 March at 8 in the morning."""
    workspace = regard.open(zone="UTC")
    rows = [
        {"id": str(number), "time": "2025-03-10T08:00:00Z", "network": "a", **mention}
        for number, mention in enumerate(MENTIONS)
    ]
    assert workspace.add("mention", rows).added == len(MENTIONS)
    return workspace


def test_mentions_by_kind(workspace: Workspace) -> None:
    """Everything that is said counts, by what it is."""
    reply = workspace.ask("mentions", by="kind", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (10, 10, "count")
    kinds = {row["group"]["kind"]: row["value"] for row in reply.breakdown}
    assert kinds == {"review": 4, "comment": 3, "mention": 2, "message": 1}


def test_response_time(workspace: Workspace) -> None:
    """Replies after 2 and 5 hours in March; that of April is April's, and one before its mention is left out."""
    reply = workspace.ask("social_response_time", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (3.5 * HOUR, 2, "seconds")
    assert reply.parts == {"total": 7 * HOUR, "n": 2}
    assert reply.warnings[0] == {
        "code": "clock_skew",
        "message": "1 replies are dated before what they answer and were left out.",
    }
    april = workspace.ask("social_response_time", period="2025-04", as_of="2025-06-30")
    assert (april.value, april.n) == (22 * 24 * HOUR, 1)
    both = {"period": ("2025-03-01", "2025-04-30"), "as_of": "2025-06-30"}
    assert workspace.ask("social_response_time", statistic="median", **both).value == 5 * HOUR


def test_review_rating(workspace: Workspace) -> None:
    """The stars of reviews alone: (5 + 4 + 1) / 3."""
    reply = workspace.ask("review_rating", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (pytest.approx(10 / 3), 3, "score")
    assert reply.parts == {"total": 10, "reviews": 3}


def test_share_of_voice(workspace: Workspace) -> None:
    """3 of 10 name us, whatever the case; filters of the question narrow both sides."""
    own = [["contains", "text", ["Regard"], {"case_sensitive": False}]]
    reply = workspace.ask("share_of_voice", own=own, by="network", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (0.3, 10, "share")
    assert reply.parts == {"own_mentions": 3, "all_mentions": 10}
    rows = {row["group"]["network"]: row["parts"] for row in reply.breakdown}
    assert rows["b"] == {"own_mentions": 0, "all_mentions": 1}
    assert reply.interval is not None
    assert reply.interval["method"] == "wilson"
    both = [*own, ["is", "kind", ["mention"]]]
    narrow = workspace.ask("share_of_voice", own=both, where=[["is", "kind", ["mention", "comment"]]], **MARCH)
    assert narrow.parts == {"own_mentions": 1, "all_mentions": 5}


def test_whose_voice_must_be_said(workspace: Workspace) -> None:
    """Without `own` there is no share, and its filters are checked as any others."""
    with pytest.raises(RegardError, match='needs "own", the filters that tell what is about you') as missing:
        workspace.ask("share_of_voice", **MARCH)
    with pytest.raises(RegardError, match="has no filters") as empty:
        workspace.ask("share_of_voice", own=[], **MARCH)
    with pytest.raises(RegardError, match='no field "txt"') as wrong:
        workspace.ask("share_of_voice", own=[["is", "txt", ["x"]]], **MARCH)
    codes = [caught.value.code for caught in (missing, empty, wrong)]
    assert codes == ["missing_argument", "bad_value", "unknown_field"]
