"""Weights of answers: by name what an answer weighs, worked out for the answers of each metric and period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from regard.asking.plan import Asked, Timeline
from regard.errors import RegardError, unknown
from regard.inference.raking import Margins, rake
from regard.metrics.compile.scope import group_label
from regard.metrics.compile.weights import OWN_WEIGHT, Factors
from regard.metrics.kinds import Mean, Metric
from regard.rows.log import to_sql
from regard.warehouses.warehouse import Warehouse

_ROUNDING = 0.001
"""How far the shares of a margin may be from 1 together, for they are often written rounded."""


def with_weights(
    asked: Sequence[Asked], weightings: Mapping[str, Mapping[str, Any]], warehouse: Warehouse
) -> list[Asked]:
    """Return what is asked with weights in place of the name of a weighting.

    Raises `RegardError` with code `unknown_weighting` where none is declared under the name, or as `rake` does.
    """
    return [_weighed(one, weightings, warehouse) for one in asked]


def read_margins(name: str, spec: Mapping[str, Any]) -> Margins:
    """Return the margins that a declared weighting has: by field, the share of the population in each category.

    Raises `RegardError` with code `bad_value`.
    """
    margins = spec.get("margins")
    if name == OWN_WEIGHT:
        raise RegardError("bad_value", f'"{name}" is the column of answers.', "Give the weighting another name.")
    if set(spec) != {"margins"} or not isinstance(margins, Mapping) or not margins:
        raise _bad(name, "must have margins, and nothing else")
    for field, shares in margins.items():
        if not isinstance(shares, Mapping) or not shares or not all(isinstance(one, str) for one in shares):
            raise _bad(name, f"has no shares by category for {field}")
        for category, share in shares.items():
            if isinstance(share, bool) or not isinstance(share, int | float) or share <= 0:
                raise _bad(name, f'has {share!r} for the {field} "{category}", which is no share above 0')
        if abs(sum(shares.values()) - 1) > _ROUNDING:
            raise _bad(name, f"has shares of {field} that add up to {sum(shares.values()):g} and not to 1")
    return {str(field): {category: float(share) for category, share in margins[field].items()} for field in margins}


def _weighed(asked: Asked, weightings: Mapping[str, Mapping[str, Any]], warehouse: Warehouse) -> Asked:
    """Return one metric of a question with its weights, in the period and in the compared one."""
    name = asked.now.scope.options.get("weights")
    if name is None or name == OWN_WEIGHT or not isinstance(asked.metric, Mean):
        return asked
    if name not in weightings:
        raise unknown("weighting", name, [OWN_WEIGHT, *weightings])
    margins = read_margins(name, weightings[name])
    now = _raked(asked.metric, asked.now, name, margins, warehouse)
    before = _raked(asked.metric, asked.before, name, margins, warehouse) if asked.before else None
    return replace(asked, now=now, before=before)


def _raked(metric: Metric[Any], timeline: Timeline, name: str, margins: Margins, warehouse: Warehouse) -> Timeline:
    """Return a period with the factors that give its answers the margins."""
    from regard.metrics.compile.categories import categories

    scope = timeline.scope
    fields = list(margins)
    table = warehouse.run(to_sql(categories(metric, scope, fields), warehouse.dialect))  # type: ignore[arg-type]
    labels = [group_label(index) for index in range(len(fields))]
    cells = {tuple(row[label] for label in labels): row["number"] for row in table.to_pylist()}
    factors = rake(name, cells, margins)
    by_field = tuple((field, tuple(factors[field].items())) for field in fields)
    return replace(timeline, scope=replace(scope, options={**scope.options, "weights": Factors(by_field)}))


def _bad(name: str, conflict: str) -> RegardError:
    """Return the error for a weighting that is none."""
    example = 'ws.declare("weighting", "population", margins={"country": {"IT": 0.6, "PL": 0.4}})'
    return RegardError("bad_value", f'The weighting "{name}" {conflict}.', f"Write {example}.")
