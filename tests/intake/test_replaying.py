"""The way back from the quarantine."""

from pathlib import Path

from regard.intake.adding import add
from regard.intake.loader import load
from regard.intake.replaying import replay
from regard.warehouses.duckdb import DuckDB


def quarantined(warehouse: DuckDB) -> int:
    """Return how many rows are in the quarantine."""
    return int(warehouse.run("select count(*) as n from quarantine").to_pylist()[0]["n"])


def test_rows_pass_once_the_zone_is_told(tmp_path: Path) -> None:
    """Rows refused for want of a zone become records when it is told, delivered when they came, and leave."""
    path = tmp_path / "orders.csv"
    path.write_text(
        "id,time,total\n1,2025-04-01 10:00:00,5\n2,2025-04-01 10:00:00,-5\n3,2025-04-01\n", encoding="utf-8"
    )
    warehouse = DuckDB()
    assert (load(warehouse, path).quarantined, quarantined(warehouse)) == (3, 3)
    loaded = replay(warehouse, "order", zone="Europe/Rome")
    assert (loaded.added, loaded.duplicates, loaded.quarantined) == (1, 0, 2)
    assert [problem.line for problem in loaded.problems] == [3]
    assert "negative" in loaded.problems[0].reason
    kept = warehouse.run(
        'select id, hour(time) as hour, as_of = (select min("at") from quarantine) as first from orders'
    )
    assert kept.to_pylist() == [{"id": "1", "hour": 8, "first": True}]
    assert quarantined(warehouse) == 2
    assert replay(warehouse, "order", zone="Europe/Rome").added == 0
    assert load(warehouse, path, zone="Europe/Rome").duplicates == 1
    warehouse.close()


def test_rows_pass_once_a_column_is_mapped() -> None:
    """A row with a name that no field has passes when the name is mapped; rows of other kinds stay untouched."""
    warehouse = DuckDB()
    add(
        warehouse,
        "event",
        [{"when": "2025-01-01T00:00:00Z", "name": "a"}, {"time": "2025-01-01T00:00:00Z", "nam": "b"}],
    )
    add(warehouse, "order", [{"time": "2025-01-01T00:00:00Z", "total": -1}])
    loaded = replay(warehouse, "event", columns={"when": "time", "nam": "name"})
    assert (loaded.added, loaded.quarantined, quarantined(warehouse)) == (2, 0, 1)
    assert warehouse.run("select name from events order by name").to_pylist() == [{"name": "a"}, {"name": "b"}]
    warehouse.close()
