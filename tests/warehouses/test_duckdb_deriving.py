"""Tables that DuckDB derives: they have the columns of their query, and sums of integers fit in 64 bits."""

from contextlib import closing
from pathlib import Path

from regard.warehouses.duckdb import DuckDB

_COLUMNS = "select column_name, data_type from duckdb_columns() where table_name = 'made' order by column_index"


def test_tables_have_the_columns_of_their_query() -> None:
    """Names, order and types are those of the query, but for the 128 bits of a sum; made again, others take over."""
    with closing(DuckDB()) as warehouse:
        warehouse.derive("made", "select sum(n) as n, 'a' as \"end\" from range(3) as numbers(n)")
        assert [tuple(row.values()) for row in warehouse.run(_COLUMNS).to_pylist()] == [
            ("n", "BIGINT"),
            ("end", "VARCHAR"),
        ]
        assert warehouse.run("select * from made").to_pylist() == [{"n": 3, "end": "a"}]
        warehouse.derive("made", "select 'x' as id, date '2025-03-04' as day")
        assert [row["data_type"] for row in warehouse.run(_COLUMNS).to_pylist()] == ["VARCHAR", "DATE"]
        assert [row["id"] for row in warehouse.run("select * from made").to_pylist()] == ["x"]


def test_ids_stay_as_they_are(tmp_path: Path) -> None:
    """What ids are packed by changes none of them, null and long ones among them, nor those added later."""
    ids = [None, "", "e1", "é" * 40, *(f"{place:036}" for place in range(5000))]
    values = ", ".join("(null)" if name is None else f"('{name}')" for name in ids)
    with closing(DuckDB(tmp_path / "warehouse.duckdb")) as warehouse:
        warehouse.derive("made", f"select id from (values {values}) as told(id)")
        warehouse.append("made", "select 'later' as id")
    with closing(DuckDB(tmp_path / "warehouse.duckdb")) as warehouse:
        found = [row["id"] for row in warehouse.run("select id from made").to_pylist()]
    assert sorted(map(str, found)) == sorted(map(str, [*ids, "later"]))
