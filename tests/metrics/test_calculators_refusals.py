"""What calculators refuse, each with its sentence."""

import pytest

from regard.asking.calculate import calculate
from regard.errors import RegardError
from regard.metrics.calculators import CALCULATORS

Counts = dict[str, float | str | None]
CLV: Counts = {"average_order_value": 20, "purchase_frequency": 12, "lifespan": 3}

REFUSED: list[tuple[str, Counts, str, str]] = [
    ("npss", {}, "unknown_metric", 'There is no metric "npss". Did you mean "nps"?'),
    (
        "nps",
        {"promoters": 3},
        "missing_argument",
        'nps needs "passives". For example: nps(promoters=64, passives=20, detractors=16).',
    ),
    (
        "csat",
        {"satisfied": 3, "anwsers": 4},
        "unknown_argument",
        'There is no argument "anwsers". Did you mean "answers"?',
    ),
    (
        "csat",
        {"satisfied": 60, "answers": 50},
        "bad_value",
        "satisfied = 60 is more than answers = 50, of which it is part. For example: csat(satisfied=40, answers=50).",
    ),
    (
        "csat",
        {"satisfied": 40, "answers": 50, "neutral": 5, "dissatisfied": 10},
        "bad_value",
        "40 + 5 + 10 answers by side do not make answers = 50.",
    ),
    ("csat", {"satisfied": 1.5, "answers": 50}, "bad_value", "satisfied = 1.5 is not a whole number."),
    ("csat", {"satisfied": -1, "answers": 50}, "bad_value", "satisfied = -1 is below 0."),
    ("csat", {"satisfied": "many", "answers": 50}, "bad_value", "satisfied = many is not a number."),
    ("csat", {"satisfied": float("inf"), "answers": 50}, "bad_value", "satisfied = inf is not a number."),
    ("csat", {"satisfied": True, "answers": 50}, "bad_value", "satisfied = True is not a number."),
    ("csat", {"satisfied": "3 years", "answers": 50}, "bad_value", "satisfied = 3 years is not a number."),
    (
        "ces",
        {"total": 33, "answers": 3, "scale_min": 1, "scale_max": 7},
        "bad_value",
        "A mean score of 11 is off the scale with scale_min = 1 and scale_max = 7.",
    ),
    ("churn_rate", {"start": 100}, "missing_argument", 'churn_rate needs "lost".'),
    ("churn_rate", {"start": 100, "lost": 120}, "bad_value", "lost = 120 is more than start = 100"),
    (
        "churn_rate",
        {"start": 100, "new": 10, "end": 115},
        "bad_value",
        "With start = 100, new = 10, end = 115 there cannot be -5 lost customers.",
    ),
    (
        "retention_rate",
        {"start": 100, "new": 10, "end": 190},
        "bad_value",
        "end - new = 180 customers cannot have been kept of start = 100.",
    ),
    ("retention_rate", {"start": 100, "new": 10, "end": 5}, "bad_value", "end - new = -5 customers cannot"),
    (
        "customer_lifetime_value",
        {**CLV, "months": 36},
        "unit_error",
        '"months" would multiply time twice: purchase_frequency x lifespan already counts it.',
    ),
    (
        "customer_lifetime_value",
        {**CLV, "customer_lifetime": 3},
        "unit_error",
        '"customer_lifetime" would multiply time twice',
    ),
    ("customer_lifetime_value", {**CLV, "margn": 1}, "unknown_argument", 'Did you mean "margin"?'),
    ("customer_lifetime_value", {**CLV, "lifespan": "long"}, "bad_value", "'long' is not a duration."),
    ("retention_rate", {"start": 100, "new": 10}, "missing_argument", 'retention_rate needs "end".'),
    ("follower_growth", {"gained": 10}, "missing_argument", 'follower_growth needs "followers_start".'),
    ("customer_lifetime_value", {**CLV, "margin": 40}, "bad_value", "margin = 40 is above 1"),
    (
        "follower_growth",
        {"followers_start": 10, "gained": 1, "followers_end": 20},
        "bad_value",
        "followers_start = 10, gained = 1, followers_end = 20 do not go together: start + gained - lost is 11.",
    ),
    ("revenue_churn", {"opening": 10, "lost": 30}, "bad_value", "lost + contracted = 30 is more than opening = 10."),
    (
        "interaction_frequency",
        {"visits": 1, "visitors": 1, "months": 0},
        "bad_value",
        "months = 0 is no stretch of time.",
    ),
]


@pytest.mark.parametrize(("metric", "counts", "code", "sentence"), REFUSED)
def test_refusals_are_sentences(metric: str, counts: Counts, code: str, sentence: str) -> None:
    """What cannot be is refused with a code and a sentence that names the thing, the conflict and the way out."""
    with pytest.raises(RegardError) as refused:
        calculate(metric, counts)
    assert refused.value.code == code
    assert sentence in str(refused.value)


def test_counts_that_a_convention_needs_are_asked_for() -> None:
    """Churn over start and new asks for the new ones, and refuses more lost customers than there were of both."""
    with pytest.raises(RegardError, match='churn_rate needs "new"'):
        calculate("churn_rate", {"start": 100, "lost": 10}, "opening_plus_new")
    with pytest.raises(RegardError, match="there cannot be 50 lost customers"):
        calculate("churn_rate", {"start": 10, "lost": 50, "new": 1}, "opening_plus_new")


def test_unknown_conventions_are_refused() -> None:
    """A misspelt variant is met with the nearest one, and a metric without variants says so."""
    with pytest.raises(RegardError, match=r'There is no variant "averge"\. Did you mean "average"') as refused:
        calculate("churn_rate", {"start": 100, "lost": 10}, "averge")
    assert refused.value.code == "unknown_variant"
    with pytest.raises(RegardError, match='The calculator of nps has no variant "simple"'):
        calculate("nps", {"promoters": 1, "passives": 1, "detractors": 1}, "simple")


def test_a_level_is_checked_before_anything_is_computed() -> None:
    """A level of 95 is refused also where the counts allow no interval."""
    with pytest.raises(RegardError, match="The level 95 is not between 0 and 1"):
        calculate("clv_to_cac", {"customer_lifetime_value": 3, "customer_acquisition_cost": 1}, level=95)


@pytest.mark.parametrize("metric", CALCULATORS)
def test_needed_counts_come_first_and_every_name_is_taken_once(metric: str) -> None:
    """Counts can be typed without names: the needed ones stand before those that may be left out."""
    for calculator in (CALCULATORS[metric], *CALCULATORS[metric].variants.values()):
        order = [count.optional for count in calculator.counts]
        assert order == sorted(order)
        assert len({count.name for count in calculator.counts}) == len(order)
        assert calculator.name == metric


def test_missing_counts_may_be_none() -> None:
    """A caller may hand on what was not given as None."""
    assert calculate("csat", {"satisfied": 1, "answers": 2, "neutral": None}).value == 0.5
