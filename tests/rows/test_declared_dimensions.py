"""What may be declared as a dimension, and what its values are."""

from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

import regard
from regard import RegardError
from regard.rows import page_visits, touches, visits
from regard.rows.declared_dimensions import COLUMNS, read_dimensions
from regard.rows.dimensions import by_table, column_of, dimension_of, is_origin, name_of
from regard.rows.fields import text_of
from regard.rows.log import records_of, to_sql
from regard.warehouses.duckdb import DuckDB

REFUSED: list[tuple[str, Any, str, str]] = [
    ("Plan", {"field": "properties.plan"}, "bad_value", '"Plan" is not a name for a dimension.'),
    ("customer.plan", {"field": "properties.plan"}, "bad_value", '"customer.plan" is not a name for a dimension.'),
    ("country", {"field": "properties.country"}, "bad_value", '"country" is a field of events or visits already.'),
    ("entry_page", {"field": "host"}, "bad_value", '"entry_page" is a field of events or visits already.'),
    ("new", {"field": "properties.new"}, "bad_value", '"new" is a field of events or visits already.'),
    ("goal", {"field": "properties.goal"}, "bad_value", '"goal" is a field of events or visits already.'),
    ("plan", {}, "missing_argument", 'The dimension "plan" has no field of events.'),
    ("plan", "properties.plan", "missing_argument", 'The dimension "plan" has no field of events.'),
    ("plan", {"field": "properties.plan", "as": "text"}, "unknown_key", 'There is no key "as".'),
    ("plan", {"field": 3}, "bad_value", 'The dimension "plan" has the field 3, which is no text.'),
    ("plan", {"field": "utm_source"}, "bad_value", '"utm_source" is a dimension already.'),
    ("plan", {"field": "page"}, "bad_value", '"page" is a dimension already.'),
    (
        "plan",
        {"field": "customer.plan"},
        "bad_value",
        '"customer.plan" is a field of customers, and a dimension is one',
    ),
    ("plan", {"field": "revenue"}, "bad_value", '"revenue" cannot be a dimension: it is no text that events share.'),
    ("plan", {"field": "user_id"}, "bad_value", '"user_id" cannot be a dimension: it is no text that events share.'),
    ("plan", {"field": "properties."}, "unknown_field", 'There is no field "properties.".'),
    ("plan", {"field": "hots"}, "unknown_field", 'There is no field "hots".'),
]


@pytest.mark.parametrize(("name", "spec", "code", "sentence"), REFUSED)
def test_what_cannot_be_one_is_refused(name: str, spec: Any, code: str, sentence: str) -> None:
    """A name that is taken or none, and a field that visits cannot be split by, are told with a sentence."""
    with pytest.raises(RegardError) as refused:
        read_dimensions({name: spec})
    assert (refused.value.code, refused.value.message[: len(sentence)]) == (code, sentence)
    assert refused.value.suggestion


def test_a_declaration_is_checked_before_it_is_kept(tmp_path: Path) -> None:
    """What is refused is not written; what a file says wrongly is told when the workspace is opened."""
    with regard.open(tmp_path / "shop") as ws:
        with pytest.raises(RegardError, match="is a dimension already"):
            ws.declare("dimension", "land", field="country")
        assert ws.settings.dimensions == {}
    with (tmp_path / "shop" / "regard.toml").open("a") as file:
        file.write('\n[dimensions]\nplan = "properties.plan"\n')
    with pytest.raises(RegardError, match='"plan" has no field'):
        regard.open(tmp_path / "shop")


def test_every_column_of_events_and_visits_is_taken() -> None:
    """No declared dimension can mean what something else means already."""
    tables = (visits.TABLE, page_visits.TABLE, touches.TABLE, records_of("event"))
    inner = {"views", "stay_seconds", "scroll", "is_entry", "is_exit"}
    for name in {name for table in tables for name in table.columns} - inner:
        with pytest.raises(RegardError, match="already"):
            read_dimensions({name: {"field": "host"}})


def test_names_and_columns() -> None:
    """A dimension has a column that meets no other; it is one of visits, and every table of totals is split by it."""
    declared = read_dimensions({"tier": {"field": "properties.tier"}, "plan": {"field": "host"}})
    assert list(declared.items()) == [("plan", "host"), ("tier", "properties.tier")]
    assert all(read_dimensions({"one": {"field": field}}) == {"one": field} for field in COLUMNS)
    column = column_of("plan")
    assert (name_of(column), name_of("country")) == ("plan", "country")
    assert [is_origin(name) for name in (column, "country", "page", "plan")] == [True, True, False, False]
    assert dimension_of("visits", "plan", declared) == column
    assert dimension_of("visits", "plan") == "plan"
    kept = by_table(["country", column])
    assert kept == dict.fromkeys(kept, ("country", column))
    assert visits.table(["country"]) is visits.TABLE
    assert visits.table(["country", column]).columns == (*visits.TABLE.columns, column)


TEXTS = {
    '{"plan": "pro"}': "pro",
    '{"plan": "3"}': "3",
    '{"plan": 3}': "3",
    '{"plan": 3.0}': "3",
    '{"plan": "3.0"}': "3.0",
    '{"plan": 2.50}': "2.5",
    '{"plan": 12345678901234567890}': "12345678901234567890",
    '{"plan": true}': "true",
    '{"plan": ""}': "",
    '{"plan": "null"}': "null",
    '{"plan": null}': None,
    '{"plan": ["a", 1.0]}': '["a",1.0]',
    "{}": None,
    None: None,
}


def test_values_are_text() -> None:
    """A property is a group by what it says: 3 and "3" are one, as they are in a country or a channel."""
    warehouse = DuckDB()
    warehouse.put("logged", pa.table({"properties": pa.array(list(TEXTS), pa.string())}))
    table = ibis.table({"properties": "string"}, name="logged")
    found = warehouse.run(to_sql(table.select("properties", text=text_of(table, "properties.plan")), "duckdb"))
    assert {row["properties"]: row["text"] for row in found.to_pylist()} == TEXTS
