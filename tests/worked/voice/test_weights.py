from pathlib import Path
from typing import Any

import pytest

import regard
from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.worked.voice.answering import MARCH, holding, said

ALL = [
    "nps",
    "csat",
    "csat_mean",
    "csat_net",
    "csat_good_bad",
    "ces",
    "ces_top_box",
    "high_effort_share",
    "rating",
]
POPULATION = {"country": {"IT": 0.6, "PL": 0.4}}


def _weighing(kind: str, *pairs: tuple[float, float | None], **more: Any) -> list[dict[str, Any]]:
    """Return answers from pairs of a score and what it weighs."""
    answers = said(kind, *(score for score, _ in pairs), **more)
    return [{**answer, "weight": weight} for answer, (_, weight) in zip(answers, pairs, strict=True)]


def _from(country: str, *scores: float) -> list[dict[str, Any]]:
    """Return nps answers whose customers are of a country."""
    return said("nps", *scores, channel=country)


def _population(*answers: list[dict[str, Any]]) -> Workspace:
    """Return a workspace with answers, a customer behind each, and a weighting by country."""
    workspace = holding(*answers)
    rows = [answer for some in answers for answer in some]
    workspace.add("customer", [{"user_id": one["user_id"], "country": one["channel"]} for one in rows])
    workspace.declare("weighting", "population", margins=POPULATION)
    return workspace


def test_weights_of_answers() -> None:
    """Weights 3, 1, 1, 3: promoters weigh 4 of 8, detractors 3. Kish: 8 x 8 / (9 + 1 + 1 + 9) = 3.2 answers."""
    reply = holding(_weighing("nps", (10, 3), (9, 1), (7, 1), (2, 3))).ask("nps", weights="weight", **MARCH)
    assert (reply.value, reply.n) == (12.5, 4)
    assert reply.parts == {"promoters": 2, "passives": 0.5, "detractors": 1.5, "effective_n": 3.2}
    assert reply.definition["arguments"] == {"weights": "weight"}


def test_weighted_scores_and_shares() -> None:
    """Scores 5, 3, 1 of weights 2, 1, 1: a mean of 14 / 4, and half of the weight is satisfied."""
    workspace = holding(_weighing("csat", (5, 2), (3, 1), (1, 1)))
    replies = workspace.ask(["csat", "csat_mean", "csat_net", "csat_good_bad"], weights="weight", **MARCH)
    assert {name: reply.value for name, reply in replies.items()} == {
        "csat": 0.5,
        "csat_mean": 3.5,
        "csat_net": 0.25,
        "csat_good_bad": 0.5,
    }
    assert replies["csat_mean"].parts == {"total": 10.5, "n": 3, "effective_n": pytest.approx(16 / 6)}
    assert {reply.n for reply in replies.values()} == {3}


def test_an_answer_without_weight_is_left_out() -> None:
    """No weight, or one of 0, counts for nothing; where nothing weighs anything there is no value."""
    workspace = holding(_weighing("nps", (10, 2), (0, None), (0, 0)))
    reply = workspace.ask("nps", weights="weight", **MARCH)
    assert (reply.value, reply.n, reply.parts["effective_n"]) == (100, 1, 1)
    assert workspace.ask("nps", **MARCH).n == 3
    none = holding(_weighing("nps", (10, 0), (0, None))).ask("nps", weights="weight", **MARCH)
    assert (none.value, none.n) == (None, 0)


def test_only_proportions_matter_and_equal_weights_change_nothing() -> None:
    """Weights of 1 give exactly what no weights give, of every metric and its interval; so do weights of 4."""
    scores = {"nps": (10, 9, 7, 3, 0), "csat": (5, 4, 3, 3, 1), "ces": (7, 6, 2, 1), "rating": (5, 3)}
    for weight, names in ((1, ALL), (4, ["nps", "csat_mean"])):
        workspace = holding(*(_weighing(kind, *((score, weight) for score in some)) for kind, some in scores.items()))
        plain, weighed = workspace.ask(names, **MARCH), workspace.ask(names, weights="weight", **MARCH)
        for name in names:
            told = weighed[name].to_dict()
            assert told["parts"].pop("effective_n") == told["n"]
            for key in ("value", "n", "parts", "interval"):
                assert told[key] == plain[name].to_dict()[key], (name, key)


def test_answers_like_the_population() -> None:
    """2 of 4 Italians and 0 of 1 Pole promote; 60 % and 40 % of the people are theirs: 0.6 x 0.5 = 30 points."""
    workspace = _population(_from("IT", 10, 10, 7, 7), _from("PL", 8))
    reply = workspace.ask("nps", weights="population", **MARCH)
    assert (reply.value, reply.n) == (pytest.approx(30), 5)
    # Weights 0.75 x 4 and 2: 25 / (4 x 0.5625 + 4) = 4.
    assert reply.parts["effective_n"] == pytest.approx(4)
    assert reply.parts["promoters"] == pytest.approx(1.5)
    assert workspace.ask("nps", **MARCH).value == 40
    rows = workspace.ask("nps", weights="population", by="customer.country", **MARCH).breakdown
    assert {row["group"]["customer.country"]: (row["value"], row["n"]) for row in rows} == {"IT": (50, 4), "PL": (0, 1)}


def test_several_metrics_have_weights_of_their_own() -> None:
    """The answers of each metric are made like the population, whatever else is asked."""
    csat = said("csat", 5, 1, 1, channel="IT") + said("csat", 4, channel="PL")
    workspace = _population(_from("IT", 10, 10, 7, 7), _from("PL", 8), csat)
    replies = workspace.ask(["nps", "csat"], weights="population", **MARCH)
    assert replies["nps"].value == pytest.approx(30)
    assert replies["csat"].value == pytest.approx(0.6 / 3 + 0.4)


def test_a_weighting_that_does_not_fit_is_refused() -> None:
    """Categories without answers, answers without a category, and names that nobody declared."""
    workspace = _population(_from("IT", 10), _from("DE", 8))
    with pytest.raises(RegardError) as caught:
        workspace.ask("nps", weights="population", **MARCH)
    assert caught.value.code == "bad_value"
    assert caught.value.message == (
        'The weighting "population" does not fit these answers: no answers have the country "PL" and answers have the '
        'country "DE", for which it has no share.'
    )
    with pytest.raises(RegardError, match='no weighting "populaton"') as unknown:
        workspace.ask("nps", weights="populaton", **MARCH)
    assert (unknown.value.code, "population" in unknown.value.suggestion) == ("unknown_weighting", True)
    with pytest.raises(RegardError, match='"weights" is for nps, not for response_rate'):
        workspace.ask("response_rate", weights="weight", **MARCH)
    assert workspace.ask("nps", weights="population", period="2024", as_of="2025-01-01").value is None


@pytest.mark.parametrize(
    ("name", "spec", "sentence"),
    [
        ("weight", {"margins": POPULATION}, '"weight" is the column of answers'),
        ("p", {}, "must have margins"),
        ("p", {"margins": {"country": {}}}, "no shares by category for country"),
        ("p", {"margins": {"country": {"IT": 0.6, "PL": 0.3}}}, "add up to 0.9 and not to 1"),
        ("p", {"margins": {"country": {"IT": 1.2, "PL": -0.2}}}, "no share above 0"),
        ("p", {"margins": {"county": {"IT": 1.0}}}, 'no field "county"'),
    ],
)
def test_margins_are_checked_when_declared(name: str, spec: dict[str, Any], sentence: str) -> None:
    """A weighting is refused where it is declared, in a sentence that says what is wrong."""
    with pytest.raises(RegardError, match=sentence):
        regard.open().declare("weighting", name, **spec)


def test_a_weighting_is_kept_in_the_settings(tmp_path: Path) -> None:
    """What is declared in a folder is there when it is opened again."""
    with regard.open(tmp_path) as workspace:
        workspace.declare("weighting", "population", margins=POPULATION)
    with regard.open(tmp_path) as again:
        assert again.settings.weightings == {"population": {"margins": POPULATION}}
        assert again.ask("nps", weights="population").value is None
