"""Rows appended in several statements of one transaction are there for every statement that follows."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from itertools import product

import pytest

from regard.warehouses.duckdb import DuckDB

MANY = 130_000
"""More than a row group of DuckDB has."""

SIZES = {"nothing": 0, "few": 3, "all": MANY}


def rows_of(name: str) -> str:
    """Return the query for so many first numbers, from many."""
    return f"select number from all_numbers where number < {SIZES[name]}"


def shown(warehouse: DuckDB) -> tuple[int, int]:
    """Return how many rows the table shows, and their sum."""
    found = warehouse.run("select count(*) as n, coalesce(sum(number), 0) as total from numbers").to_pylist()[0]
    return int(found["n"]), int(found["total"])


@pytest.mark.parametrize("statements", list(product(SIZES, repeat=3)), ids="-".join)
@pytest.mark.parametrize("is_new", [False, True], ids=["to a table", "to a table made anew"])
def test_all_rows_are_seen(statements: Sequence[str], *, is_new: bool) -> None:
    """Each statement sees the rows of those before it and takes them out; what is left is there in the end."""
    expected: Counter[int] = Counter(range(SIZES["few"]))
    with closing(DuckDB()) as warehouse:
        warehouse.derive("all_numbers", f"select i as number from range({MANY}) as t(i)")
        warehouse.derive("numbers", rows_of("few"))
        with warehouse.transaction():
            for place, statement in enumerate(statements):
                if is_new and not place:
                    warehouse.derive("numbers", rows_of(statement))
                    expected.clear()
                else:
                    warehouse.append("numbers", rows_of(statement))
                expected.update(range(SIZES[statement]))
                assert shown(warehouse) == (expected.total(), sum(expected.elements()))
            warehouse.remove("numbers", ["number"], rows_of("few"))
            expected = Counter({number: times for number, times in expected.items() if number >= SIZES["few"]})
            assert shown(warehouse) == (expected.total(), sum(expected.elements()))
            warehouse.append("numbers", rows_of("few"))
            expected.update(range(SIZES["few"]))
            assert shown(warehouse) == (expected.total(), sum(expected.elements()))
        assert shown(warehouse) == (expected.total(), sum(expected.elements()))
