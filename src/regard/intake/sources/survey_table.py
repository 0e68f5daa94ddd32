"""A wide survey export seen as a long table: one row per respondent and question."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from regard.intake.files.table import RawChunk, Table
from regard.intake.sources.survey_questions import Question
from regard.records.content import BETWEEN_FIELDS, text_id
from regard.records.fields import canonical_json

_SCORED = frozenset({"nps", "csat", "ces", "rating"})
_LEADING_NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(?:[-\u2013=:(].*)?", re.DOTALL)
_FIELDS = ("id", "survey", "question", "kind", "score", "choices", "text", "user_id", "properties")


@dataclass(frozen=True)
class Respondents:
    """What the export says of the person behind a line."""

    survey: str
    respondent: str
    """The column with the id of the respondent, who is the user unless another column was told."""

    time: str | None
    told: Mapping[str, str]
    """The column of further fields of an answer, by field."""


class SurveyTable:
    """The answers of an export; an empty cell is no answer."""

    def __init__(self, wide: Table, questions: Sequence[Question], people: Respondents) -> None:
        """Keep how the wide table is to be read."""
        self._wide, self._questions, self._people = wide, questions, people
        further = [name for name in people.told if name not in _FIELDS]
        self.columns: tuple[str, ...] = (*_FIELDS, *(["time"] if people.time else []), *further)
        self.told: Mapping[str, str] = {**wide.told, "questions": str(len(questions))}

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the answers of each stretch of respondents."""
        is_header_due = True
        for chunk in self._wide.chunks():
            rows = chunk.rows.to_pylist()
            first = 1 if is_header_due and rows else 0
            is_header_due = is_header_due and not rows
            answers: list[dict[str, Any]] = []
            lines: list[int] = []
            for place, row in enumerate(rows[first:], start=first):
                found = list(self._answers({name: _clean(cell) for name, cell in row.items()}))
                answers += found
                lines += [place] * len(found)
            names = self.columns if only is None else only
            arrays = [pa.array([answer.get(name) for answer in answers], pa.string()) for name in names]
            batch = pa.RecordBatch.from_arrays(arrays, names=list(names))
            yield RawChunk(batch, partial(_line, chunk, lines), chunk.broken)

    def _answers(self, row: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Return the answers of one respondent."""
        respondent = row[self._people.respondent]
        if not any(row.values()):
            return
        for question in self._questions:
            if not question.is_matrix:
                cells = [row[column] for column in question.columns if row[column]]
                aside = row[question.aside] if question.aside else ""
                if cells or aside:
                    yield self._answer(row, respondent, question, (question.text, cells, aside))
                continue
            for column, label in zip(question.columns, question.labels, strict=True):
                if row[column]:
                    yield self._answer(row, respondent, question, (f"{question.text} [{label}]", [row[column]], ""))

    def _answer(
        self, row: Mapping[str, str], respondent: str, question: Question, said: tuple[str, list[str], str]
    ) -> dict[str, Any]:
        """Return one answer: the text of its question, the cells that hold it, and words beside them."""
        text, cells, aside = said
        told = {name: row[column] for name, column in self._people.told.items()}
        answer = {
            "id": text_id(BETWEEN_FIELDS.join((self._people.survey, respondent, text))) if respondent else "",
            "survey": self._people.survey,
            "question": text,
            "kind": question.kind,
            "user_id": respondent,
            "time": row[self._people.time] if self._people.time else None,
            "properties": canonical_json({"respondent_id": respondent}).decode(),
            **told,
        }
        return answer | _content(question.kind, cells, aside)


def _content(kind: str, cells: list[str], aside: str) -> dict[str, Any]:
    """Return what was answered: a score, a text, or the options chosen; and words beside them."""
    if kind in _SCORED:
        found = _LEADING_NUMBER.fullmatch(cells[0]) if cells else None
        return {"score": found[1] if found else (cells[0] if cells else None), "text": aside or None}
    if kind == "text":
        return {"text": " ".join([*cells, aside]).strip()}
    return {"choices": canonical_json(cells).decode(), "text": aside or None}


def _clean(cell: object) -> str:
    """Return a cell as text without blanks around it."""
    return "" if cell is None else str(cell).strip()


def _line(chunk: RawChunk, places: Sequence[int], place: int) -> int:
    """Return the line of the respondent who gave an answer."""
    return chunk.line(places[place])
