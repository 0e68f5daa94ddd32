from datetime import UTC, date, datetime
from typing import Any

import pytest

import regard
from regard.acting.goals import BUSINESS_GOALS, find_goal
from regard.errors import RegardError
from regard.metrics.catalogue import METRICS
from regard.workspace import clock


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Return the day on which the test takes place: 31 March 2025, at noon in UTC."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 3, 31, 12, tzinfo=UTC))
    return date(2025, 3, 31)


def _answers(*months: tuple[str, int, int]) -> regard.Workspace:
    """Return a workspace with satisfied and dissatisfied answers on days."""
    workspace = regard.open()
    rows = []
    for day, satisfied, others in months:
        rows += [
            {
                "id": f"{day} {place}",
                "time": f"{day}T10:00:00Z",
                "kind": "csat",
                "score": 5 if place < satisfied else 2,
                "user_id": f"{day} {place}",
            }
            for place in range(satisfied + others)
        ]
    workspace.add("answer", rows)
    return workspace


@pytest.mark.usefixtures("today")
def test_half_of_the_way_in_half_of_the_time() -> None:
    """From 60 % to 80 % until 30 April: 70 % at the end of March, half of the time, is an even pace."""
    workspace = _answers(("2025-02-20", 60, 40), ("2025-03-20", 70, 30))
    workspace.declare("target", "csat", value=0.8, since="2025-03-01", by="2025-05-01")
    found = next(one for one in workspace.goals("serve", as_of="2025-03-31")["metrics"] if one["metric"] == "csat")
    (progress,) = found["targets"]
    assert (progress["start"], progress["now"], progress["target"]) == (0.6, 0.7, 0.8)
    assert progress["share"] == pytest.approx(0.5)
    assert progress["elapsed"] == pytest.approx(31 / 62)
    assert progress["expected"] == pytest.approx(0.7)
    assert (progress["state"], progress["is_sure"]) == ("on pace", False)


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("satisfied", "state", "is_sure"),
    [(990, "met", True), (810, "met", False), (655, "behind", True), (775, "ahead", True), (10, "behind", True)],
)
def test_how_a_target_stands(satisfied: int, state: str, is_sure: bool) -> None:  # noqa: FBT001 (a parameter of the case)
    """Met beyond the target, ahead or behind beyond the even pace; sure when the whole interval lies there."""
    workspace = _answers(("2025-02-20", 60, 40), ("2025-03-20", satisfied, 1000 - satisfied))
    workspace.declare("target", "csat", value=0.8, since="2025-03-01", by="2025-05-01")
    told = workspace.goals("serve", as_of="2025-03-31")
    (progress,) = next(one["targets"] for one in told["metrics"] if one["metric"] == "csat")
    assert (progress["state"], progress["is_sure"]) == (state, is_sure)


@pytest.mark.usefixtures("today")
def test_what_adds_up_sets_out_from_nothing() -> None:
    """40 of 100 orders in half of the time are 40 % of the way, and behind."""
    workspace = regard.open()
    orders = [{"id": str(place), "time": "2025-03-10T10:00:00Z", "total": 1, "currency": "EUR"} for place in range(40)]
    workspace.add("order", [*orders, {**orders[0], "id": "before", "time": "2025-02-27T10:00:00Z"}])
    workspace.declare("target", "orders", value=100, since="2025-03-01", by="2025-05-01")
    told = workspace.goals("sell", as_of="2025-03-31")
    (progress,) = next(one["targets"] for one in told["metrics"] if one["metric"] == "orders")
    assert (progress["start"], progress["now"], progress["share"]) == (0, 40, 0.4)
    assert (progress["expected"], progress["state"]) == (pytest.approx(50), "behind")


@pytest.mark.usefixtures("today")
def test_a_target_that_is_over() -> None:
    """After its day a target is met or missed, measured at its end."""
    workspace = _answers(("2025-02-20", 60, 40), ("2025-03-20", 70, 30), ("2025-05-20", 100, 0))
    workspace.declare("target", "csat", value=0.8, since="2025-03-01", by="2025-04-10")
    told = workspace.goals("serve", as_of="2025-05-31")
    (progress,) = next(one["targets"] for one in told["metrics"] if one["metric"] == "csat")
    assert (progress["now"], progress["state"], progress["elapsed"]) == (0.7, "missed", 1.0)


# A target that means nothing, and the sentence that says so.
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"value": 0.8, "by": "2025-03-31"}, "bad_period", "The target csat ends on 2025-03-31"),
    ({"value": 0.8, "by": "2024-03-31", "since": "2024-01-01"}, "bad_period", "and today is 2025-03-31"),
    ({"value": 0.8, "by": "soon"}, "bad_period", "has by='soon', which is no day"),
    ({"value": "much", "by": "2025-12-31"}, "bad_value", "is 'much', which is no number"),
    ({"by": "2025-12-31"}, "missing_argument", 'has no "value"'),
    ({"value": 0.8}, "missing_argument", 'has no "by"'),
    ({"metric": "csta", "value": 0.8, "by": "2025-12-31"}, "unknown_metric", 'Did you mean "csat"?'),
    (
        {"metric": "lifecycle", "value": 0.8, "by": "2025-12-31"},
        "not_for_metric",
        "lifecycle is a curve and has no target.",
    ),
]


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(("spec", "code", "sentence"), REFUSED, ids=[str(spec) for spec, *_ in REFUSED])
def test_what_is_no_target(spec: dict[str, Any], code: str, sentence: str) -> None:
    """A target in the past, without a number or of what has none is refused, naming both sides."""
    workspace = regard.open()
    with pytest.raises(RegardError) as caught:
        workspace.declare("target", "csat", **spec)
    assert caught.value.code == code
    assert sentence in str(caught.value)
    assert workspace.settings.targets == {}


def test_the_metrics_of_the_goals_exist() -> None:
    """Every business goal names metrics of the catalogue; another goal is refused with a suggestion."""
    for goal in BUSINESS_GOALS.values():
        assert set(goal.metrics) <= set(METRICS)
    with pytest.raises(RegardError, match='Did you mean "serve"'):
        find_goal("serv")


def test_a_metric_that_cannot_be_asked_is_told() -> None:
    """Conversion needs a goal: without one it is left out, with the way out; with one it answers."""
    workspace = regard.open()
    told = workspace.goals("sell", as_of="2025-03-31")
    assert {one["metric"] for one in told["left_out"]} == {"conversion_rate"}
    assert "none is declared" in told["left_out"][0]["why"]
    workspace.declare("goal", "signup", event="signup")
    assert workspace.goals("sell", as_of="2025-03-31")["left_out"] == []
