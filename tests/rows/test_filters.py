"""Filters: what each operator keeps, and the sentence for each that is wrong."""

from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest

from regard import RegardError
from regard.rows.fields import Field, property_of
from regard.rows.filters import condition, parse_filters
from regard.rows.log import to_sql
from regard.warehouses.duckdb import DuckDB

ZONE = ZoneInfo("Europe/Rome")
ROWS = pa.table(
    {
        "id": [1, 2, 3, 4],
        "country": ["IT", "it", None, "San Marino"],
        "score": pa.array([1, 2, None, 10], pa.int64()),
        "known": [True, False, None, True],
        "time": pa.array([0, 1_741_042_800_000_000, None, 1_741_042_799_999_999], pa.timestamp("us")),
        "properties": ['{"plan":"pro","seats":3}', '{"plan":3,"a.b":true}', '{"plan":null}', '{"since":"2025-03-01"}'],
    }
)
"""The times: 1970, 2025-03-04 00:00 in Rome, none, and a microsecond before that midnight."""

TABLE = ibis.table(
    {
        "id": "int64",
        "country": "string",
        "score": "int64",
        "known": "boolean",
        "time": "timestamp(6)",
        "properties": "string",
    },
    name="told",
)

KEPT: list[tuple[list[Any], list[int]]] = [
    (["is", "country", ["IT"]], [1]),
    (["is", "country", ["IT"], {"case_sensitive": False}], [1, 2]),
    (["is", "country", ["IT", None]], [1, 3]),
    (["is_not", "country", ["IT"]], [2, 4]),
    (["is_not", "country", ["IT", None]], [2, 4]),
    (["contains", "country", ["t", "Mar"]], [2, 4]),
    (["contains_not", "country", ["t"]], [1, 4]),
    (["contains_not", "country", ["T"], {"case_sensitive": False}], [4]),
    (["starts_with", "country", ["San", "I"]], [1, 4]),
    (["ends_with", "country", ["o", "T"]], [1, 4]),
    (["matches", "country", ["^.t$"]], [2]),
    (["matches", "country", ["^.t$"], {"case_sensitive": False}], [1, 2]),
    (["matches_not", "country", ["a"]], [1, 2]),
    (["gt", "score", [1]], [2, 4]),
    (["gte", "score", [1]], [1, 2, 4]),
    (["lt", "score", [2]], [1]),
    (["lte", "score", [2.5]], [1, 2]),
    (["between", "score", [2, 10]], [2, 4]),
    (["is", "score", [2.0]], [2]),
    (["is_not", "known", [True]], [2]),
    (["gte", "time", ["2025-03-04"]], [2]),
    (["lt", "time", ["2025-03-04T00:00:00+01:00"]], [1, 4]),
    (["is", "time", [None]], [3]),
    (["is", "properties.plan", ["pro"]], [1]),
    (["is", "properties.plan", [3]], [2]),
    (["is", "properties.plan", [None]], [3, 4]),
    (["is_not", "properties.plan", ["pro"]], [2]),
    (["is", "properties.a.b", [True]], [2]),
    (["gte", "properties.seats", [3]], [1]),
    (["gte", "properties.since", ["2025-03-01"]], [4]),
    (["contains", "properties.plan", ["r"]], [1]),
    (["not", [["is", "country", ["IT"]]]], [2, 3, 4]),
    (["not", [["is", "country", ["IT"]], ["is", "score", [1]]]], [2, 3, 4]),
    (["or", [["is", "score", [1]], ["is_not", "country", ["IT", "it"]]]], [1, 4]),
    (["and", [["is", "known", [True]], ["gt", "score", [5]]]], [4]),
]

BROKEN: list[tuple[Any, str, str]] = [
    (["is", "country", ["IT"]], "bad_filter", "one filter where a list of filters is wanted"),
    ("country", "bad_filter", "not a list of filters"),
    ([["is", "country"]], "bad_filter", "has no values"),
    ([["is", "country", []]], "bad_filter", "has no values"),
    ([["is", "country", "IT"]], "bad_filter", "a value that is not in a list"),
    ([["iss", "country", ["IT"]]], "unknown_operator", 'Did you mean "is"'),
    ([["between", "score", [1]]], "bad_filter", "needs two values"),
    ([["gt", "score", [None]]], "bad_filter", "compares numbers, times or dates"),
    ([["contains", "country", [3]]], "bad_filter", "compares text"),
    ([["matches", "country", ["("]]], "bad_filter", "broken expression"),
    ([["matches", "country", ["(?=a)"]]], "bad_filter", "which RE2 has no sign for"),
    ([["is", "country", ["IT"], {"case": True}]], "bad_filter", "ends in something else than options"),
    ([["and", []]], "bad_filter", "has no list of filters"),
    ([["visit_has"]], "bad_filter", "needs one event spec"),
]

MISFITS: list[tuple[list[Any], str]] = [
    (["is", "score", ["two"]], "score cannot be held against 'two'. Give it a number."),
    (["is", "score", [True]], "score cannot be held against True. Give it a number."),
    (["is", "known", [1]], "known cannot be held against 1. Give it true or false."),
    (["gt", "country", [1]], "country has no order: it is text."),
    (["gte", "time", ["soon"]], "time cannot be held against 'soon'. Give it a time"),
    (["contains", "score", ["1"]], "looks for text in score, which is not text"),
]


def _resolve(name: str) -> Field:
    free = name.removeprefix("properties.")
    return Field(name, property_of(TABLE.properties, free) if free != name else TABLE[name], ZONE)


@pytest.fixture(scope="module")
def warehouse() -> DuckDB:
    """Return a warehouse with the rows."""
    warehouse = DuckDB()
    warehouse.put("told", ROWS)
    return warehouse


@pytest.mark.parametrize(("written", "kept"), KEPT, ids=[str(written) for written, _ in KEPT])
def test_what_a_filter_keeps(written: list[Any], kept: list[int], warehouse: DuckDB) -> None:
    """Each operator keeps its rows; a negated one keeps none whose field is not set."""
    (parsed,) = parse_filters([written])
    found = warehouse.run(to_sql(TABLE.filter(condition(parsed, _resolve)), warehouse.dialect))
    assert sorted(found.column("id").to_pylist()) == kept


@pytest.mark.parametrize(("where", "code", "sentence"), BROKEN, ids=[str(where) for where, *_ in BROKEN])
def test_a_broken_filter_is_refused(where: Any, code: str, sentence: str) -> None:
    """A filter of the wrong shape says what is wrong with it."""
    with pytest.raises(RegardError) as refused:
        parse_filters(where)
    assert refused.value.code == code
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("written", "sentence"), MISFITS, ids=[str(written) for written, _ in MISFITS])
def test_a_value_of_another_type_is_refused(written: list[Any], sentence: str) -> None:
    """A value that the field cannot have is refused, with what it could be."""
    (parsed,) = parse_filters([written])
    with pytest.raises(RegardError) as refused:
        condition(parsed, _resolve)
    assert refused.value.code == "bad_filter"
    assert sentence in str(refused.value)
