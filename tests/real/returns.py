"""What a gift shop credited, taken off the orders that it was sold in, the latest first."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

KEY = ["Customer ID", "StockCode", "Price"]


@dataclass
class Settled:
    """What came back of each order, and what came back of none."""

    amounts: Counter[str] = field(default_factory=Counter)
    """Pounds taken off an order, by its id."""

    times: dict[str, str] = field(default_factory=dict)
    """When something of the order last came back: the end of the minute that the file says, so after the sale."""

    untraced: float = 0.0
    """Pounds credited to known customers for what the file has no sale of: older, or at another price."""


def settle_credits(lines: pa.Table) -> Settled:
    """Return the credits of known customers, each taken off their latest sales of the same article at the same price.

    The lines are in the order of time; in the same minute a sale comes before its credit.
    """
    settled = Settled()
    held: defaultdict[tuple[object, ...], list[tuple[str, int]]] = defaultdict(list)
    for line in _lines_with_credits(lines):
        stack = held[tuple(line[name] for name in KEY)]
        quantity, price = int(line["Quantity"]), float(line["Price"])
        if quantity > 0:
            stack.append((line["Invoice"], quantity))
            continue
        back = -quantity
        while back and stack:
            order, remaining = stack.pop()
            taken = min(back, remaining)
            if remaining > taken:
                stack.append((order, remaining - taken))
            back -= taken
            settled.amounts[order] += taken * price  # type: ignore[assignment]  # counts pounds, not things
            settled.times[order] = f"{line['InvoiceDate'][:-2]}59"
        settled.untraced += back * price
    return settled


def restated_orders(orders: pa.Table, settled: Settled) -> list[dict[str, object]]:
    """Return the later state of every order of which something came back: worth less, or refunded as a whole."""
    restated: list[dict[str, object]] = []
    for order in orders.to_pylist():
        if (amount := settled.amounts.get(order["id"])) is not None:
            left = order["total"] - amount
            change = {"status": "refunded"} if left < 0.005 else {"total": left}
            restated.append({**order, **change, "as_of": settled.times[order["id"]]})
    return restated


def _lines_with_credits(lines: pa.Table) -> list[dict[str, Any]]:
    """Return the lines of those articles, customers and prices of which something was credited."""
    known = lines.filter(pc.and_(pc.is_valid(lines["Customer ID"]), pc.not_equal(lines["kind"], "adjustment")))
    known = known.append_column("place", pa.array(range(len(known))))
    credited = known.filter(pc.less(known["Quantity"], 0)).select(KEY).group_by(KEY).aggregate([])
    found = known.join(credited, keys=KEY, join_type="left semi")
    is_credit = pc.less(found["Quantity"], 0)
    order = [("InvoiceDate", "ascending"), ("is_credit", "ascending"), ("place", "ascending")]
    rows: list[dict[str, Any]] = found.append_column("is_credit", is_credit).sort_by(order).to_pylist()
    return rows
