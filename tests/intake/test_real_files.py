"""Real files, each counted once more by a query or a program written another way."""

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest

from regard.intake.loader import load
from regard.warehouses.duckdb import DuckDB


@pytest.fixture
def warehouse() -> Any:
    """Return an empty warehouse."""
    opened = DuckDB()
    yield opened
    opened.close()


def one(warehouse: DuckDB, query: str) -> tuple[Any, ...]:
    """Return the first row of a query."""
    return tuple(warehouse.run(query).to_pylist()[0].values())


def test_clickstream(shared_data: Path, warehouse: DuckDB) -> None:
    """Every line of the shop's clickstream is an event, with its person, name and microseconds."""
    path = shared_data / "clickstream" / "simple-onlineshop.csv"
    loaded = load(warehouse, path, zone="UTC")
    with path.open(encoding="utf-8", newline="") as file:
        lines = [tuple(line) for line in list(csv.reader(file))[1:]]
    assert (loaded.added, loaded.quarantined) == (len(set(lines)), 0)
    kept = warehouse.run("select anonymous_id, name, time from events").to_pylist()
    assert {(row["anonymous_id"], row["name"], str(row["time"])) for row in kept} == set(lines)


def test_online_retail(shared_data: Path, warehouse: DuckDB) -> None:
    """Invoice lines of Online Retail are read with their times of text and ids of floats; sums agree with plain SQL."""
    path = shared_data / "retail" / "online_retail_II_2009_2010.parquet"
    columns = {
        "Invoice": "properties.invoice", "StockCode": "properties.sku", "Quantity": "properties.quantity",
        "Price": "properties.price", "InvoiceDate": "time", "Customer ID": "user_id", "Country": "country",
    }  # fmt: skip
    loaded = load(warehouse, path, record="event", columns=columns, values={"name": "line"}, zone="Europe/London")
    lines = 'Invoice, StockCode, Quantity, Price, InvoiceDate, "Customer ID", Country'
    query = (
        'select count(*), count(distinct "Customer ID"), sum(Quantity * Price) '
        f"from (select distinct {lines} from read_parquet('{path}'))"
    )
    raw = duckdb.connect().execute(query).fetchall()[0]
    found = one(
        warehouse,
        "select count(*) as n, count(distinct user_id) as people, "
        "sum((properties->>'quantity')::bigint * (properties->>'price')::double) as total from events",
    )
    assert (loaded.added, loaded.added + loaded.duplicates, loaded.quarantined) == (raw[0], 525_461, 0)
    assert found == (raw[0], raw[1], pytest.approx(raw[2]))


def test_cdnow(shared_data: Path, warehouse: DuckDB) -> None:
    """Purchases apart by blanks, without header and with dates of eight digits, add up to the same dollars."""
    path = shared_data / "cdnow" / "CDNOW_sample.txt"
    loaded = load(
        warehouse, path, record="order", zone="UTC", header=["user_id", "sample", "date", "units", "dollars"],
        columns={"date": "time", "dollars": "total", "units": "properties.units", "sample": "properties.sample"},
    )  # fmt: skip
    lines = {tuple(line.split()) for line in path.read_text(encoding="utf-8").splitlines()}
    assert (loaded.added, loaded.added + loaded.duplicates, loaded.quarantined) == (len(lines), 6_919, 0)
    people, dollars, first = one(
        warehouse, "select count(distinct user_id) as n, sum(total) as total, min(time) as first from orders"
    )
    assert (people, dollars) == (2_357, pytest.approx(sum(float(line[4]) for line in lines)))
    assert str(first.date()).replace("-", "") == min(line[2] for line in lines)


def test_surveymonkey(shared_data: Path, warehouse: DuckDB) -> None:
    """Every filled cell of the survey's questions of one answer is an answer; letters that are not UTF-8 come out."""
    path = shared_data / "surveymonkey" / "StarWars_first40.csv"
    loaded = load(warehouse, path, source="surveymonkey")
    with path.open(encoding="cp1252", newline="") as file:
        header, labels, *people = list(csv.reader(file))
    assert loaded.quarantined == 0
    for place, label in enumerate(labels):
        if label == "Response":
            filled = sum(1 for person in people if person[place])
            question = header[place].replace("'", "''")
            assert one(warehouse, f"select count(*) as n from answers where question = '{question}'") == (filled,)
    ranks = range(9, 15)
    ranked = sum(1 for person in people for place in ranks if person[place])
    assert one(warehouse, "select count(*) as n from answers where question like 'Please rank%'") == (ranked,)


def test_zendesk_tickets(shared_data: Path, warehouse: DuckDB) -> None:
    """Tickets are recognised by their header; what has no field is kept with the properties."""
    path = shared_data / "zendesk" / "ticket_data.csv"
    loaded = load(warehouse, path, zone="UTC", keep="properties")
    with path.open(encoding="utf-8", newline="") as file:
        tickets = {row["id"]: row for row in csv.DictReader(file)}
    kept = warehouse.run("select id, user_id, status, created_at, properties->>'subject' as subject from tickets")
    assert loaded.added == len(tickets)
    for row in kept.to_pylist():
        ticket = tickets[row["id"]]
        assert (row["user_id"], row["status"], row["subject"]) == (
            ticket["requester_id"], ticket["status"], ticket["subject"],
        )  # fmt: skip
        assert str(row["created_at"]) == ticket["created_at"]
