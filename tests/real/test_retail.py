from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import regard
from tests.real.retail import gather_orders, read_lines

ZONE = "Europe/London"
ASKED: dict[str, Any] = {"period": ("2009-12-01", "2010-12-31"), "as_of": "2010-12-31"}
THOUSANDS = [826, 653, 553, 834, 682, 660, 752, 651, 697, 924, 1_165, 1_470, 439]


@pytest.fixture(scope="module")
def lines(shared_data: Path) -> pa.Table:
    """Return the lines of all invoices, each with what it is."""
    return read_lines(shared_data)


@pytest.fixture(scope="module")
def shop(lines: pa.Table) -> tuple[regard.Workspace, Any]:
    """Return a workspace with the orders, and what became of them."""
    workspace = regard.open(zone=ZONE)
    return workspace, workspace.add("order", gather_orders(lines), zone=ZONE)


@pytest.fixture(scope="module")
def raw(shared_data: Path) -> duckdb.DuckDBPyConnection:
    """Return a database with the file as it is, and what was sold as a view."""
    database = duckdb.connect()
    file = shared_data / "retail" / "online_retail_II_2009_2010.parquet"
    database.execute(f"""
        CREATE VIEW lines AS SELECT *, "Customer ID" AS customer FROM '{file}';
        CREATE VIEW sold AS SELECT * FROM lines WHERE Invoice NOT SIMILAR TO '[AC].*' AND Price > 0 AND Quantity > 0;
    """)
    return database


def test_every_line_is_accounted_for(
    lines: pa.Table, shop: tuple[regard.Workspace, Any], raw: duckdb.DuckDBPyConnection
) -> None:
    """The 525,461 lines are in kept or cancelled orders, in adjustments, or in the quarantine; none is lost."""
    workspace, loaded = shop
    assert (loaded.added, loaded.duplicates, loaded.quarantined) == (20_951 + 4_591, 0, 1)
    held: dict[str, list[int]] = {"paid": [], "cancelled": []}
    for order in workspace.rows("order"):
        held[order["status"]].append(order["properties"]["lines"])
    assert {status: (len(each), sum(each)) for status, each in held.items()} == {
        "paid": (20_951, 511_565),
        "cancelled": (4_591, 10_205),
    }
    adjustments = lines["kind"].to_pylist().count("adjustment")
    assert len(lines) == 525_461 == 511_565 + 10_205 + adjustments + 1
    assert adjustments == 3_690
    by_hand = raw.execute("""
        SELECT count(*) FILTER (Invoice LIKE 'A%'), count(*) FILTER (Invoice NOT LIKE 'A%'),
            count(*) FILTER (Quantity <= 0), round(sum(Quantity * Price), 2)
        FROM lines WHERE Invoice NOT LIKE 'C%' AND (Price <= 0 OR Quantity <= 0)
    """).fetchone()
    assert by_hand == (3, 3_687, 2_121, -136_552.02)


def test_a_cancellation_that_charges_is_refused(shop: tuple[regard.Workspace, Any]) -> None:
    """One invoice that starts with C takes 373.57 pounds instead of giving them back: its sentence says so."""
    _, loaded = shop
    (problem,) = loaded.problems
    assert (problem.field, "C496350" in problem.raw) == ("total", True)
    assert problem.reason.startswith("The total -373.57 is negative.")


def test_order_value_and_revenue(shop: tuple[regard.Workspace, Any], raw: duckdb.DuckDBPyConnection) -> None:
    """What was sold, per order and in all; orders of nobody known count, cancelled ones do not."""
    found = shop[0].ask(["orders", "revenue", "average_order_value"], **ASKED)
    orders, revenue = raw.execute("SELECT count(DISTINCT Invoice), sum(Quantity * Price) FROM sold").fetchone() or ()
    assert (found["orders"].value, round(found["revenue"].value or 0, 2)) == (orders, 10_305_892.02)
    assert found["revenue"].value == pytest.approx(revenue)
    assert found["average_order_value"].value == pytest.approx(revenue / orders) == pytest.approx(491.9045, abs=1e-4)
    assert found["average_order_value"].currency == "GBP"


def test_revenue_by_month(shop: tuple[regard.Workspace, Any], raw: duckdb.DuckDBPyConnection) -> None:
    """The months of London, over both changes of the clock, are those that the invoices are written with."""
    found = shop[0].ask("revenue", every="month", **ASKED)
    by_hand = raw.execute("""
        SELECT date[:7], sum(amount) FROM (
            SELECT Invoice, min(InvoiceDate) AS date, sum(Quantity * Price) AS amount FROM sold GROUP BY Invoice
        ) GROUP BY 1 ORDER BY 1
    """).fetchall()
    assert [point["start"][:7] for point in found.series] == [month for month, _ in by_hand]
    assert [point["value"] for point in found.series] == pytest.approx([amount for _, amount in by_hand])
    assert [round(amount / 1000) for _, amount in by_hand] == THOUSANDS


def test_customers_buy_again(shop: tuple[regard.Workspace, Any], raw: duckdb.DuckDBPyConnection) -> None:
    """Of 4,312 known customers with an order two thirds bought again; 1,738 orders of nobody known are not counted."""
    found = shop[0].ask(["customers", "repeat_purchase_rate", "purchase_frequency"], **ASKED)
    customers, repeating, orders = raw.execute("""
        SELECT count(*), count(*) FILTER (orders >= 2), sum(orders) FROM (
            SELECT customer, count(DISTINCT Invoice) AS orders FROM sold WHERE customer IS NOT NULL GROUP BY customer
        )
    """).fetchone() or (0, 0, 0)
    assert found["customers"].value == customers
    assert found["repeat_purchase_rate"].parts == {"repeat_customers": repeating, "customers": customers}
    assert found["purchase_frequency"].parts == {"orders": orders, "customers": customers}
    assert (customers, repeating, orders, 20_951 - orders) == (4_312, 2_893, 19_213, 1_738)


def test_lines_that_say_the_same_twice_are_kept(raw: duckdb.DuckDBPyConnection) -> None:
    """The 6,865 repeated lines stay in their orders; what they come to is known, should the till have been wrong."""
    by_hand = raw.execute("""
        SELECT sum(n - 1)::INTEGER, round(sum((n - 1) * amount) FILTER (Invoice NOT LIKE 'C%'), 2) FROM (
            SELECT Invoice, Quantity * Price AS amount, count(*) AS n FROM lines
            GROUP BY Invoice, StockCode, Description, Quantity, InvoiceDate, Price, customer, Country
        )
    """).fetchone()
    assert by_hand == (6_865, 34_129.36)
