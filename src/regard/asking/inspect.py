"""What a workspace holds, for whoever looks after it."""

from datetime import date, datetime
from typing import Any

from regard.metrics.compile.names import bots, counted
from regard.records import RECORDS
from regard.rows.log import to_sql
from regard.rows.upkeep import Upkeep
from regard.warehouses.tables import QUARANTINE
from regard.warehouses.warehouse import Warehouse


def inspect_workspace(warehouse: Warehouse, rows: Upkeep) -> dict[str, Any]:
    """Return what there is of each kind of record, in quarantine, and of bots, and which rows are stale."""
    found = []
    for record in RECORDS:
        row = warehouse.run(to_sql(counted(record), warehouse.dialect)).to_pylist()[0]
        if row["count"]:
            times = {end: _written(row[end]) for end in ("first", "last")}
            found.append({"record": record.name, "count": row["count"], **times})
    quarantined = warehouse.run(to_sql(counted(QUARANTINE), warehouse.dialect)).to_pylist()[0]["count"]
    stale = set(rows.stale())
    horizon = warehouse.horizon()
    return {
        "records": found,
        "log_begins": horizon.day.isoformat() if horizon else None,
        "quarantined": quarantined,
        "bots": warehouse.run(to_sql(bots(), warehouse.dialect)).to_pylist()[0]["count"],
        "rows": {name: "stale" if name in stale else "fresh" for name in rows.names()},
    }


def _written(moment: date | None) -> str | None:
    """Return a moment in UTC or a day as text; nothing where no record has one."""
    if moment is None:
        return None
    return f"{moment.isoformat()}Z" if isinstance(moment, datetime) else moment.isoformat()
