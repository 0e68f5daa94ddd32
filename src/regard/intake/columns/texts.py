"""Columns of text, of ids and of words from a closed list."""

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import Column, all_sure, is_text, sure_where, unsure, without_blanks


def read_texts(values: pa.Array, *, is_id: bool, pattern: str | None) -> Column:
    """Return texts; of ids, those that look rounded are not sure; with a pattern, those that do not fit."""
    if pa.types.is_integer(values.type):
        texts = values.cast(pa.string())
    elif is_text(values.type):
        texts = without_blanks(values.cast(pa.string()))
    else:
        return unsure(len(values), pa.string())
    sure = None
    if is_id and is_text(values.type):
        has_plus = pc.match_substring(texts, "+")
        if pc.any(has_plus).as_py():
            sure = sure_where(pc.invert(pc.match_substring_regex(texts, "[eE][+]")))
    if pattern is not None:
        sure = all_sure(sure, sure_where(pc.match_substring_regex(texts, pattern)))
    return Column(texts, sure)


def read_words(values: pa.Array, words: tuple[str, ...]) -> Column:
    """Return texts; sure are those among the words."""
    if not is_text(values.type):
        return unsure(len(values), pa.string())
    texts = without_blanks(values.cast(pa.string()))
    return Column(texts, sure_where(pc.is_in(texts, pa.array([*words, None], pa.string()))))
