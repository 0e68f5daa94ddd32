"""Where the log begins: events of before have left it, and no more of them are taken."""

from datetime import UTC, datetime

from regard.warehouses.warehouse import Warehouse


def log_begins(warehouse: Warehouse) -> datetime | None:
    """Return the instant before which events are refused, `None` where none has ever left the log."""
    horizon = warehouse.horizon()
    return horizon.since.replace(tzinfo=UTC) if horizon else None
