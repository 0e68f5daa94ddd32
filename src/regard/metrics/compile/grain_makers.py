"""How the rows of every grain are made for a question, by its name."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from regard.metrics.compile.acquisition_rows import acquisitions, returns
from regard.metrics.compile.activity_rows import activity
from regard.metrics.compile.answer_rows import answers_at, seen_questions_at
from regard.metrics.compile.care_rows import CARE_MAKERS
from regard.metrics.compile.conversion_rows import conversions_at
from regard.metrics.compile.delivery_rows import messages_at
from regard.metrics.compile.first_week_rows import first_weeks_at
from regard.metrics.compile.grain import Maker, RowsAt
from regard.metrics.compile.interaction_rows import interactions_at
from regard.metrics.compile.membership_rows import contractors, memberships
from regard.metrics.compile.participant_rows import member_orders, participants
from regard.metrics.compile.record_rows import RecordRows, buyers, dated_records, spenders
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.social_rows import followed_posts_at, mentions_at, profiles_at, social_touches_at
from regard.metrics.compile.touch_rows import TouchRows
from regard.metrics.kinds import Metric
from regard.rows.acquisitions import spend
from regard.rows.answers import answers
from regard.rows.deliveries import TABLE as MESSAGES_TABLE
from regard.rows.grains.people_in_period import ACTIVE_PEOPLE
from regard.rows.memberships import beginnings, contracts
from regard.rows.mentions import mentions
from regard.rows.orders import orders
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


MAKERS: dict[str, Maker] = {
    "touches": Maker(_touches(lambda touches: touches.events)),
    "visits": Maker(_touches(lambda touches: touches.visits)),
    "page_visits": Maker(_touches(lambda touches: touches.page_visits)),
    "people_in_period": Maker(_people),
    "activity": Maker(_activity),
    "first_weeks": Maker(first_weeks_at),
    "conversions": Maker(conversions_at),
    "touchpoints": dated_records(touchpoints, "time"),
    "interactions": Maker(interactions_at, (interactions, "time")),
    "answers": Maker(answers_at, (answers, "time")),
    "seen_questions": Maker(seen_questions_at, (answers, "time")),
    "orders": dated_records(orders, "time"),
    "buyers": Maker(_buyers, (orders, "time")),
    "spenders": Maker(_spenders, (orders, "time")),
    "memberships": Maker(memberships, (beginnings, "since")),
    "contractors": Maker(contractors, (contracts, "since")),
    "member_orders": Maker(member_orders, (orders, "time")),
    "participants": Maker(participants, (orders, "time")),
    "acquisitions": Maker(acquisitions, (spend, "day")),
    "returns": Maker(returns, (spend, "day")),
    **CARE_MAKERS,
    "messages": Maker(messages_at, (lambda: MESSAGES_TABLE, "time")),
    "posts": dated_records(posts, "time"),
    "stories": dated_records(posts, "time"),
    "followed_posts": Maker(followed_posts_at, (posts, "time")),
    "profiles": Maker(profiles_at, (profile_days, "day")),
    "mentions": Maker(mentions_at, (mentions, "time")),
    "social_touches": Maker(social_touches_at),
}
"""By name, in the order of the families that first used them."""
