"""Rows gathered from batches of any size, and cut as DuckDB groups rows."""

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.warehouses import row_groups

GROUP = 4
BATCHES = st.lists(st.tuples(st.lists(st.sampled_from(["a", "b", None]), max_size=7), st.booleans()), max_size=6)
"""The texts of each batch, and whether they come as places in a list of few."""


def batch(texts: Sequence[str | None], *, is_few: bool) -> pa.RecordBatch:
    """Return texts as a batch of one column."""
    column = pa.array(texts, pa.string())
    return pa.RecordBatch.from_arrays([column.dictionary_encode() if is_few else column], names=["said"])


@pytest.fixture(scope="module", autouse=True)
def _small_groups() -> object:
    """Let a row group have a few rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_groups, "ROW_GROUP", GROUP)
        yield


@settings(max_examples=60)
@given(BATCHES, st.integers(1, 9))
def test_gathered_rows_keep_their_order(given_batches: list[tuple[list[str | None], bool]], least: int) -> None:
    """The rows are those that came, and lists but the last are long enough."""
    parts = list(row_groups.gathered([batch(texts, is_few=few) for texts, few in given_batches], least))
    sizes = [sum(each.num_rows for each in part) for part in parts]
    assert all(size >= least for size in sizes[:-1])
    found = [text for part in parts for each in part for text in each.column("said").to_pylist()]
    assert found == [text for texts, _ in given_batches for text in texts]


@settings(max_examples=60)
@given(BATCHES)
def test_rows_are_cut_into_groups(given_batches: list[tuple[list[str | None], bool]]) -> None:
    """The rows are those that came; groups but the last are whole, and what was almost whole stays as it was."""
    came = [batch(texts, is_few=few) for texts, few in given_batches]
    cut = list(row_groups.in_row_groups(came))
    found = Counter(text for each in cut for text in each.column("said").to_pylist())
    assert found == Counter(text for texts, _ in given_batches for text in texts)
    assert all(each.num_rows == GROUP for each in cut[:-1])
    assert all(any(each is other for other in cut) for each in came if each.num_rows == GROUP)


@pytest.mark.parametrize("kinds", [[True, True], [True, False], [False, False]])
def test_texts_stay_few_where_all_are(kinds: list[bool]) -> None:
    """Places in lists of few become places in one list; beside plain texts they become plain."""
    table = row_groups.as_table([batch(["a", "b"], is_few=kinds[0]), batch(["b", "c"], is_few=kinds[1])])
    assert table.column("said").to_pylist() == ["a", "b", "b", "c"]
    assert pa.types.is_dictionary(table.schema.field("said").type) is all(kinds)
