"""Every grain by its name: how the rows of each are made for a question."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from regard.metrics.compile.acquisition_rows import acquisitions, returns
from regard.metrics.compile.activity_rows import activity
from regard.metrics.compile.answer_rows import answers_at, seen_questions_at
from regard.metrics.compile.care_rows import CARE_GRAINS
from regard.metrics.compile.conversion_rows import conversions_at
from regard.metrics.compile.delivery_rows import messages_at
from regard.metrics.compile.first_week_rows import first_weeks_at
from regard.metrics.compile.grain import Grain, RowsAt
from regard.metrics.compile.interaction_rows import interactions_at
from regard.metrics.compile.membership_rows import contractors, memberships
from regard.metrics.compile.participant_rows import member_orders, participants
from regard.metrics.compile.record_rows import RecordRows, buyers, record_grain, spenders
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.social_rows import followed_posts_at, mentions_at, profiles_at, social_touches_at
from regard.metrics.compile.touch_rows import TouchRows
from regard.metrics.kinds import Metric
from regard.rows.acquisitions import spend
from regard.rows.answers import answers
from regard.rows.deliveries import TABLE as MESSAGES_TABLE
from regard.rows.memberships import beginnings, contracts
from regard.rows.mentions import mentions
from regard.rows.orders import orders
from regard.rows.people_in_period import ACTIVE_PEOPLE
from regard.rows.posts import posts
from regard.rows.profiles import profile_days
from regard.rows.touchpoints import interactions, touchpoints


def _touches(make: Callable[[TouchRows], RowsAt]) -> Callable[[Sequence[Metric[Any]], Scope], RowsAt]:
    """Return what makes rows of the touches of a question."""
    return lambda metrics, scope: make(TouchRows(scope, whole_visits=metrics[0].whole))


def _people(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes people; from the kept days where those say all that is asked."""
    touches = TouchRows(scope, whole_visits=metrics[0].whole)
    plain = not (scope.by or scope.where or scope.specs)
    kept = scope.kept_days and plain and scope.windowed and all(metric.of == ACTIVE_PEOPLE for metric in metrics)
    return partial(touches.people, kept_days=kept)


def _activity(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes active people beside paying customers."""
    touches = TouchRows(scope, whole_visits=metrics[0].whole)
    return lambda keys: activity(touches, scope, keys)


def _buyers(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes people with an order."""
    return buyers(RecordRows(orders(), "time", scope).records)


def _spenders(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes people with an order, a row for each currency."""
    return spenders(RecordRows(orders(), "time", scope).records)


GRAINS: dict[str, Grain] = {
    "touches": Grain(_touches(lambda touches: touches.events), "event", "events"),
    "visits": Grain(_touches(lambda touches: touches.visits), "visit", "visits"),
    "page_visits": Grain(_touches(lambda touches: touches.page_visits), "page of a visit", "pages of visits"),
    "people_in_period": Grain(_people, "person", "people"),
    "activity": Grain(_activity, "customer", "customers"),
    "first_weeks": Grain(first_weeks_at, "new person", "new people", by_clock=True),
    "conversions": Grain(conversions_at, "starter", "starters"),
    "touchpoints": record_grain(touchpoints, "time", "touchpoint", "touchpoints"),
    "interactions": Grain(interactions_at, "person", "people", (interactions, "time")),
    "answers": Grain(answers_at, "answer", "answers", (answers, "time")),
    "seen_questions": Grain(seen_questions_at, "showing", "showings", (answers, "time")),
    "orders": record_grain(orders, "time", "order", "orders"),
    "buyers": Grain(_buyers, "customer", "customers", (orders, "time")),
    "spenders": Grain(_spenders, "customer", "customers", (orders, "time")),
    "memberships": Grain(memberships, "customer", "customers", (beginnings, "since")),
    "contractors": Grain(contractors, "customer", "customers", (contracts, "since")),
    "member_orders": Grain(member_orders, "order", "orders", (orders, "time")),
    "participants": Grain(participants, "customer", "customers", (orders, "time")),
    "acquisitions": Grain(acquisitions, "new customer", "new customers", (spend, "day")),
    "returns": Grain(returns, "order or day of spend", "orders and days of spend", (spend, "day")),
    **CARE_GRAINS,
    "messages": Grain(messages_at, "message", "messages", (lambda: MESSAGES_TABLE, "time")),
    "posts": record_grain(posts, "time", "post", "posts"),
    "stories": record_grain(posts, "time", "view", "views"),
    "followed_posts": Grain(followed_posts_at, "post", "posts", (posts, "time")),
    "profiles": Grain(profiles_at, "follower", "followers", (profile_days, "day")),
    "mentions": Grain(mentions_at, "mention", "mentions", (mentions, "time")),
    "social_touches": Grain(social_touches_at, "event", "events"),
}
"""The grains by name, in the order of the families that first used them."""
