"""The hashes of ids: rows with one of some hashes are found, whichever way they are looked for."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.warehouses.duckdb_id_hashes import places_of_hashes

HASHES = st.integers(0, 40) | st.integers(2**24 - 40, 2**24 - 1) | st.integers(0, 2**24 - 1)
"""Many share the prefix of another one, and many are another one."""


@pytest.mark.parametrize("count", [1, 50_000, 50_001, 1_000_000])
@given(kept=st.lists(HASHES, max_size=60), asked=st.lists(HASHES, max_size=20))
def test_few_and_many_hashes_find_the_same_rows(count: int, kept: list[int], asked: list[int]) -> None:
    """However many hashes are asked for, each row that has one of them is found once, and no other row."""
    with duckdb.connect() as connection:
        for table, hashes in (("kept", kept), ("asked", asked)):
            connection.execute(f"create table {table} as select unnest($1::uinteger[]) as id_hash", [hashes])
        found = connection.execute(places_of_hashes("kept", "asked", count)).fetchall()
    assert sorted(place for (place,) in found) == [place for place, hashed in enumerate(kept) if hashed in asked]
