"""Who is who after a few links: only the ids that these are joined to are settled again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import ibis
import pyarrow as pa

from regard.rows import people
from regard.rows.identity import Claim, resolve_people
from regard.rows.identity_tables import anonymous_table, users_table
from regard.rows.log import kept_sql, records_of
from regard.rows.places import KEPT_AT, at, kept
from regard.warehouses.warehouse import Warehouse

_ENDS = ("user_id", "other_id")
_LINK_ENDS = ibis.table({**dict.fromkeys(_ENDS, "uint64"), KEPT_AT: "int64"}, name="link_ends")
"""The ids that links join, as numbers, and where the links are kept: looked through several times, texts once."""

_REACHED = ibis.table({"id": "string"}, name="reached_ids")


class Moved(NamedTuple):
    """An id whose person is another one now; without a row of its own, before or now, it is its own person."""

    kind: Literal["user", "anonymous"]
    id: str
    before: str | None
    """The person in the row that was there, `None` where there was none."""

    now: str | None


@dataclass(frozen=True)
class Resettled:
    """What takes the place of the rows of some ids in `user_people` and `anonymous_people`."""

    ids: frozenset[str]
    """All rows of these ids are replaced, in both tables, also by none."""

    user_people: pa.Table
    """`user_id`, `person`."""

    anonymous_people: pa.Table
    """`anonymous_id`, `person`."""

    moved: tuple[Moved, ...]


def resettle(warehouse: Warehouse, ids: Collection[str]) -> Resettled:
    """Return who is who among the given ids and all that links join to them, directly or over others.

    `ids`: both ids of every link that was put in or taken out since the tables of people were made. Changes neither
    of them.
    """
    ends, links, users, anonymous = _queries(warehouse.dialect)
    if not ids:
        return Resettled(frozenset(), users_table({}), anonymous_table({}), ())
    warehouse.derive(_LINK_ENDS.get_name(), ends, temporary=True)
    reached, claims = _closure(warehouse, ids, links)
    found = resolve_people(claims)
    _reach(warehouse, reached)
    before_user, before_anonymous = _persons(warehouse, users), _persons(warehouse, anonymous)
    for table in (_REACHED, _LINK_ENDS):
        warehouse.drop(table.get_name())
    return Resettled(
        frozenset(reached),
        users_table(found.of_user),
        anonymous_table(found.of_anonymous),
        (*_moved("user", before_user, found.of_user), *_moved("anonymous", before_anonymous, found.of_anonymous)),
    )


def _queries(dialect: str) -> tuple[str, str, str, str]:
    """Return what asks for the ends of links.

    And for the links of the ids that were reached, for their rows as users and as anonymous ids.
    """
    return (
        kept_sql("link ends", _link_ends, dialect),
        kept_sql("reached links", _links, dialect),
        kept_sql("reached users", lambda: people.USERS.semi_join(_REACHED, [("user_id", "id")]), dialect),
        kept_sql("reached anonymous", lambda: people.ANONYMOUS.semi_join(_REACHED, [("anonymous_id", "id")]), dialect),
    )


def _links() -> ibis.Table:
    """Return the links of the ids that were reached."""
    links = records_of("link")
    # Two passes that each look for one column are quicker than one that looks for either.
    reached = _REACHED.select(number=_number_of_id(_REACHED.id))
    found = [_LINK_ENDS.semi_join(reached, [(key, "number")]).select(KEPT_AT) for key in _ENDS]
    return at(links, ibis.union(*found)).select(*Claim._fields)


def _link_ends() -> ibis.Table:
    """Return the ends of all links."""
    links = kept(records_of("link"))
    return links.select(KEPT_AT, **{key: _number_of_id(links[key]) for key in _ENDS}).select(*_LINK_ENDS.columns)


@ibis.udf.scalar.builtin(name="hash", signature=(("string",), "uint64"))  # type: ignore[untyped-decorator]
def _number_of_id(name: str) -> int:  # type: ignore[empty-body]
    """Return a number for each id: two that share one are only looked at together."""


def _closure(warehouse: Warehouse, ids: Collection[str], links: str) -> tuple[set[str], set[Claim]]:
    """Return the ids that links join to the given ones, these included, and all those links."""
    reached: set[str] = set()
    claims: set[Claim] = set()
    new = set(ids)
    while new:
        _reach(warehouse, new)
        reached |= new
        found = {Claim(*row) for row in _rows(warehouse, links)}
        claims |= found
        new = {name for claim in found for name in (claim.user_id, claim.other_id)} - reached
    return reached, claims


def _reach(warehouse: Warehouse, ids: Collection[str]) -> None:
    """Let the database know the ids that are asked for."""
    warehouse.put(_REACHED.get_name(), pa.table({"id": pa.array(ids, pa.string())}), temporary=True)


def _persons(warehouse: Warehouse, query: str) -> dict[str, str]:
    """Return the person of each id that a query tells."""
    return {name: person for name, person in _rows(warehouse, query)}  # noqa: C416 - says that rows have two columns


def _moved(kind: Literal["user", "anonymous"], before: Mapping[str, str], now: Mapping[str, str]) -> list[Moved]:
    """Return the ids of one kind whose row is another one now."""
    return [
        Moved(kind, name, before.get(name), now.get(name))
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    ]


def _rows(warehouse: Warehouse, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query."""
    found = warehouse.run(query)
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))
