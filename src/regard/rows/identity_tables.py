"""Who is who, for a whole warehouse: the tables that give every linked id its person, made by its database.

What `identity.resolve_people` says of a few links is said here of any number of them. Only chains of aliases and groups
of merges, few as a rule, are followed outside the database.
"""

from collections.abc import Mapping
from functools import cache

import ibis
import pyarrow as pa

from regard.rows import people
from regard.rows.identity import resolve_users
from regard.rows.log import records_of, to_sql
from regard.warehouses.warehouse import Warehouse

_IN_ORDER = ("time", "received_at", "id")


def make_people_tables(warehouse: Warehouse) -> None:
    """Make `user_people` and `anonymous_people` anew from all links."""
    aliases, merges, anonymous = _queries(warehouse.dialect)
    users = resolve_users(dict(_pairs(warehouse, aliases)), _pairs(warehouse, merges))
    warehouse.put(people.USERS.get_name(), users_table(users))
    warehouse.derive(people.ANONYMOUS.get_name(), anonymous)


@cache
def _queries(dialect: str) -> tuple[str, str, str]:
    """Return what asks for the first alias of each id, for all merges, and for the people of anonymous ids."""
    standing = standing_links(records_of("link"))
    aliases = _first_aliases(standing)
    merges = standing.filter(standing.kind == "merge", standing.user_id != standing.other_id)
    return (
        to_sql(aliases.select("other_id", "user_id"), dialect),
        to_sql(merges.select("user_id", "other_id"), dialect),
        to_sql(_anonymous_people(standing, aliases), dialect),
    )


def standing_links(links: ibis.Table) -> ibis.Table:
    """Return the links, but for unmerges, that no later unmerge of the same two ids took back."""
    links = links.select(*_IN_ORDER, "kind", "user_id", "other_id")
    unmerges = links.filter(links.kind == "unmerge")
    parted = ibis.union(unmerges.select(parted="user_id"), unmerges.select(parted="other_id"), distinct=True)
    clear = links.anti_join(parted, links.other_id == parted.parted)
    # Only the few links of ids that were ever parted need an order.
    doubtful = links.semi_join(parted, links.other_id == parted.parted)
    pair = {
        "low": ibis.least(doubtful.user_id, doubtful.other_id),
        "high": ibis.greatest(doubtful.user_id, doubtful.other_id),
    }
    doubtful = doubtful.mutate(**pair)
    doubtful = doubtful.mutate(place=ibis.row_number().over(group_by=["low", "high"], order_by=_IN_ORDER))
    unmerge_place = ibis.ifelse(doubtful.kind == "unmerge", doubtful.place, -1)
    doubtful = doubtful.mutate(parted_at=unmerge_place.max().over(group_by=["low", "high"]))
    kept = doubtful.filter(doubtful.place > doubtful.parted_at)
    return ibis.union(clear, kept.select(*clear.columns))


def first_claims(claims: ibis.Table) -> ibis.Table:
    """Return for each `other_id` the first link that claims it."""
    counted = claims.group_by("other_id").agg(claims=claims.count())
    contested = counted.filter(counted.claims > 1)
    # Most ids are claimed once: only the others need an order.
    doubtful = claims.semi_join(contested, "other_id")
    ranked = doubtful.mutate(place=ibis.row_number().over(group_by="other_id", order_by=_IN_ORDER))
    first = ranked.filter(ranked.place == 0)
    return ibis.union(claims.anti_join(contested, "other_id"), first.select(*claims.columns))


def users_table(persons: Mapping[str, str]) -> pa.Table:
    """Return the rows of `user_people`."""
    return _table("user_id", persons)


def anonymous_table(persons: Mapping[str, str]) -> pa.Table:
    """Return the rows of `anonymous_people`."""
    return _table("anonymous_id", persons)


def _anonymous_people(standing: ibis.Table, aliases: ibis.Table) -> ibis.Table:
    """Return the person of every id that an identify or an alias gave to a user."""
    claims = standing.filter(standing.kind == "identify", standing.user_id != standing.other_id)
    owned = first_claims(ibis.union(claims, aliases.select(*claims.columns)))
    users = people.USERS
    joined = owned.left_join(users, owned.user_id == users.user_id).select(
        anonymous_id=owned.other_id, owner=owned.user_id, resolved=users.person
    )
    return joined.select("anonymous_id", person=ibis.coalesce(joined.resolved, joined.owner))


def _first_aliases(standing: ibis.Table) -> ibis.Table:
    """Return the first alias of each id that nobody was ever identified as."""
    aliases = standing.filter(standing.kind == "alias", standing.user_id != standing.other_id)
    users = standing.filter(standing.kind == "identify").select(identified="user_id")
    # The few that are both are found first, or all users who were ever identified would be gathered.
    identified = users.semi_join(aliases, users.identified == aliases.other_id).distinct()
    return first_claims(aliases.anti_join(identified, aliases.other_id == identified.identified))


def _pairs(warehouse: Warehouse, query: str) -> list[tuple[str, str]]:
    """Return the rows of a query that has two columns."""
    return list(zip(*(column.to_pylist() for column in warehouse.run(query).columns), strict=True))


def _table(label: str, persons: Mapping[str, str]) -> pa.Table:
    """Return ids, under their label, with their persons."""
    ids, owners = pa.array(persons.keys(), pa.string()), pa.array(persons.values(), pa.string())
    return pa.table({label: ids, "person": owners})
