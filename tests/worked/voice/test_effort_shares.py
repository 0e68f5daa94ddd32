import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.worked.voice.answering import MARCH, holding, said

# On ease 1 to 7: 5, 6 and 7 are easy, so 3 of 5. Effort is 8 - score: 1, 2, 3, 6, 7; the top two points are 6 and 7.
EASE = said("ces", 7, 6, 5, 2, 1, survey="ease")

# On effort 1 to 7, where high is hard: 2 of 4 at 6 or over.
EFFORT = said("ces", 7, 6, 5, 1, scale_min=1, scale_max=7, higher_is_better=False, survey="effort")

# On effort 1 to 5 the top two points are 4 and 5: 1 of 2.
SHORT = said("ces", 4, 3, scale_min=1, scale_max=5, higher_is_better=False, survey="short")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with the answers."""
    return holding(EASE, EFFORT, SHORT)


def test_top_box_and_high_effort(workspace: Workspace) -> None:
    """Easy answers are counted on ease 1 to 7 alone; hard ones on any scale, each by its own."""
    replies = workspace.ask(["ces_top_box", "high_effort_share"], by="survey", **MARCH)
    top = replies["ces_top_box"]
    assert (top.value, top.n, top.parts) == (0.6, 5, {"easy": 3, "answers": 5})
    assert [row["group"]["survey"] for row in top.breakdown] == ["ease"]
    rows = {row["group"]["survey"]: row for row in replies["high_effort_share"].breakdown}
    assert {name: row["value"] for name, row in rows.items()} == {"ease": 0.4, "effort": 0.5, "short": 0.5}
    assert rows["ease"]["parts"] == {"high_effort": 2, "answers": 5}
    assert {row["interval"]["method"] for row in rows.values()} == {"wilson"}


def test_threshold(workspace: Workspace) -> None:
    """From 5 on, three of four answers are of high effort; outside the scale there is no threshold."""
    where = [["is", "survey", ["effort"]]]
    reply = workspace.ask("high_effort_share", threshold=5, where=where, **MARCH)
    assert (reply.value, reply.parts) == (0.75, {"high_effort": 3, "answers": 4})
    assert reply.definition["arguments"] == {"threshold": 5}
    for threshold, asked in ((8, {"where": where}), (0, {"where": where}), (6, {"by": "survey"})):
        with pytest.raises(RegardError, match=f"The threshold {threshold} is off the scale") as caught:
            workspace.ask("high_effort_share", threshold=threshold, **asked, **MARCH)
        assert caught.value.code == "bad_value"
    with pytest.raises(RegardError, match="threshold='six' is not a number"):
        workspace.ask("high_effort_share", threshold="six", where=where, **MARCH)
