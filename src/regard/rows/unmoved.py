"""Tables that know people, and that links leave as they are: they hold nobody whose ids were joined or parted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa

from regard.rows import conversations, deliveries
from regard.rows.log import kept_sql
from regard.warehouses.warehouse import Warehouse

_MOVED = ibis.table({"person": "string"}, name="moved_people")
_HOLDERS = (conversations.TABLE, deliveries.TABLE)
"""The tables that the people in all tables not made of events are from."""


@dataclass(frozen=True)
class Followed:
    """What rows of events were kept in step with."""

    moved: frozenset[str]
    """The people whose ids were joined or parted, before and after."""

    links: int
    """The version of the links before."""


def unmoved(
    warehouse: Warehouse, followed: Followed, known: Mapping[str, str], told: Mapping[str, tuple[Sequence[str], str]]
) -> dict[str, str]:
    """Return the tables, with what they are now made from, that are as they were since nobody in them was moved.

    `told` gives for each table the records it depends on, and what it would be made from now.
    """
    same = {
        name: key
        for name, (inputs, key) in told.items()
        if "event" not in inputs and _differ_in_links(followed.links, known.get(name, key), key, inputs)
    }
    held = all(table.get_name() in known for table in _HOLDERS)
    return same if same and held and not _holds_moved(warehouse, followed.moved) else {}


def _differ_in_links(links: int, before: str, now: str, inputs: Sequence[str]) -> bool:
    """Return whether what a table was made from differs by the links that were followed, and by nothing else."""
    (versions, choices), (versions_now, choices_now) = json.loads(before), json.loads(now)
    if choices != choices_now or versions == versions_now:
        return False
    pairs = zip(inputs, versions, versions_now, strict=True)
    return all(was == (links if name == "link" else is_now) for name, was, is_now in pairs)


def _holds_moved(warehouse: Warehouse, moved: frozenset[str]) -> bool:
    """Return whether any of the people moved is in one of the tables."""
    if not moved:
        return False
    warehouse.put(_MOVED.get_name(), pa.table({"person": pa.array(sorted(moved), pa.string())}), temporary=True)
    found = bool(warehouse.run(held_sql(warehouse.dialect)).to_pylist()[0]["held"])
    warehouse.drop(_MOVED.get_name())
    return found


def held_sql(dialect: str) -> str:
    """Return what asks whether any of the people moved is held."""
    return kept_sql("moved people held", _held, dialect)


def _held() -> ibis.Table:
    """Return how many rows are of people who were moved."""
    rows = ibis.union(*(table.select("person") for table in _HOLDERS)).semi_join(_MOVED, "person")
    return rows.aggregate(held=rows.count())


__all__ = ["Followed", "held_sql", "unmoved"]
