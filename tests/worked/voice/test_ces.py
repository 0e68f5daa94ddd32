import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.worked.voice.answering import MARCH, holding, said

# 5 + 4 + 2 = 11 over 3 is 3.67, on ease 1 to 7.
EASE = said("ces", 5, 4, 2, survey="ease")

# The same on effort 1 to 5, where low is easy: shown raw, with ease 1 + 5 - 11/3 beside it.
EFFORT = said("ces", 5, 4, 2, scale_min=1, scale_max=5, higher_is_better=False, survey="effort")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with the answers."""
    return holding(EASE, EFFORT)


def test_ces_in_both_directions(workspace: Workspace) -> None:
    """The mean as asked; where low is easy, ease stands beside it."""
    reply = workspace.ask("ces", by="survey", **MARCH)
    rows = {row["group"]["survey"]: row for row in reply.breakdown}
    assert (rows["ease"]["value"], rows["ease"]["n"]) == (pytest.approx(3.67, abs=0.01), 3)
    assert rows["ease"]["parts"] == {"total": 11, "n": 3}
    assert rows["ease"]["interval"]["method"] == "delta"
    assert rows["effort"]["value"] == pytest.approx(11 / 3)
    assert rows["effort"]["parts"] == {"total": 11, "n": 3, "ease": pytest.approx(6 - 11 / 3)}
    assert reply.value is None


def test_ces_of_one_direction_and_of_two(workspace: Workspace) -> None:
    """One direction has a total, also as a whole; two are never merged."""
    reply = workspace.ask("ces", where=[["is", "survey", ["effort"]]], **MARCH)
    assert reply.value == pytest.approx(11 / 3)
    assert (reply.n, reply.unit) == (3, "score")
    assert reply.parts["ease"] == pytest.approx(7 / 3)
    with pytest.raises(RegardError, match="several scales or directions") as caught:
        workspace.ask("ces", **MARCH)
    assert (caught.value.code, caught.value.suggestion[:8]) == ("mixed_scales", "Split by")


def test_the_band_of_effort(workspace: Workspace) -> None:
    """Effort of 1 to 2 of 5 is good and less of it is better; ease of 1 to 7 is good from 5 on."""
    effort = workspace.ask("ces", where=[["is", "survey", ["effort"]]], **MARCH)
    ease = workspace.ask("ces", where=[["is", "survey", ["ease"]]], **MARCH)
    assert effort.band == {"verdict": "outside", "good": "<= 2", "source": "guide 001: effort of 1 to 2 of 5"}
    assert ease.band == {"verdict": "outside", "good": ">= 5", "source": "guide 001: effort of 1 to 3 of 7"}
    assert (effort.definition["better"], ease.definition["better"]) == ("lower", "higher")
