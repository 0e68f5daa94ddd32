"""What totals and return gaps cover, and why they do not cover the rest."""

from dataclasses import dataclass
from typing import Any

from regard.asking.found import Reading
from regard.asking.plan import Asked
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.slices import GAPS, TOTALS
from regard.metrics.compile.stored import counts_active_of_paying, person_column, stored_columns
from regard.metrics.kinds import Metric
from regard.rows.dimensions import ACTIVE, EVERYTHING, LONGEST, dimension_of, name_of
from regard.rows.dimensions import VISITORS as VISITORS_OF_GAPS
from regard.rows.filters import Comparison, Filter, having_of
from regard.rows.grains.people_in_period import ACTIVE_PEOPLE, ACTIVITY, VISITORS
from regard.rows.specs import EventSpec, qualifying_spec
from regard.rows.upkeep import Kept
from regard.workspace.settings import Settings

IDENTIFIED = "of_identified"
"""The column of return gaps that says how many of the people are identified."""

LONGEST_PAIRS = LONGEST + 1
"""The most days of a window within which pairs of days are kept."""

_ANY_EVENT = EventSpec()


@dataclass(frozen=True)
class Cover:
    """How a metric is read from what is kept."""

    table: str
    dimension: str = EVERYTHING
    where: tuple[Filter, ...] = ()
    activity: str | None = None
    """Of return gaps: the people of which activity."""


def cover(asked: Asked, scope: Scope, kept: Kept | None, settings: Settings) -> Cover | Reading:
    """Return how a metric is read from what is kept, or else that it is read from rows, and why."""
    why = _of_the_question(asked, scope, kept, settings)
    if why is not None or kept is None:
        return Reading(why=why)
    if asked.metric.of.name in TOTALS:
        return _totals(asked, scope, kept)
    if asked.metric.of in (VISITORS, ACTIVE_PEOPLE):
        return _gaps(asked, scope, kept, settings)
    if asked.metric.of == ACTIVITY:
        return _activity(asked, scope)
    return Reading(why="no totals are kept of these rows")


def _of_the_question(asked: Asked, scope: Scope, kept: Kept | None, settings: Settings) -> str | None:
    """Return why nothing that is kept answers a question, whatever the metric; `None` where it may."""
    reasons = (
        (kept is None or not kept.has_totals, "the log is small, see totals_from"),
        (scope.zone.key != settings.zone.key, f"totals are kept in the zone {settings.zone.key} alone"),
        (scope.every == "hour", "totals are kept by day, not by hour"),
        (asked.question.interval in ("delta", "bootstrap"), f'interval="{asked.question.interval}" is made of persons'),
        (bool(list(having_of(scope.where))), "a filter asks what a visit or person did"),
        (bool(scope.options), "an argument changes the numbers of the rows"),
    )
    return next((why for holds, why in reasons if holds), None)


def _totals(asked: Asked, scope: Scope, kept: Kept) -> Cover | Reading:
    """Return the totals of a grain by which a metric is answered."""
    grain = asked.metric.of.name
    if set(scope.specs) - {"event"} or scope.specs.get("event", _ANY_EVENT) not in (_ANY_EVENT, EventSpec("any")):
        return Reading(why="the question names an event")
    if any(stored_columns(metric) is None for _, metric in asked.labelled()):
        return Reading(why=f"its number is not kept in the totals of {grain.replace('_', ' ')}")
    table = TOTALS[grain]
    dimension = _dimension(scope, grain, kept.dimensions.get(table, frozenset()), asked.metric)
    return dimension if isinstance(dimension, Reading) else Cover(table, dimension, scope.where)


def _dimension(scope: Scope, grain: str, known: frozenset[str], metric: Metric[Any]) -> str | Reading:
    """Return the one dimension that a question names."""
    named = {dimension_of(grain, name, scope.log.declared, whole=metric.whole) for name in scope.fields()}
    if len(named) > 1:
        return Reading(why=f"{len(named)} dimensions together: {', '.join(sorted(map(name_of, named)))}")
    dimension = next(iter(named), EVERYTHING)
    if named and dimension not in known:
        return Reading(why=f'totals are not kept by "{name_of(dimension)}"')
    if named and "properties." in dimension and scope.where:
        return Reading(why=f'"{dimension}" is free, and filters look at its type')
    return dimension


def _gaps(asked: Asked, scope: Scope, kept: Kept, settings: Settings) -> Cover | Reading:
    """Return the return gaps by which a metric of people is answered."""
    is_active = asked.metric.of == ACTIVE_PEOPLE
    column = person_column(asked.metric)
    known = frozenset() if is_active else kept.dimensions.get(GAPS, frozenset())
    dimension = _dimension(scope, "visitors", known, asked.metric)
    if isinstance(dimension, Reading):
        return dimension
    reasons = (
        (column is None, "its number is not kept of people"),
        (bool(scope.specs), "the question names an event or goal"),
        (is_active and scope.qualifying != qualifying_spec(settings), "the question names an event"),
        (asked.question.interval == "jackknife", 'interval="jackknife" of people is made of persons'),
        (bool(scope.where) and not _is_one_value(scope), "people with one of several values are counted from rows"),
        (column in ("active_days", "visits") and bool(dimension), "sums over people are not kept by dimension"),
        (column == "is_new" and scope.windowed, "who is new is kept by bucket, not by window"),
        (column == "active_days" and not _has_pairs(scope), f"windows over {LONGEST_PAIRS} days are read from rows"),
    )
    why = next((why for holds, why in reasons if holds), None)
    return Reading(why=why) if why else Cover(GAPS, dimension, scope.where, ACTIVE if is_active else VISITORS_OF_GAPS)


def _activity(asked: Asked, scope: Scope) -> Cover | Reading:
    """Return how active people beside paying customers are read: those who do not pay are counted from gaps."""
    if scope.fields() or asked.question.interval == "jackknife" or not counts_active_of_paying(asked.metric):
        return Reading(why="customers are joined with their days one by one")
    return Cover(GAPS, activity=ACTIVE)


def _has_pairs(scope: Scope) -> bool:
    """Return whether pairs of days are kept for every window."""
    return all(span.days <= LONGEST_PAIRS for span in scope.spans)


def _is_one_value(scope: Scope) -> bool:
    """Return whether the filters choose one value as it stands."""
    if len(scope.where) != 1:
        return False
    item = scope.where[0]
    return isinstance(item, Comparison) and item.operator == "is" and len(item.values) == 1 and item.case_sensitive
