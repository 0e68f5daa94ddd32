"""Rows sifted by whether their id is new, and streamed until enough others wait."""

from collections.abc import Iterator
from contextlib import closing

import duckdb
import pyarrow as pa
import pytest

from regard.warehouses.duckdb_sieve import IS_NEW, Sieve, Sifted, Stretch


def batch(ids: str, *, is_few: bool = False) -> pa.RecordBatch:
    """Return rows with one letter each as their id, and a text that may be a place in a list of few."""
    said = pa.array(["x"] * len(ids))
    texts = said.dictionary_encode() if is_few else said
    return pa.RecordBatch.from_arrays([pa.array(list(ids)), texts], names=["id", "said"])


def letters(rows: pa.RecordBatch) -> str:
    """Return the ids of rows."""
    return "".join(rows.column("id").to_pylist())


def sifted(batches: list[pa.RecordBatch]) -> list[Sifted]:
    """Return batches sifted beside a table that has the ids a and b."""
    with duckdb.connect() as connection:
        connection.execute("create table things as select unnest(['a', 'b']) as id")
        with closing(Sieve(connection, "things", 2)) as sieve:
            return list(sieve.sift(batches))


def test_rows_with_new_ids_are_marked() -> None:
    """Ids of the table, ids that came before and ids that come twice in one batch are left to the others."""
    found = sifted([batch("acbdd"), batch("ced"), batch("ac")])
    new = [letters(each.rows.filter(each.rows.column(IS_NEW))) for each in found]
    assert new == ["cd", "e", ""]
    assert [each.fresh for each in found] == [2, 1, 0]
    assert [letters(each.others) for each in found] == ["abd", "cd", "ac"]


@pytest.mark.parametrize(
    ("batches", "at_most", "read", "others", "follows"),
    [
        (["cd", "ef"], 10, "cdef", "", ""),
        (["ca", "ab", "ef"], 3, "caab", "aab", "ef"),
        (["ca", "ab", "ef"], 4, "caabef", "aab", ""),
    ],
)
def test_a_stretch_ends_when_enough_wait(
    batches: list[str], at_most: int, read: str, others: str, follows: str
) -> None:
    """All rows of the batches are read until so many others wait; what follows is not lost."""
    first, *further = sifted([batch(each) for each in batches])
    stretch = Stretch(first, iter(further), at_most)
    assert letters(stretch.reader().read_all().combine_chunks().to_batches()[0]) == read
    assert "".join(map(letters, stretch.others)) == others
    assert stretch.fresh == len(read) - len(others)
    assert (letters(stretch.following.rows) if stretch.following else "") == follows


def test_a_stretch_ends_where_types_change() -> None:
    """Texts that are places in a list of few do not share a stream with plain ones."""
    first, *further = sifted([batch("c", is_few=True), batch("d")])
    stretch = Stretch(first, iter(further), 9)
    assert stretch.reader().read_all().num_rows == 1
    assert stretch.following is further[0]


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt])
def test_a_problem_ends_the_stream_and_is_kept(kind: type[BaseException]) -> None:
    """DuckDB sees the end of the rows; whoever gave them sees what was raised."""
    first, second = sifted([batch("c"), batch("d")])

    def failing() -> Iterator[Sifted]:
        yield second
        raise kind("broken")

    stretch = Stretch(first, failing(), 9)
    assert stretch.reader().read_all().num_rows == 2
    assert isinstance(stretch.problem, kind)
