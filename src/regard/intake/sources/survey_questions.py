"""The questions of a wide survey export, read off its two header rows and off what the cells hold."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.files.table import Table

_EMPTY_NAME = re.compile(r"column \d+")
_ALONE = frozenset({"", "response", "open-ended response"})
_ASIDE = re.compile(r"other\b.*|.*please specify.*", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """One question of a survey, and the columns that hold its answers."""

    text: str
    kind: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    """What the second header row says of each column: `Response`, an option to tick, or the row of a matrix."""

    aside: str | None = None
    """The column for what fits none of the options, in the respondent's own words."""

    is_matrix: bool = False
    """Whether each column is a row of a matrix with an answer of its own, and not an option to tick."""


def find_questions(wide: Table, about_respondent: Collection[str]) -> list[Question]:
    """Return the questions of an export in their order.

    A question of several columns has options to tick where every cell is empty or repeats its column's label, else
    the rows of a matrix.
    """
    labels = _second_header(wide)
    drafts: list[Question] = []
    for column in wide.columns:
        label = " ".join(labels.get(column, "").split())
        if column in about_respondent:
            continue
        if drafts and _continues(drafts[-1], column, label):
            drafts[-1] = _extended(drafts[-1], column, label)
        else:
            kind = "text" if label.lower().startswith("open-ended") else "choice"
            drafts.append(Question(column, kind, (column,), (label,)))
    unlike = _unlike_labels(wide, [question for question in drafts if len(question.columns) > 1])
    return [replace(question, is_matrix=bool(unlike & set(question.columns))) for question in drafts]


def _second_header(wide: Table) -> dict[str, str]:
    """Return the labels under the names of the columns."""
    first = next((chunk.rows for chunk in wide.chunks() if chunk.rows.num_rows), None)
    row = first.slice(0, 1).to_pylist()[0] if first is not None else {}
    return {name: str(label or "") for name, label in row.items()}


def _continues(question: Question, column: str, label: str) -> bool:
    """Return whether a column belongs to the question before it: its name is empty, or repeats the question."""
    if _EMPTY_NAME.fullmatch(column):
        return True
    is_repeated = re.fullmatch(re.escape(question.text) + r" \(\d+\)", column) is not None
    return is_repeated and label.lower() not in _ALONE


def _extended(question: Question, column: str, label: str) -> Question:
    """Return a question with one more column."""
    if _ASIDE.fullmatch(label):
        return replace(question, aside=column)
    return replace(question, columns=(*question.columns, column), labels=(*question.labels, label))


def _unlike_labels(wide: Table, questions: Sequence[Question]) -> set[str]:
    """Return the columns in which some respondent's cell is not the column's label."""
    pairs = (zip(question.columns, question.labels, strict=True) for question in questions)
    labels = {column: label for columns in pairs for column, label in columns}
    found: set[str] = set()
    is_first = True
    for chunk in wide.chunks(only=list(labels)) if labels else ():
        rows = chunk.rows.slice(1) if is_first else chunk.rows
        is_first = is_first and not chunk.rows.num_rows
        found |= {column for column in labels if _has_other(rows.column(column), labels[column])}
    return found


def _has_other(values: pa.Array, label: str) -> bool:
    """Return whether some cell is neither empty nor the label."""
    texts = pc.utf8_trim_whitespace(pc.replace_substring_regex(values.cast(pa.string()), r"\s+", " "))
    other = pc.and_(pc.not_equal(texts, ""), pc.not_equal(texts, label))
    return bool(pc.any(other).as_py())
