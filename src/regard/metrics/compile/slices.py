"""Slices of the kept tables: the rows of one dimension, or of some values of it, as plain reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from regard.rows.dimensions import EVERYTHING
from regard.rows.filters import Filter, condition

if TYPE_CHECKING:
    import ibis

_NULLABLE = ("back", "seen")
_KEYS = {"dimension": "string", "value": "string", "day": "date"}
TOTALS = {"touches": "touch_totals", "visits": "visit_totals", "page_visits": "page_totals"}
"""The table of the totals of each grain."""

VIEWS_INSIDE = "views_inside"
"""A column of the totals of visits and of pages of visits, beside the measures: page views on that very day."""

OF_PEOPLE = "of_people"
"""Of visits, how many have a person."""

GAPS, GROUP_GAPS, PAIRS = "return_gaps", "group_gaps", "day_pairs"


@dataclass(frozen=True)
class Wanted:
    """What is read of a kept table: a dimension, the filters on its values, the columns."""

    table: str
    columns: tuple[str, ...]
    dimension: str = EVERYTHING
    activity: str | None = None
    where: tuple[Filter, ...] = ()
    is_split: bool = False
    """Whether the value of each row is wanted."""


def slice_of(wanted: Wanted, zone: ZoneInfo) -> ibis.Table:
    """Return the rows of a slice over all days: `day`, the columns (-1 where null), and `value` where it is split."""
    import ibis

    from regard.rows.fields import Field

    table = ibis.table({**_KEYS, "activity": "string", **dict.fromkeys(wanted.columns, "int64")}, name=wanted.table)
    tests = []
    if wanted.activity is not None:
        tests.append(table.activity == wanted.activity)
    if wanted.table not in (GROUP_GAPS, PAIRS):
        tests.append(table.dimension == wanted.dimension)
    tests += [condition(item, lambda name: Field(name, table["value"], zone)) for item in wanted.where]
    rows = table.filter(*tests) if tests else table
    columns = {name: rows[name].fill_null(-1) if name in _NULLABLE else rows[name] for name in wanted.columns}
    return rows.select("day", *(["value"] if wanted.is_split else []), **columns)


def total_columns(grain: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that are read of the totals of a grain, for the measures that are wanted."""
    keys = ("person_group",) if grain == "touches" else ("back", "person_group")
    return (*keys, *sorted(set(columns)))
