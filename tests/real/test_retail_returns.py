from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

import regard
from tests.real.retail import gather_orders, read_lines
from tests.real.returns import Settled, restated_orders, settle_credits

ZONE = "Europe/London"
ASKED: dict[str, Any] = {"period": ("2009-12-01", "2010-12-31"), "as_of": "2010-12-31"}

# The stock of an article that a customer holds goes up with a sale and down with a credit, never below nothing. Of a
# sale remains what the lowest later stock has over the stock before it.
REMAINING = """
    WITH lines AS (
        SELECT *, "Customer ID" AS customer, Invoice LIKE 'C%' AS is_credit
        FROM read_parquet(?, file_row_number = true)
        WHERE Price > 0 AND CASE WHEN Invoice LIKE 'C%' THEN Quantity < 0 ELSE Quantity > 0 END
    ), moves AS (SELECT * FROM lines WHERE customer IS NOT NULL
    ), summed AS (SELECT *, sum(Quantity) OVER past AS running FROM moves
        WINDOW past AS (PARTITION BY customer, StockCode, Price ORDER BY InvoiceDate, is_credit, file_row_number)
    ), stocked AS (SELECT *, running - least(0, min(running) OVER past) AS stock FROM summed
        WINDOW past AS (PARTITION BY customer, StockCode, Price ORDER BY InvoiceDate, is_credit, file_row_number)
    ), lowered AS (SELECT *, min(stock) OVER later AS lowest FROM stocked
        WINDOW later AS (PARTITION BY customer, StockCode, Price ORDER BY InvoiceDate, is_credit, file_row_number
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
    ), remaining AS (
        SELECT Invoice, Price * greatest(0, least(Quantity, lowest - (stock - Quantity))) AS amount
        FROM lowered WHERE NOT is_credit
        UNION ALL SELECT Invoice, Price * Quantity FROM lines WHERE customer IS NULL AND NOT is_credit
    )
    SELECT Invoice, sum(amount) FROM remaining GROUP BY Invoice
"""


@pytest.fixture(scope="module")
def shop(shared_data: Path) -> tuple[regard.Workspace, Settled]:
    """Return a workspace with the orders less what came back, and what that was.

    The later states arrive first and the invoices as they were written after them: the latest state stands anyway.
    """
    lines = read_lines(shared_data)
    orders = gather_orders(lines)
    settled = settle_credits(lines)
    workspace = regard.open(zone=ZONE)
    restated = restated_orders(orders, settled)
    loaded = [workspace.add("order", rows, zone=ZONE) for rows in (restated, orders)]
    assert [each.quarantined for each in loaded] == [0, 1]
    assert len(restated) == 3_494
    return workspace, settled


@pytest.fixture(scope="module")
def remaining(shared_data: Path) -> dict[str, float]:
    """Return what is left of each order, by the stock that customers hold."""
    file = str(shared_data / "retail" / "online_retail_II_2009_2010.parquet")
    return dict(duckdb.execute(REMAINING, [file]).fetchall())


def test_every_order_is_worth_what_was_not_given_back(
    shop: tuple[regard.Workspace, Settled], remaining: dict[str, float]
) -> None:
    """The state that stands for each of the 20,951 orders is that of a second reckoning; 179 are refunded whole."""
    orders = [order for order in shop[0].rows("order") if order["status"] != "cancelled"]
    left = {order["id"]: 0.0 if order["status"] == "refunded" else order["total"] for order in orders}
    assert left.keys() == remaining.keys()
    assert [order for order, amount in left.items() if abs(amount - remaining[order]) >= 0.005] == []
    assert (len(orders), sum(order["status"] == "refunded" for order in orders)) == (20_951, 179)


def test_revenue_is_net_of_what_came_back(shop: tuple[regard.Workspace, Settled], remaining: dict[str, float]) -> None:
    """Of 10,305,892 pounds invoiced 267,587 came back and can be traced to an order; 216,208 more cannot."""
    workspace, settled = shop
    found = workspace.ask(["orders", "revenue", "average_order_value"], **ASKED)
    kept = [amount for amount in remaining.values() if amount >= 0.005]
    assert found["revenue"].value == pytest.approx(sum(kept))
    assert found["average_order_value"].parts == {"revenue": pytest.approx(sum(kept)), "orders": len(kept)}
    assert (len(kept), round(sum(kept))) == (20_772, 10_038_306)
    assert found["average_order_value"].value == pytest.approx(483.2614, abs=1e-4)
    assert (round(sum(settled.amounts.values())), round(settled.untraced)) == (267_587, 216_208)


def test_customers_who_gave_everything_back_did_not_buy(
    shop: tuple[regard.Workspace, Settled], remaining: dict[str, float], shared_data: Path
) -> None:
    """Of 4,312 customers with an order 4,297 kept something, and 2,877 of those kept something of a second order."""
    found = shop[0].ask(["customers", "repeat_purchase_rate"], **ASKED)
    file = str(shared_data / "retail" / "online_retail_II_2009_2010.parquet")
    buyers = duckdb.execute(
        'SELECT DISTINCT "Customer ID", Invoice FROM read_parquet(?) WHERE "Customer ID" IS NOT NULL', [file]
    ).fetchall()
    bought = [customer for customer, invoice in buyers if remaining.get(invoice, 0) >= 0.005]
    repeating = [customer for customer, times in Counter(bought).items() if times > 1]
    assert found["customers"].value == len(set(bought))
    assert found["repeat_purchase_rate"].parts == {"repeat_customers": len(repeating), "customers": len(set(bought))}
    assert (len(set(bought)), len(repeating)) == (4_297, 2_877)
