"""Every grain by its name: how the rows of each are made for a question."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from regard.metrics.compile.activity_rows import activity
from regard.metrics.compile.grain import Grain, RowsAt
from regard.metrics.compile.record_rows import CONVERSATIONS_TABLE, RecordRows, buyers, record_grain
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.touch_rows import TouchRows
from regard.metrics.kinds import Metric
from regard.rows.answers import answers
from regard.rows.orders import orders
from regard.rows.people_in_period import ACTIVE_PEOPLE


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


def _answers(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes answers, effort being high from the threshold of the question."""
    return RecordRows(answers(scope.options.get("threshold")), metrics[0].dated or "time", scope).records


def _buyers(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes people with an order."""
    return buyers(RecordRows(orders(), "time", scope).records)


GRAINS: dict[str, Grain] = {
    "touches": Grain(_touches(lambda touches: touches.events), "event", "events"),
    "visits": Grain(_touches(lambda touches: touches.visits), "visit", "visits"),
    "page_visits": Grain(_touches(lambda touches: touches.page_visits), "page of a visit", "pages of visits"),
    "people_in_period": Grain(_people, "person", "people"),
    "activity": Grain(_activity, "customer", "customers"),
    "answers": Grain(_answers, "answer", "answers", (answers, "time")),
    "orders": record_grain(orders, "time", "order", "orders"),
    "buyers": Grain(_buyers, "customer", "customers", (orders, "time")),
    "conversations": record_grain(lambda: CONVERSATIONS_TABLE, "created_at", "ticket", "tickets"),
}
"""The grains by name, in the order of the families that first used them."""
