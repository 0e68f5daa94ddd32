"""The truth, worked out on paper, against a large Monte-Carlo of the process that it is said to be true of."""

from datetime import date

import numpy as np
import pytest

from regard.simulator import simulate
from regard.simulator.arrays import Floats, generator
from regard.simulator.calendar import Calendar, calendar
from regard.simulator.lives import draw_lives
from regard.simulator.made import Made
from regard.simulator.people import draw_people
from regard.simulator.shop import draw_shop
from regard.simulator.truth.describe import describe_truth
from regard.simulator.truth.flow import flow
from regard.simulator.truth.people import visitors_by_standing
from regard.simulator.truth.value import LIFESPAN_YEARS
from regard.simulator.visits import draw_visits

YEAR = calendar(date(2025, 12, 31), 365, "Europe/Rome")
WEEK = calendar(date(2025, 12, 31), 9, "Europe/Rome")
"""So short that hardly a ticket is resolved in time: what the end of the period cuts off decides."""

RATIOS = {
    "bounce_rate": ("bounces", "web_visits"),
    "engaged_visit_rate": ("engaged_visits", "visits"),
    "visit_duration": ("visit_seconds", "visits"),
    "engaged_time": ("engaged_seconds", "visits"),
    "pages_per_visit": ("page_views", "visits"),
    "time_on_page": ("page_seconds", "page_visits"),
    "scroll_depth": ("scroll_sum", "scroll_pages"),
    "new_visitor_share": ("new_visitors", "visitors"),
    "conversion_rate": ("buyers", "visitors"),
    "feature_usage": ("exporters", "visitors"),
    "repeat_purchase_rate": ("repeat_buyers", "kept_buyers"),
    "purchase_frequency": ("kept_orders", "kept_buyers"),
    "average_order_value": ("revenue", "kept_orders"),
    "response_rate": ("answered", "shown"),
    "completion_rate": ("completed", "answered"),
    "first_response_time": ("reply_seconds", "replied_tickets"),
    "resolution_time": ("resolution_seconds", "resolved_tickets"),
    "resolution_time.first": ("first_resolution_seconds", "resolved_tickets"),
    "reply_time": ("wait_seconds", "replies"),
    "reopen_rate": ("reopened_tickets", "resolved_tickets"),
    "one_touch_rate": ("one_touch_tickets", "resolved_tickets"),
    "replies_per_ticket": ("replies", "tickets"),
    "loyalty_participation": ("member_buyers", "kept_buyers"),
    "customer_acquisition_cost[paid]": ("paid_spend", "paid_customers"),
    "click_through_rate[ad]": ("ad_clicks", "ad_impressions"),
    "click_through_rate[social]": ("social_clicks", "social_impressions"),
    "click_through_rate[newsletter]": ("newsletters_clicks", "newsletters_delivered"),
    "click_to_open_rate[newsletter]": ("newsletters_clicked", "newsletters_opened"),
    "engagement_rate": ("engagements", "impressions"),
    "social_response_time": ("voice_reply_seconds", "replied_voices"),
    "share_of_voice": ("own_mentions", "brand_mentions"),
    "review_rating": ("stars", "reviews"),
    "story_retention": ("story_stays", "story_views"),
    "customer_lifetime_value": ("lifetime_revenue", "kept_buyers"),
    "return_on_investment": ("profit", "spent"),
}
MONTHLY = {
    "churn_rate": ("lost", "start"),
    "retention_rate": ("kept", "start"),
    "revenue_churn": ("lost_gross", "opening"),
    "revenue_churn.net": ("lost_net", "opening"),
}
"""Of the last whole month, from what is counted of contracts."""

SCORES = {
    "nps": ("nps", {score: 100 * (score >= 9) - 100 * (score <= 6) for score in range(11)}),
    "csat": ("csat", {4: 1, 5: 1}),
    "csat_mean": ("csat", {score: score for score in range(1, 6)}),
    "csat_net": ("csat", {1: -1, 2: -1, 4: 1, 5: 1}),
    "ces": ("ces", {score: score for score in range(1, 8)}),
    "ces_top_box": ("ces", {5: 1, 6: 1, 7: 1}),
    "high_effort_share": ("ces", {1: 1, 2: 1}),
    "rating": ("rating", {score: score for score in range(1, 6)}),
}
"""Kind of question, and what each score counts."""


Counts = dict[str, int | float]


def _worlds(when: Calendar, worlds: int, people: int) -> list[Counts]:
    """Return the counts of many worlds, with those of the last whole month."""
    counts = []
    for seed in range(worlds):
        made = Made()
        made.add(draw_lives(generator(seed, 77), 0, people, when))
        made.add_shop(draw_shop(seed, people, when))
        counts.append(_with_differences(made, when))
    return counts


def _with_differences(made: Made, when: Calendar) -> Counts:
    """Return the counts of a world, with what the definitions make of some of them."""
    counts: Counts = {**made.realised.to_dict()}
    counts["story_stays"] = counts["story_views"] - counts["story_exits"]
    counts["profit"] = counts["revenue"] - counts["spent"]
    counts["lifetime_revenue"] = counts["revenue"] * LIFESPAN_YEARS * 365 / ((when.end - when.start).days + 1)
    told = made.counted.to_dict(when)
    costs = told["customer_acquisition_cost"]["breakdown"]
    paid = next(row["parts"] for row in costs if row["group"]["channel"] == "paid")
    counts["paid_spend"], counts["paid_customers"] = paid["spend"], paid["new_customers"]
    if when is YEAR:
        people, money = (told[name]["parts"] for name in ("churn_rate", "revenue_churn"))
        counts |= {**people, "kept": people["end"] - people["new"], "opening": money["opening"]}
        counts["lost_gross"] = money["lost"] + money["contracted"]
        counts["lost_net"] = counts["lost_gross"] - money["expanded"]
    return counts


def _sides(name: str, counts: list[Counts]) -> tuple[Floats, Floats]:
    """Return numerator and denominator of a metric in each world."""
    if name in SCORES:
        kind, weights = SCORES[name]
        scored = [sum(one.get(f"{kind}_scored_{score}", 0) * by for score, by in weights.items()) for one in counts]
        return np.array(scored, dtype=np.float64), np.array([one[f"{kind}_answers"] for one in counts])
    above, below = {**RATIOS, **MONTHLY}[name]
    return np.array([one[above] for one in counts]), np.array([one[below] for one in counts])


def _distances(when: Calendar, counts: list[Counts]) -> dict[str, float]:
    """Return how many standard errors each metric over all worlds is away from the truth."""
    truth = describe_truth(when, 1, 0, Made())["metrics"]
    assert set(truth) == {*RATIOS, *SCORES, *(MONTHLY if when is YEAR else ())}
    found = {}
    for name, entry in truth.items():
        above, below = _sides(name, counts)
        ratio = above.sum() / below.sum()
        error = np.sqrt(((above - ratio * below) ** 2).sum()) / below.sum()
        found[name] = float((ratio - entry["value"]) / error)
    return found


@pytest.mark.parametrize("when", [YEAR, WEEK], ids=["year", "week"])
def test_truth_is_near_what_some_worlds_come_to(when: Calendar) -> None:
    """Over some worlds no metric is further than five standard errors from its truth."""
    distances = _distances(when, _worlds(when, 40, 4_096))
    assert {name: distance for name, distance in distances.items() if abs(distance) > 5} == {}


@pytest.mark.slow
@pytest.mark.parametrize("when", [YEAR, WEEK], ids=["year", "week"])
def test_truth_is_what_many_worlds_come_to(when: Calendar) -> None:
    """Over many worlds the distances of the metrics are those of chance: none over 4, few over 2."""
    distances = np.array(list(_distances(when, _worlds(when, 600, 4_096)).values()))
    assert np.abs(distances).max() < 4
    assert np.mean(np.abs(distances) > 2) < 0.2


def test_expected_visits_are_those_that_people_make() -> None:
    """Visits per person, and the share of people with one, agree with a hundred thousand drawn people."""
    rng = generator(3, 0)
    people = draw_people(rng, 0, 100_000, YEAR)
    visits = draw_visits(rng, people, YEAR)
    per_person = np.bincount(visits.person, minlength=len(people))
    error = per_person.std() / np.sqrt(len(people))
    assert abs(per_person.mean() - flow(YEAR).visits().sum()) < 4 * error
    assert (per_person > 0).mean() == pytest.approx(visitors_by_standing(YEAR).sum(), abs=0.006)


def test_expected_totals_are_near_the_realised() -> None:
    """Events, visits, orders and money of a larger world are about what its truth expects."""
    truth = simulate(events=300_000, seed=12).truth
    for name, expected in truth["expected"].items():
        assert truth["realised"][name] == pytest.approx(expected, rel=0.08), name


def test_happenings_show() -> None:
    """The truth says how much worse the bad release was and how much better the good campaign."""
    happenings = simulate(events=100).truth["happenings"]
    release, campaign = happenings["bad_release"], happenings["good_campaign"]
    assert release["bounce_rate"]["then"] > release["bounce_rate"]["else"] + 0.15
    assert campaign["orders_per_visit"]["campaign"] > 1.5 * campaign["orders_per_visit"]["else"]
    assert "2025-01-01" < campaign["from"] < campaign["to"] < release["from"] < release["to"] < "2025-12-31"


def test_shares_are_shares() -> None:
    """Every share lies between 0 and 1, and every other truth says its unit."""
    metrics = simulate(events=100).truth["metrics"]
    assert all(0 < entry["value"] < 1 for entry in metrics.values() if entry["unit"] == "share")
    assert metrics["average_order_value"]["currency"] == "EUR"
    assert metrics["conversion_rate"]["arguments"] == {"goal": "purchase"}
    assert metrics["resolution_time.first"]["variant"] == "first"
