"""A column as it was read: values, and which of them are surely right."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

BLANKS = " \t\r\n"
_AFTER_BLANKS = "!"
"""The first text that neither is empty nor begins with a blank, in the order of bytes."""


@dataclass(frozen=True)
class Column:
    """The values of one field, with null where nothing was said.

    `sure` is false where the arbiter must look; `None` means that all are surely right.
    """

    values: pa.Array
    sure: pa.BooleanArray | None = None


def unsure(rows: int, kind: pa.DataType) -> Column:
    """Return a column of which the arbiter must look at every row."""
    return Column(pa.nulls(rows, kind), pa.repeat(pa.scalar(value=False), rows))


def all_sure(*masks: pa.BooleanArray | None) -> pa.BooleanArray | None:
    """Return where all masks hold; `None` holds everywhere."""
    together: pa.BooleanArray | None = None
    for mask in masks:
        if mask is not None:
            together = mask if together is None else pc.and_(together, mask)
    return together


def sure_where(mask: pa.BooleanArray) -> pa.BooleanArray | None:
    """Return where a test holds, which also does where it has no value to test; `None` where it holds everywhere."""
    return None if pc.all(mask).as_py() is not False else pc.fill_null(mask, fill_value=True)


def without_blanks(texts: pa.Array) -> pa.Array:
    """Return texts with null for those of blanks only."""
    if not pc.any(pc.less(texts, _AFTER_BLANKS)).as_py():
        return texts
    blank = pc.equal(pc.ascii_trim(texts, BLANKS), "")
    return pc.if_else(blank, no_text(), texts)


def no_text() -> pa.StringScalar:
    """Return the text that says nothing. Made when needed: Arrow's first value imports pandas where there is one."""
    return pa.scalar(None, pa.string())


def is_text(kind: pa.DataType) -> bool:
    """Return whether a type holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def plain(values: pa.Array) -> pa.Array:
    """Return values, each in its own place where they are places in a list of few."""
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def is_few_texts(values: pa.Array) -> bool:
    """Return whether a column is places in a list of texts that is much shorter than the column."""
    return (
        bool(pa.types.is_dictionary(values.type))
        and is_text(values.type.value_type)
        and 2 * len(values.dictionary) <= len(values)
    )
