"""Scores of different scales and directions are never put together in silence."""

from typing import Any

import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.worked.voice.answering import MARCH, holding, said

EASE = said("ces", 7, 6, scale_min=1, scale_max=7, higher_is_better=True, survey="ease")
EFFORT = said("ces", 1, 2, scale_min=1, scale_max=7, higher_is_better=False, survey="effort")
SHORT = said("ces", 5, 4, scale_min=1, scale_max=5, higher_is_better=True, survey="short")
FIVE = said("csat", 5, 1, survey="five")
ZERO = said("csat", 5, 0, scale_min=0, scale_max=5, survey="zero")
SEVEN = said("csat", 7, 1, scale_min=1, scale_max=7, survey="seven")
STARS = said("rating", 5, scale_min=1, scale_max=5, survey="stars")
POINTS = said("rating", 5, scale_min=0, scale_max=10, survey="points")
MEANS = ("ces", "csat_mean", "high_effort_share", "rating")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with all of them."""
    return holding(EASE, EFFORT, SHORT, FIVE, ZERO, SEVEN, STARS, POINTS)


@pytest.mark.parametrize("name", MEANS)
@pytest.mark.parametrize("asked", [{}, {"minimum_base": 100}, {"every": "week"}], ids=str)
def test_two_scales_have_no_mean(workspace: Workspace, name: str, asked: dict[str, Any]) -> None:
    """A mean over several scales or directions is refused, however it is asked for."""
    with pytest.raises(RegardError) as caught:
        workspace.ask(name, **asked, **MARCH)
    assert caught.value.code == "mixed_scales"


@pytest.mark.parametrize("pair", [("ease", "effort"), ("ease", "short"), ("zero", "five"), ("stars", "points")])
def test_a_direction_or_an_end_is_enough_to_differ(workspace: Workspace, pair: tuple[str, str]) -> None:
    """The same numbers in another direction, or from another start, are another scale."""
    name = {"ease": "ces", "zero": "csat_mean", "stars": "rating"}[pair[0]]
    with pytest.raises(RegardError, match="several scales or directions"):
        workspace.ask(name, where=[["is", "survey", list(pair)]], **MARCH)
    for survey in pair:
        assert workspace.ask(name, where=[["is", "survey", [survey]]], **MARCH).value is not None


def test_a_split_takes_scales_apart_and_a_group_that_mixes_has_no_value(workspace: Workspace) -> None:
    """Each group of one scale has its mean; a group of several has none, nor has the total, and it is said."""
    reply = workspace.ask("ces", by="survey", **MARCH)
    assert {row["group"]["survey"]: row["value"] for row in reply.breakdown} == {
        "ease": 6.5,
        "effort": 1.5,
        "short": 4.5,
    }
    assert (reply.value, reply.n) == (None, 6)
    assert reply.warnings[0]["code"] == "mixed_scales"
    mixed = workspace.ask("ces", by="kind", **MARCH).breakdown
    assert [(row["group"], row["value"], row["interval"], row["n"]) for row in mixed] == [
        ({"kind": "ces"}, None, None, 6)
    ]


def test_a_comparison_of_two_scales_is_refused(workspace: Workspace) -> None:
    """A segment on one scale is not held against a segment of several."""
    with pytest.raises(RegardError, match="several scales"):
        workspace.ask("ces", compare={"where": [["is", "survey", ["ease"]]]}, **MARCH)


def test_shares_that_need_a_scale_leave_out_the_others(workspace: Workspace) -> None:
    """For csat 1 to 5 and 0 to 5 count, for the top box ease of 1 to 7 alone; csat says what it left out."""
    csat = workspace.ask("csat", **MARCH)
    assert (csat.value, csat.n) == (0.5, 4)
    assert csat.warnings[0]["message"] == "2 answers on another scale than 1 to 5 or 0 to 5 were left out."
    assert workspace.ask("ces_top_box", **MARCH).n == 2


@pytest.mark.parametrize("score", [10, 8, 0])
@pytest.mark.parametrize("answers", [1, 2, 40])
def test_the_interval_of_nps_has_a_width_when_all_agree(score: int, answers: int) -> None:
    """One answer, or forty alike, leave room for others; the value lies inside."""
    reply = holding(said("nps", *[score] * answers)).ask("nps", **MARCH)
    assert reply.interval is not None
    assert reply.value is not None
    assert reply.interval["low"] <= reply.value <= reply.interval["high"]
    assert reply.interval["high"] - reply.interval["low"] > 200 / (answers + 30)
