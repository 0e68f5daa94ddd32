"""Who is who after a few links: only the ids that these are joined to are settled again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import ibis
import pyarrow as pa

from regard.rows import people
from regard.rows.identity import Claim, resolve_people
from regard.rows.identity_tables import anonymous_table, users_table
from regard.rows.log import kept_sql, records_of
from regard.rows.places import KEPT_AT, at, kept
from regard.warehouses.warehouse import Warehouse

_ENDS = ("user_id", "other_id")
_LINK_ENDS = ibis.table({**dict.fromkeys(_ENDS, "uint32"), KEPT_AT: "int64"}, name="link_ends")
"""The ids that links join, as numbers, and where the links are kept: looked through several times, texts once."""

_LARGEST = 2**32 - 1
_REACHED = ibis.table({"id": "string"}, name="reached_ids")
_NUMBERS = ibis.table({"number": "uint32"}, name="reached_numbers")
_PLACES = ibis.table({KEPT_AT: "int64"}, name="reached_places")


class _Queries(NamedTuple):
    """What is asked of the links and of the tables of people."""

    ends: str
    """The ends of all links."""

    numbers: str
    """The numbers of the ids that were reached."""

    found: str
    """The ends of the links of some numbers."""

    links: str
    """The links at some places."""

    users: str
    """The rows of the ids that were reached, as users."""

    anonymous: str
    """The same as anonymous ids."""


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
    queries = _queries(warehouse.dialect)
    if not ids:
        return Resettled(frozenset(), users_table({}), anonymous_table({}), ())
    claims = _closure(warehouse, ids, queries)
    reached = {*ids, *(name for claim in claims for name in claim.pair)}
    found = resolve_people(claims)
    _put(warehouse, _REACHED, pa.array(reached, pa.string()))
    before_user, before_anonymous = _persons(warehouse, queries.users), _persons(warehouse, queries.anonymous)
    for table in (_LINK_ENDS, _REACHED, _NUMBERS, _PLACES):
        warehouse.drop(table.get_name())
    return Resettled(
        frozenset(reached),
        users_table(found.of_user),
        anonymous_table(found.of_anonymous),
        (*_moved("user", before_user, found.of_user), *_moved("anonymous", before_anonymous, found.of_anonymous)),
    )


def _queries(dialect: str) -> _Queries:
    """Return all queries, compiled once."""
    return _Queries(
        kept_sql("link ends", _link_ends, dialect),
        kept_sql("reached numbers", lambda: _REACHED.select(number=_number_of(_REACHED.id)), dialect),
        kept_sql("reached ends", _reached_ends, dialect),
        kept_sql("reached links", lambda: at(records_of("link"), _PLACES).select(*Claim._fields), dialect),
        kept_sql("reached users", lambda: people.USERS.semi_join(_REACHED, [("user_id", "id")]), dialect),
        kept_sql("reached anonymous", lambda: people.ANONYMOUS.semi_join(_REACHED, [("anonymous_id", "id")]), dialect),
    )


def _link_ends() -> ibis.Table:
    """Return the ends of all links."""
    links = kept(records_of("link"))
    return links.select(KEPT_AT, **{key: _number_of(links[key]) for key in _ENDS}).select(*_LINK_ENDS.columns)


def _reached_ends() -> ibis.Table:
    """Return the ends of the links of some numbers, a link of two of them twice."""
    # One pass that looks for either takes as long as two that each look for one column.
    return ibis.union(*(_LINK_ENDS.semi_join(_NUMBERS, [(key, "number")]) for key in _ENDS))


@ibis.udf.scalar.builtin(name="hash", signature=(("string",), "uint64"))  # type: ignore[untyped-decorator]
def _hash(text: str) -> int:  # type: ignore[empty-body]
    """Return a number of 64 bits for each text."""


def _number_of(name: ibis.Value) -> ibis.Value:
    """Return a number of 32 bits for each id: two that share one are only looked at together."""
    return (_hash(name) & _LARGEST).cast("uint32")


def _closure(warehouse: Warehouse, ids: Collection[str], queries: _Queries) -> set[Claim]:
    """Return all links that join the given ids, directly or over others, to any.

    Who is reached is followed by numbers: the links themselves are read once it is known which.
    """
    warehouse.derive(_LINK_ENDS.get_name(), queries.ends, temporary=True)
    _put(warehouse, _REACHED, pa.array(ids, pa.string()))
    reached: set[int] = set()
    places: set[int] = set()
    new = {number for (number,) in _rows(warehouse, queries.numbers)}
    while new:
        _put(warehouse, _NUMBERS, pa.array(new, pa.uint32()))
        reached |= new
        found = _rows(warehouse, queries.found)
        places.update(place for _, _, place in found)
        new = {number for *ends, _ in found for number in ends} - reached
    _put(warehouse, _PLACES, pa.array(places, pa.int64()))
    return {Claim(*row) for row in _rows(warehouse, queries.links)}


def _put(warehouse: Warehouse, table: ibis.Table, values: pa.Array) -> None:
    """Let the database know what is asked for, in a table of one column."""
    warehouse.put(table.get_name(), pa.table({table.columns[0]: values}), temporary=True)


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


def _rows(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    found = warehouse.run(query)
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))
