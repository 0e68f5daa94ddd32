from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from regard.asking.reply import Replies, Reply
from regard.showing.frames import arrow_table
from tests.showing.curves import (
    active_days,
    funnel,
    funnel_cells,
    in_group,
    journeys,
    lifecycle,
    retention,
    transition,
)
from tests.showing.replies import JSON, reply

STEPS = [("view", 1_000, 0), ("cart", 600, 40)]
DAYS: list[Any] = [(4, 2, 1, 3), None]
WAYS = [transition(1, "order", "email", 40), transition(1, "order", None, 60)]


def _cells(table: pa.Table, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of the rows that are cells."""
    return [tuple(row[name] for name in names) for row in table.to_pylist() if row["row"] == "cell"]


def test_retention_has_rows_for_averages_and_cells() -> None:
    """The total comes first, then the average of each column, then each cell, nulls where it is not over."""
    table = arrow_table([retention(2, 2, over=2)])
    assert table.column("row").to_pylist() == ["total", "average", "average", *["cell"] * 4]
    assert _cells(table, "cohort", "size", "k", "start", "people", "value", "is_complete") == [
        (date(2025, 1, 6), 40, 0, date(2025, 1, 6), 40, 1.0, True),
        (date(2025, 1, 6), 40, 1, date(2025, 1, 13), 20, 0.5, True),
        (date(2025, 1, 13), 50, 0, date(2025, 1, 13), 50, 1.0, True),
        (date(2025, 1, 13), 50, 1, date(2025, 1, 20), None, None, False),
    ]
    averages = [row for row in table.to_pylist() if row["row"] == "average"]
    assert [(row["k"], row["value"], row["n"], row["cohort"]) for row in averages] == [
        (0, 1.0, 90, None),
        (1, 0.5, 40, None),
    ]
    assert table.column("low").to_pylist()[4] == 0.49


def test_hourly_cohorts_are_instants() -> None:
    """With hours a cohort is an instant of the zone, as its start is."""
    told = retention(1, 2)
    hour = {"cohort": "2025-10-26T02:00:00+01:00", "start": "2025-10-26T02:00:00+01:00"}
    table = arrow_table([told | {"cells": [told["cells"][1] | hour]}])
    assert table.schema.field("cohort").type == table.schema.field("start").type == pa.timestamp("us", tz="Europe/Rome")
    assert table.column("cohort").to_pylist()[-1].isoformat() == hour["cohort"]


@pytest.mark.parametrize(
    ("told", "names", "first"),
    [
        (lifecycle(DAYS), ("start", "new", "returning", "resurrecting", "dormant"), (date(2025, 3, 1), 4, 2, 1, 3)),
        (active_days([6, 4]), ("active", "people", "at_least"), (1, 6, 10)),
        (funnel(STEPS), ("step", "event", "people", "in_progress", "of_first"), (1, "view", 1_000, 0, 1.0)),
        (journeys(WAYS), ("depth", "from", "to", "people", "share"), (1, "order", "email", 40, 0.4)),
    ],
    ids=lambda told: told["metric"] if isinstance(told, dict) else "",
)
def test_each_curve_has_the_columns_of_its_cells(told: JSON, names: tuple[str, ...], first: tuple[Any, ...]) -> None:
    """The names are those of the reply, and the total has nulls there."""
    table = arrow_table([told])
    assert _cells(table, *names)[0] == first
    assert all(table.column(name).to_pylist()[0] is None for name in names if name not in {"start", "share"})


def test_groups_of_cells_are_columns() -> None:
    """A dimension named like a key of the cells stands beside it."""
    told = funnel(STEPS)
    told["cells"] += in_group(funnel_cells(STEPS), event="mail", device="phone")
    rows = _cells(arrow_table([told]), "step", "event", "by_event", "device")
    assert rows == [
        (1, "view", None, None),
        (2, "cart", None, None),
        (1, "view", "mail", "phone"),
        (2, "cart", "mail", "phone"),
    ]


def test_curves_and_numbers_are_one_table() -> None:
    """What one metric has and the other has not is null; the types are those of the keys."""
    table = Replies({"funnel": Reply(**funnel(STEPS)), "bounce_rate": Reply(**reply())}).to_arrow()
    assert table.column("row").to_pylist() == ["total", "cell", "cell", "total"]
    assert table.column("people").to_pylist() == [None, 1_000, 600, None]
    assert table.schema.field("people").type == pa.int64()
    assert table.schema.field("median_seconds").type == pa.float64()


def test_without_curves_there_are_no_columns_of_cells() -> None:
    """A plain reply keeps the table it had, also where a dimension is named like a key of cells."""
    row = {"group": {"new": True}, "value": 0.1, "n": 3, "series": []}
    names = arrow_table([reply(breakdown=[row])]).schema.names
    assert "new" in names
    assert "people" not in names
