"""Sums by combination of values, told by the value of each dimension: held against adding up row by row."""

from collections import defaultdict
from contextlib import closing

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.rows.combinations import COMBINATIONS, NAMED, NONE, Combinations
from regard.rows.log import to_sql
from regard.warehouses.duckdb import DuckDB

_DIMENSIONS = ("country", "language", "plan")
ROWS = ibis.table({**dict.fromkeys(_DIMENSIONS, "string"), **dict.fromkeys(("day", "n"), "int64")}, name="rows")
CODED = ibis.table({"day": "int64", "n": "int64", **dict.fromkeys(("code_0", "code_1"), "int32")}, name="coded")
_SCHEMA = pa.schema([*((name, pa.string()) for name in _DIMENSIONS), ("day", pa.int64()), ("n", pa.int64())])

Row = tuple[str | None, str | None, str | None, int, int]
_VALUES = st.sampled_from(["a", "b", "", None])


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(_VALUES, _VALUES, _VALUES, st.integers(1, 3), st.integers(-5, 5)), min_size=1))
def test_sums_by_value_are_those_of_the_rows(rows: list[Row]) -> None:
    """Everything and each value of each dimension, also one that is not set, have the sum of their rows, once."""
    expected: dict[tuple[str, str | None, int], int] = defaultdict(int)
    for *values, day, n in rows:
        expected["", None, day] += n
        for name, value in zip(_DIMENSIONS, values, strict=True):
            expected[name, value, day] += n
    found = _by_value(rows)
    assert len(found) == len(expected)
    assert {key[:3]: key[3] for key in found} == expected


def test_what_has_no_code_has_no_value() -> None:
    """Rows with the code of nothing count as rows whose dimensions are not set."""
    found = _by_value([("a", "x", "p", 1, 4), (None, "x", "p", 1, 5)], without=("code_0",))
    assert ("country", None, 1, 9) in found
    assert ("language", None, 1, 9) in found
    assert ("plan", "p", 1, 9) in found


def _by_value(rows: list[Row], without: tuple[str, ...] = ()) -> list[tuple[str, str | None, int, int]]:
    """Return what is summed of rows: dimension, value, day, sum; rows lose the codes of `without`."""
    combinations = Combinations(_DIMENSIONS)
    assert combinations.bundles == [("country", "language"), ("plan",)]
    coded = combinations.coded(ROWS)
    codes = {name: ibis.literal(NONE, "int32") if name in without else coded[name] for name in combinations.codes()}
    made = {
        COMBINATIONS: combinations.found(ROWS),
        NAMED: combinations.named(),
        "coded": coded.select("day", "n", **codes),
    }
    parts = [
        (bundle, CODED.group_by([code, "day"]).agg(n=CODED.n.sum()))
        for bundle, code in zip(combinations.bundles, combinations.codes(), strict=True)
    ]
    with closing(DuckDB()) as warehouse:
        columns = zip(*rows, strict=True)
        arrays = [pa.array(list(column), field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
        warehouse.put("rows", pa.Table.from_arrays(arrays, schema=_SCHEMA))
        for name, expression in made.items():
            warehouse.derive(name, to_sql(expression, "duckdb"), temporary=True)
        told = warehouse.run(to_sql(combinations.by_value(parts, ["day"]), "duckdb"))
    return [(row["dimension"], row["value"], row["day"], row["n"]) for row in told.to_pylist()]
