"""SurveyMonkey: the wide export with two header rows, one line per respondent."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from regard.errors import RegardError, unknown
from regard.intake.files.finding import open_table
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import Table
from regard.intake.header import as_fields, plain_name
from regard.intake.options import Options
from regard.intake.plan import Plan
from regard.intake.planning import make_plan
from regard.intake.sources.survey_questions import Question, find_questions
from regard.intake.sources.survey_table import Respondents, SurveyTable
from regard.records.parse import Delivery

_RESPONDENT = frozenset({"respondent_id", "respondentid"})
_ENDED, _STARTED = "end_date", "start_date"
_OF_RESPONDENT = re.compile(
    r"respondent_?id|collector_id|(?:start|end)_date|ip_address|email_address|(?:first|last)_name|custom_data(?:_\d+)?"
)


class SurveyMonkey:
    """Exports of SurveyMonkey, as CSV or Excel."""

    def label(self, _options: Options) -> str:
        """Return the name of the system."""
        return "surveymonkey"

    def open_table(self, file: FileBytes, options: Options) -> Table:
        """Return the answers of a survey as a table: a row for each respondent and question (and row of a matrix).

        Raises `RegardError` with code `unrecognised_header` or `unknown_question`.
        """
        wide = open_table(file, replace(options.layout, paths=()))
        about = {plain_name(name): name for name in wide.columns if _OF_RESPONDENT.fullmatch(plain_name(name))}
        respondent = next((about[name] for name in _RESPONDENT if name in about), None)
        if respondent is None:
            raise RegardError(
                "unrecognised_header",
                f'"{file.path}" has no column "Respondent ID", so it is no export of SurveyMonkey.',
                "Export all responses as CSV or XLSX.",
            )
        questions = find_questions(wide, set(about.values()))
        time = about.get(_ENDED) or about.get(_STARTED)
        told = self._told(options, wide)
        survey = str(options.values.get("survey") or _survey_name(file.path))
        people = Respondents(survey, respondent, time, told)
        return SurveyTable(wide, _with_kinds(questions, options.questions), people)

    def make_plan(self, path: Path, table: Table, options: Options, delivery: Delivery) -> Plan:
        """Return the plan under which the columns of the answers are what they are called.

        Where the export has no dates, an answer is dated by its delivery.
        """
        values = {name: value for name, value in options.values.items() if name != "survey"}
        if "time" not in table.columns:
            values.setdefault("time", delivery.at)
        columns = {name: name for name in table.columns if name not in values}
        return make_plan(path, table, replace(options, record="answer", columns=columns, values=values))

    def _told(self, options: Options, wide: Table) -> Mapping[str, str]:
        """Return the column that was told for each of our fields, such as `{"user_id": "Custom Data 1"}`."""
        found: dict[str, str] = {}
        for column, targets in (options.columns or {}).items():
            if column not in wide.columns:
                raise unknown("column", column, wide.columns)
            found |= dict.fromkeys(as_fields(targets), column)
        return found


def _survey_name(path: Path) -> str:
    """Return the name of a file without its endings."""
    return path.name.partition(".")[0]


def _with_kinds(questions: list[Question], told: Mapping[str, str]) -> list[Question]:
    """Return the questions with the kinds that were told for them, by their text."""
    texts = {" ".join(question.text.split()): question.text for question in questions}
    kinds: dict[str, str] = {}
    for text, kind in told.items():
        plain = " ".join(text.split())
        if plain not in texts:
            raise unknown("question", text, texts)
        kinds[texts[plain]] = kind
    return [replace(question, kind=kinds.get(question.text, question.kind)) for question in questions]
