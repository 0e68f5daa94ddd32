"""The invoice lines of a gift shop, gathered into orders: what a shop does before it hands them to Regard."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

COLUMNS = ["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price", "Customer ID"]


def read_lines(data: Path) -> pa.Table:
    """Return every line with its `kind`, and its `amount` in pounds, which is positive for what was credited.

    `cancelled`: on an invoice that starts with C. `adjustment`: bad debt (an invoice that starts with A), and what the
    other invoices give away or count out of stock, with a price or a quantity of 0 or less. `sold`: all the rest,
    lines that say the same twice included, for nothing in the file says that the till was wrong.
    """
    lines = pq.read_table(data / "retail" / "online_retail_II_2009_2010.parquet", columns=COLUMNS)
    quantity, price = lines["Quantity"], lines["Price"]
    first = pc.utf8_slice_codeunits(lines["Invoice"], 0, 1)
    is_sale = pc.and_(pc.greater(quantity, 0), pc.greater(price, 0))
    kind = pc.if_else(pc.equal(first, "C"), "cancelled", pc.if_else(is_sale, "sold", "adjustment"))
    kind = pc.if_else(pc.equal(first, "A"), "adjustment", kind)
    amount = pc.multiply(pc.multiply(quantity, price), pc.if_else(pc.equal(kind, "cancelled"), -1.0, 1.0))
    return lines.append_column("kind", kind).append_column("amount", amount)


def gather_orders(lines: pa.Table) -> pa.Table:
    """Return the orders of the lines: one for each invoice, dated by its first line, credited ones as cancelled."""
    on_orders = lines.filter(pc.not_equal(lines["kind"], "adjustment"))
    aggregates = [("amount", "sum"), ("InvoiceDate", "min"), ("Customer ID", "min"), ("Invoice", "count")]
    invoices = on_orders.group_by(["Invoice", "kind"], use_threads=False).aggregate(aggregates)
    times = invoices["InvoiceDate_min"]
    fields = {
        "id": invoices["Invoice"],
        "time": times,
        "as_of": times,
        "user_id": user_ids(invoices["Customer ID_min"]),
        "total": invoices["amount_sum"],
        "currency": pa.repeat("GBP", len(times)),
        "status": pc.if_else(pc.equal(invoices["kind"], "cancelled"), "cancelled", "paid"),
        "properties": pc.binary_join_element_wise('{"lines":', invoices["Invoice_count"].cast("string"), "}", ""),
    }
    return pa.table(fields)


def user_ids(customers: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the ids of customers, decimal numbers in the file, as text; null where nobody is known."""
    return customers.cast(pa.int64()).cast(pa.string())
