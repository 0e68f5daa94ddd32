import pytest

from regard.serving.workspace import Workspace
from tests.worked.voice.answering import MARCH, holding, said

# 3 promote (9, 9, 10), 1 is passive (8), 1 detracts (6): 100 x (3 - 1) / 5 = 40.
FIVE = said("nps", 9, 9, 10, 8, 6)

# 50 % promote and 10 % detract: 40.
HUNDRED = said("nps", *[9] * 30, *[10] * 20, *[7] * 25, *[8] * 15, *[0] * 4, *[6] * 6, survey="yearly")

# What was shown, dismissed or left empty is no answer, nor is an answer to another question.
NO_ANSWERS = [
    *said("nps", 0, status="dismissed"),
    *said("nps", 0, status="shown"),
    *said("csat", 1),
    {"time": "2025-03-10T12:00:00+01:00", "kind": "nps", "status": "completed"},
]

# A survey on 1 to 10 is counted as it is: 1 promotes (9), 1 detracts (6).
ONE_TO_TEN = said("nps", 9, 6, scale_min=1, scale_max=10, survey="old")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with all of them."""
    return holding(FIVE, NO_ANSWERS, HUNDRED, ONE_TO_TEN)


def test_nps_of_five(workspace: Workspace) -> None:
    """Promoters less detractors, in points, over the answers alone."""
    reply = workspace.ask("nps", where=[["is", "survey", [None]]], **MARCH)
    assert (reply.value, reply.n, reply.unit) == (40, 5, "points")
    assert reply.parts == {"promoters": 3, "passives": 1, "detractors": 1}
    assert reply.interval is not None
    assert reply.interval["method"] == "adjusted_wald"
    # 3 added: up (3 + .75) / 8, down (1 + .75) / 8, net .25, error sqrt((.6875 - .0625) / 8) = .2795.
    assert reply.interval["standard_error"] == pytest.approx(27.95, abs=0.01)
    assert reply.interval["low"] == pytest.approx(25 - 1.96 * 27.95, abs=0.01)
    assert reply.interval["high"] == pytest.approx(25 + 1.96 * 27.95, abs=0.01)


def test_nps_of_a_hundred_and_of_another_scale(workspace: Workspace) -> None:
    """50 promoters and 10 detractors of 100 give 40; answers on 1 to 10 are counted with a warning."""
    reply = workspace.ask("nps", where=[["is", "survey", ["yearly"]]], **MARCH)
    assert (reply.value, reply.n) == (40, 100)
    assert reply.parts == {"promoters": 50, "passives": 40, "detractors": 10}
    assert reply.band is not None
    assert reply.band["verdict"] == "great"
    assert reply.warnings == []
    old = workspace.ask("nps", where=[["is", "survey", ["old"]]], **MARCH)
    assert (old.value, old.n) == (0, 2)
    assert old.warnings[0] == {
        "code": "mixed_scales",
        "message": "2 answers were given on 1 to 10: they are counted as they are, not stretched to 0 to 10.",
    }
