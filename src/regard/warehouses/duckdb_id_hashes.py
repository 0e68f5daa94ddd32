"""Three bytes beside the id of every record: a hash, looked through in a tenth of the time that ids would take."""

from collections.abc import Iterable

import duckdb

ID_HASH = "id_hash"
"""The last column of a table of records; its type is `uinteger`. Tables made before there was one do without."""

_BITS = 24
"""How many bits are kept: enough that few ids of a hundred million share the hash of one that is looked for."""

_PREFIX_BITS = 20
"""How many of them DuckDB looks up as places in an array, not in a table of hashes: at most 2^20 values."""

_FEW = 50_000
"""How many hashes are worth a look at their prefixes first: of more, too many rows share a prefix with one."""

HASH_OF_ID = f"(hash(id) & {(1 << _BITS) - 1})::uinteger"

_SIGN = f"(hash('', 'a', 'twelve bytes', 'more than twelve bytes', 'né', {_BITS}) >> 1)::bigint"
"""A number that is another one as soon as DuckDB hashes any kind of text in another way."""


def keep_hashes_true(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Hash all ids again where a version of DuckDB that hashes in another way wrote them."""
    sign = int(connection.execute(f"select {_SIGN}").fetchall()[0][0])
    known = connection.execute("select version from versions where name = $1", [ID_HASH]).fetchall()
    if known and int(known[0][0]) == sign:
        return
    for table in tables if known else ():
        if ID_HASH in columns_of(connection, table):
            connection.execute(f"update {table} set {ID_HASH} = {HASH_OF_ID}")
    connection.execute("insert or replace into versions values ($1, $2)", [ID_HASH, sign])


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Return the columns of a table with their types, in their order."""
    return {row[0]: row[1] for row in connection.execute(f"describe {table}").fetchall()}


def places_of_hashes(table: str, others: str, count: int) -> str:
    """Return the query for the places of rows of a table whose hash is that of one of `count` rows of `others`."""
    hashes = f"(select {ID_HASH} from {others})"
    if count > _FEW:
        return f"select rowid as place from {table} where {ID_HASH} in {hashes}"
    prefix = f"{ID_HASH} >> {_BITS - _PREFIX_BITS} as prefix"
    # A hash is never null: told so, DuckDB does not look for the hashes, which takes longer, before the prefixes.
    return (
        f"select place from (select rowid as place, {ID_HASH}, {prefix} from {table}) "
        f"join (select distinct {prefix} from {others}) using (prefix) "
        f"where coalesce({ID_HASH}, prefix) in {hashes}"
    )
