"""How many answers of a metric there are in each category of a population."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import ibis

from regard.metrics.compile.levels import holds
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.compile.statement import rows_of
from regard.metrics.kinds import Mean


def categories(metric: Mean[Any], scope: Scope, fields: Sequence[str]) -> ibis.Table:
    """Return how many of a metric's answers there are in the period for each combination of fields: `number`, groups.

    A category is text, null where the field is not set.
    """
    options = {name: value for name, value in scope.options.items() if name != "weights"}
    plain = replace(scope, by=tuple(fields), buckets=(), every=None, options=options)
    groups = [group_label(index) for index in range(len(fields))]
    rows = rows_of([("", metric)], plain)(groups)
    counting = rows.filter(holds(metric, rows) & metric.value(rows).notnull())
    texts = counting.mutate(**{group: counting[group].cast("string") for group in groups})
    return texts.group_by(groups).agg(number=texts.count())
