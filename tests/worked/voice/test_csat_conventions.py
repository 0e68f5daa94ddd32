import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.worked.voice.answering import MARCH, holding, said

# 5, 4, 4, 3, 1: mean 17 / 5 = 3.4; 3 satisfied less 1 dissatisfied of 5 = 0.4; 3 good, and 2 bad with the 3.
FIVE = said("csat", 5, 4, 4, 3, 1, survey="a")
ZERO_TO_FIVE = said("csat", 0, 5, scale_min=0, scale_max=5, survey="b")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with the answers."""
    return holding(FIVE, ZERO_TO_FIVE)


def test_csat_mean_net_and_good_bad(workspace: Workspace) -> None:
    """The mean score, satisfied less dissatisfied, and a 3 that is bad, from the same five answers."""
    replies = workspace.ask(["csat_mean", "csat_net", "csat_good_bad"], where=[["is", "survey", ["a"]]], **MARCH)
    mean, net, good = replies["csat_mean"], replies["csat_net"], replies["csat_good_bad"]
    assert (mean.value, mean.n, mean.unit, mean.parts) == (3.4, 5, "score", {"total": 17, "n": 5})
    assert (net.value, net.n, net.unit) == (0.4, 5, "share")
    assert net.parts == {"satisfied": 3, "neutral": 1, "dissatisfied": 1}
    assert (good.value, good.n, good.unit, good.parts) == (0.6, 5, "share", {"good": 3, "bad": 2})
    methods = [reply.interval and reply.interval["method"] for reply in replies.values()]
    assert methods == ["delta", "adjusted_wald", "wilson"]
    # Squared distances from 3.4 sum to 9.2: variance 9.2 / 4 / 5, and 4 degrees of freedom give t = 2.7764.
    assert mean.interval is not None
    assert mean.interval["high"] == pytest.approx(3.4 + 2.7764 * 0.46**0.5, abs=0.001)


def test_two_scales_have_no_mean(workspace: Workspace) -> None:
    """A mean over 1 to 5 and 0 to 5 is refused; split by survey each has its own."""
    with pytest.raises(RegardError, match="several scales") as caught:
        workspace.ask("csat_mean", **MARCH)
    assert caught.value.code == "mixed_scales"
    reply = workspace.ask("csat_mean", by="survey", **MARCH)
    assert (reply.value, reply.n) == (None, 7)
    assert {row["group"]["survey"]: row["value"] for row in reply.breakdown} == {"a": 3.4, "b": 2.5}
    assert "mixed_scales" in [warning["code"] for warning in reply.warnings]
