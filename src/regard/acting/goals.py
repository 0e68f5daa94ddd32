"""Business goals: what a business wants, and the metrics that speak to it."""

from dataclasses import dataclass

from regard.errors import unknown


@dataclass(frozen=True)
class BusinessGoal:
    """One thing that a business may want of its customers."""

    name: str
    asks: str
    metrics: tuple[str, ...]
    """The metrics that speak to it, the most telling first."""


_ALL = (
    BusinessGoal(
        "sell",
        "Do more of the people who come buy, and more often?",
        ("conversion_rate", "revenue", "orders", "average_order_value", "repeat_purchase_rate", "purchase_frequency"),
    ),
    BusinessGoal(
        "serve",
        "Are customers helped fast and well?",
        (
            "csat",
            "service_satisfaction",
            "first_response_time",
            "resolution_time",
            "one_touch_rate",
            "reopen_rate",
            "backlog",
        ),
    ),
    BusinessGoal(
        "keep",
        "Do customers stay and come back?",
        ("retention_rate", "churn_rate", "nps", "stickiness", "repeat_purchase_rate", "loyalty_participation"),
    ),
    BusinessGoal(
        "omnichannel",
        "Is it easy for customers, whichever channel they take?",
        ("ces", "high_effort_share", "interaction_frequency", "csat", "resolution_time"),
    ),
    BusinessGoal(
        "audience",
        "Do more people come, follow and take part?",
        (
            "unique_visitors",
            "new_visitor_share",
            "followers",
            "follower_growth",
            "engagement_rate",
            "click_through_rate",
            "publishing_cadence",
        ),
    ),
)
BUSINESS_GOALS: dict[str, BusinessGoal] = {goal.name: goal for goal in _ALL}
"""Every business goal by its name."""


def find_goal(name: str) -> BusinessGoal:
    """Return the business goal of that name.

    Raises `RegardError` with code `unknown_goal`.
    """
    if name not in BUSINESS_GOALS:
        raise unknown("goal", name, BUSINESS_GOALS)
    return BUSINESS_GOALS[name]
