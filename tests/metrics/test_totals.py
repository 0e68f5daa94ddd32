"""The measures of totals: every metric of the grains that takes no argument is made of them, and nothing twice."""

from dataclasses import replace

import ibis
import pytest

from regard.metrics.catalogue import METRICS
from regard.metrics.compile.stored import kept_columns, person_column, stored_columns
from regard.metrics.compile.totals import MEASURES
from regard.metrics.kinds import Count, Mean, Metric, Ratio
from regard.rows import page_visits, touches, visits

_TABLES = {"touches": touches.TABLE, "visits": visits.TABLE, "page_visits": page_visits.TABLE}
_FORMS: dict[str, Metric[object]] = {
    f"{name} {form}".strip(): its
    for name, metric in METRICS.items()
    for form, its in {"": metric, **metric.variants, **metric.per}.items()
    if its.of.name in MEASURES and isinstance(its, Count | Mean | Ratio)
}


@pytest.mark.parametrize("name", [name for name, metric in _FORMS.items() if not metric.needs])
def test_a_metric_without_arguments_is_kept(name: str) -> None:
    """All that a metric sums up is a column of the totals of its grain."""
    metric = _FORMS[name]
    columns = stored_columns(metric)
    assert columns is not None
    assert "x" in columns
    assert set(columns.values()) <= set(kept_columns(metric.of.name))


@pytest.mark.parametrize("name", [name for name, metric in _FORMS.items() if metric.needs])
def test_a_metric_of_a_goal_is_not(name: str) -> None:
    """What depends on an argument cannot be kept."""
    assert stored_columns(_FORMS[name]) is None


@pytest.mark.parametrize("grain", MEASURES)
def test_measures_are_numbers_and_each_stands_once(grain: str) -> None:
    """Measures are columns of numbers, no two of them the same expression."""
    found = MEASURES[grain](_TABLES[grain])
    assert all(isinstance(value, ibis.expr.types.NumericColumn) for value in found.values())
    assert len({value.op() for value in found.values()}) == len(found)


def test_what_always_agrees_is_kept_once() -> None:
    """Shares of all visits have how many visits there are under them; page views of the day are a column apart."""
    visit = METRICS["engaged_visit_rate"], METRICS["pages_per_visit"], METRICS["bounce_rate"].variants["single_page"]
    columns = [stored_columns(metric) for metric in visit]
    assert columns == [
        {"x": "engaged_visit_rate_x", "n": "visits_x"},
        {"x": "views_inside", "n": "visits_x", "s": "visits_x"},
        {"x": "bounce_rate_single_page_x", "n": "bounce_rate_n"},
    ]


def test_another_number_of_visits_is_not_kept() -> None:
    """A metric of one's own is read from rows, unless its number is that of a metric of the catalogue."""
    metric = METRICS["visit_duration"]
    assert isinstance(metric, Mean)
    own = replace(metric, name="own", value=lambda visit: visit.duration * 2)
    same = replace(metric, name="same", value=lambda visit: visit.duration)
    assert stored_columns(own) is None
    assert stored_columns(same) == stored_columns(metric)


def test_people_are_told_by_what_is_counted_of_them() -> None:
    """Return gaps tell how many people there are, how many are new, on how many days and how often they come."""
    names = ("unique_visitors", "new_visitor_share", "stickiness", "interaction_frequency", "feature_usage")
    assert [person_column(METRICS[name]) for name in names] == ["", "is_new", "active_days", "visits", None]
