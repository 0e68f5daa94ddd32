"""Metrics by hand: the worked examples, every calculator's own example, and the properties that all share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from regard.asking.calculate import calculate
from regard.inference.intervals import nps
from regard.metrics.bands import Bands, above
from regard.metrics.calculators import CALCULATORS, Share

WORKED: list[tuple[str, dict[str, float | str | None], str | None, float]] = [
    ("nps", {"promoters": 50, "passives": 40, "detractors": 10}, None, 40),
    ("csat", {"satisfied": 40, "answers": 50}, None, 0.8),
    ("csat", {"satisfied": 7, "answers": 12}, None, 7 / 12),
    ("csat", {"satisfied": 40, "neutral": 6, "dissatisfied": 4}, None, 0.8),
    ("csat_net", {"satisfied": 40, "neutral": 6, "dissatisfied": 4}, None, 0.72),
    ("csat_good_bad", {"good": 6, "bad": 2}, None, 0.75),
    ("ces", {"total": 11, "answers": 3}, None, 11 / 3),
    ("churn_rate", {"start": 100, "lost": 10}, None, 0.1),
    ("churn_rate", {"start": 100, "new": 10, "end": 90}, None, 0.2),
    ("churn_rate", {"start": 100, "lost": 10, "new": 25}, "opening_plus_new", 0.08),
    ("churn_rate", {"start": 100, "lost": 10, "end": 60}, "average", 0.125),
    ("retention_rate", {"start": 100, "new": 10, "end": 90}, None, 0.8),
    (
        "customer_lifetime_value",
        {"average_order_value": 20, "purchase_frequency": 12, "lifespan": 3},
        None,
        720,
    ),
    (
        "customer_lifetime_value",
        {"average_order_value": 20, "purchase_frequency": 12, "lifespan": "36 months", "margin": 0.5},
        None,
        360,
    ),
    (
        "customer_lifetime_value",
        {"average_order_value": 20, "purchase_frequency": 12, "lifespan": 2, "discount": 0.1},
        None,
        240 / 1.1 + 240 / 1.21,
    ),
    ("conversion_rate", {"converting_visitors": 200, "visitors": 1000}, None, 0.2),
    ("click_to_open_rate", {"unique_clicks": 50, "unique_opens": 200}, None, 0.25),
    ("checkout_abandonment", {"abandoned": 10, "started": 40}, None, 0.25),
    ("story_retention", {"views": 50, "exits": 5}, None, 0.9),
    ("conversion_rate", {"converting_visits": 30, "visits": 120}, "visit", 0.25),
    ("activity_rate", {"daily_active": 62.5, "paying_customers": 250}, "daily", 0.25),
    (
        "customer_lifetime_value",
        {"average_order_value": 20, "purchase_frequency": 12, "lifespan": "730.5d"},
        None,
        480,
    ),
    ("stickiness", {"daily_active": 12.5, "monthly_active": 100}, None, 0.125),
    ("interaction_frequency", {"visits": 90, "visitors": 15, "months": 3}, None, 2),
    ("follower_growth", {"followers_start": 1000, "gained": 80, "lost": 130}, None, -0.05),
    ("engagement_rate", {"engagements": 30, "reach": 600}, "reach", 0.05),
    ("revenue_churn", {"opening": 1000, "lost": 50, "contracted": 10, "expanded": 80}, None, 0.06),
    ("revenue_churn", {"opening": 1000, "lost": 50, "contracted": 10, "expanded": 80}, "net", -0.02),
    ("return_on_investment", {"revenue": 500, "spend": 1000}, None, -0.5),
    ("payback_time", {"customer_acquisition_cost": 240, "monthly_margin": 20}, None, 365.25 * 86400),
    ("clv_to_cac", {"customer_lifetime_value": 720, "customer_acquisition_cost": 240}, None, 3),
    ("average_order_value", {"revenue": -30, "orders": 4}, None, -7.5),
]


@pytest.mark.parametrize(("metric", "counts", "variant", "value"), WORKED)
def test_worked_examples(metric: str, counts: dict[str, float | str | None], variant: str | None, value: float) -> None:
    """Each example, the guides' among them, comes out as worked by hand."""
    assert calculate(metric, counts, variant).value == pytest.approx(value, rel=1e-12)


def test_percent_shown_from_the_guides() -> None:
    """7 of 12 is 58.33 %, and three answers that sum to 11 are 3.67."""
    assert f"{100 * (calculate('csat', {'satisfied': 7, 'answers': 12}).value or 0):.2f}" == "58.33"
    assert f"{calculate('ces', {'total': 11, 'answers': 3}).value:.2f}" == "3.67"


@pytest.mark.parametrize("metric", CALCULATORS)
def test_every_calculator_answers_its_own_example(metric: str) -> None:
    """The example that a refusal and the help show works, and the answer carries formula, parts and unit."""
    calculator = CALCULATORS[metric]
    counts = {count.name: count.example for count in calculator.counts if not count.optional}
    answer = calculate(metric, counts)
    assert answer.value is not None
    assert answer.unit == calculator.unit
    assert answer.formula
    assert counts.items() <= dict(answer.parts).items()
    if isinstance(calculator.way, Share):
        assert 0 <= answer.value <= 1
        assert answer.interval is not None
        assert answer.interval.low <= answer.value <= answer.interval.high


@pytest.mark.parametrize("metric", CALCULATORS)
def test_nothing_under_a_ratio_is_null(metric: str) -> None:
    """With every needed count 0 there is no value, no interval and no verdict, except where 0 is the product."""
    counts = dict.fromkeys(CALCULATORS[metric].names, 0)
    answer = calculate(metric, counts)
    assert answer.value is None or (metric == "customer_lifetime_value" and answer.value == 0)
    assert answer.interval is None
    assert answer.band is None
    assert answer.n == 0


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.9, 0.95]))
def test_shares_have_wilsons_interval(count: tuple[int, int], level: float) -> None:
    """A share by hand has the interval that scipy gives for its counts."""
    answer = calculate("bounce_rate", {"bounces": count[0], "visits": count[1]}, level=level)
    theirs = binomtest(*count).proportion_ci(level, method="wilson")
    assert answer.interval is not None
    assert (answer.interval.low, answer.interval.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert answer.n == count[1]


@given(st.integers(0, 90), st.integers(0, 90), st.integers(0, 90))
def test_nps_is_its_balance_on_100(promoters: int, passives: int, detractors: int) -> None:
    """Value and interval are those of inference, and the net share of the same counts is a hundredth of them."""
    answer = calculate("nps", {"promoters": promoters, "passives": passives, "detractors": detractors})
    net = calculate("csat_net", {"satisfied": promoters, "neutral": passives, "dissatisfied": detractors})
    assert answer.interval == nps(promoters, passives, detractors)
    assert answer.n == net.n == promoters + passives + detractors
    if answer.value is None or net.value is None:
        assert answer.n == 0
        return
    assert answer.value == pytest.approx(100 * net.value)


@given(st.integers(1, 500), st.integers(0, 200), st.data())
def test_retention_and_churn_of_one_cohort_are_one(start: int, new: int, data: st.DataObject) -> None:
    """On the opening cohort, retention is 1 - churn, and so are the ends of their intervals."""
    end = data.draw(st.integers(new, start + new))
    counts = {"start": start, "new": new, "end": end}
    kept, lost = calculate("retention_rate", counts), calculate("churn_rate", counts)
    assert kept.value == pytest.approx(1 - (lost.value or 0))
    assert kept.interval is not None
    assert lost.interval is not None
    assert kept.interval.low == pytest.approx(1 - lost.interval.high)


def test_a_mean_has_an_interval_where_its_spread_is_given() -> None:
    """Three scores of 2, 4 and 5, given by their sum and standard deviation, have Student's interval."""
    spread = (7 / 3) ** 0.5
    answer = calculate("ces", {"total": 11, "answers": 3, "standard_deviation": spread})
    assert answer.interval is not None
    assert answer.interval.standard_error == pytest.approx(spread / 3**0.5)
    assert (answer.interval.high - answer.interval.low) / 2 == pytest.approx(4.302653 * spread / 3**0.5, rel=1e-6)
    assert calculate("ces", {"total": 11, "answers": 3}).interval is None


def test_bands_judge_the_value() -> None:
    """Ten percent of customers lost is outside the guide's band, five is in it; bands of the catalogue come first."""
    assert (calculate("churn_rate", {"start": 100, "lost": 10}).band or {})["verdict"] == "outside"
    assert (calculate("churn_rate", {"start": 100, "lost": 5}).band or {})["verdict"] == "good"
    own = Bands(good=above(0), great=above(20), source="guide 001")
    answer = calculate("nps", {"promoters": 64, "passives": 20, "detractors": 16}, bands=own)
    assert (answer.band or {})["verdict"] == "great"


def test_the_convention_is_named_where_there_are_several() -> None:
    """Churn says which convention it follows, also the default one; metrics with one convention say none."""
    assert calculate("churn_rate", {"start": 100, "lost": 10}).variant == "opening"
    assert (
        calculate("churn_rate", {"start": 100, "lost": 10, "new": 5}, "opening_plus_new").variant == "opening_plus_new"
    )
    assert calculate("csat", {"satisfied": 1, "answers": 2}).variant is None


def test_small_bases_and_shares_above_one_are_warned_of() -> None:
    """Twelve answers are few; more active people than customers is a share above one, without a binomial interval."""
    small = calculate("csat", {"satisfied": 7, "answers": 12})
    assert small.warnings == [{"code": "small_base", "message": "Only 12 rows: read csat with care."}]
    above_one = calculate("activity_rate", {"active_people": 150, "paying_customers": 100})
    assert above_one.value == 1.5
    assert above_one.interval is None
    assert [warning["code"] for warning in above_one.warnings] == ["above_one"]
    assert calculate("follower_growth", {"followers_start": 10, "followers_end": 40}).warnings == []
    assert calculate("csat", {"satisfied": 40, "answers": 50}).warnings == []


def test_an_answer_is_json() -> None:
    """The answer as JSON values has a key for each attribute, the interval unfolded."""
    answer = calculate("csat", {"satisfied": 40, "answers": 50}).to_dict()
    assert answer["parts"] == {"satisfied": 40, "answers": 50}
    assert answer["interval"]["method"] == "wilson"
