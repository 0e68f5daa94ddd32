"""The wide export of SurveyMonkey."""

from pathlib import Path
from typing import Any

import pytest

from regard.errors import RegardError
from regard.intake.loader import load
from regard.warehouses.duckdb import DuckDB

HEADER = (
    "Respondent ID,Collector ID,Start Date,End Date,Email Address,Custom Data 1,"
    "How likely?,Which do you use?,,,Rate us,,Anything else?"
)
EXPORT = f"""{HEADER}
,,,,,,Response,App,Site,Other (please specify),Speed,Price,Open-Ended Response
118,c1,04/17/2025 09:00:00 AM,04/17/2025 09:05:00 AM,,u7,10 - Extremely likely,App,,by phone,5,4,All good
119,c1,04/18/2025 09:00:00 AM,04/18/2025 01:05:00 PM,,u8,6,App,Site,,3,,
120,c1,04/18/2025 09:00:00 AM,04/18/2025 01:05:00 PM,,u9,often,,,,,,
"""
QUESTIONS = {"How likely?": "nps", "Rate us": "rating"}


@pytest.fixture
def loaded(tmp_path: Path) -> Any:
    """Return what became of the export, and the warehouse with its answers."""
    path = tmp_path / "pulse.csv"
    path.write_text(EXPORT, encoding="utf-8")
    warehouse = DuckDB()
    how: dict[str, Any] = {"source": "surveymonkey", "questions": QUESTIONS, "zone": "Europe/Rome"}
    yield load(warehouse, path, **how, columns={"Custom Data 1": "user_id"}), warehouse, (path, how)
    warehouse.close()


def test_each_question_of_each_respondent_is_an_answer(loaded: Any) -> None:
    """Scores, options that are ticked, rows of a matrix and texts are answers; an empty cell is none."""
    result, warehouse, _ = loaded
    query = "select question, kind, score, choices, text, user_id from answers order by user_id, question"
    found = [tuple(row.values()) for row in warehouse.run(query).to_pylist()]
    assert found == [
        ("Anything else?", "text", None, "[]", "All good", "u7"),
        ("How likely?", "nps", 10.0, "[]", None, "u7"),
        ("Rate us [Price]", "rating", 4.0, "[]", None, "u7"),
        ("Rate us [Speed]", "rating", 5.0, "[]", None, "u7"),
        ("Which do you use?", "choice", None, '["App"]', "by phone", "u7"),
        ("How likely?", "nps", 6.0, "[]", None, "u8"),
        ("Rate us [Speed]", "rating", 3.0, "[]", None, "u8"),
        ("Which do you use?", "choice", None, '["App","Site"]', None, "u8"),
    ]
    assert result.added == 8
    assert [(problem.line, problem.field) for problem in result.problems] == [(5, "score")]
    assert 'The score "often" is not a number.' in result.problems[0].reason


def test_answers_carry_survey_source_and_time(loaded: Any) -> None:
    """Answers are dated by the end of the response, and name the file as survey; loaded again they are known."""
    result, warehouse, (path, how) = loaded
    query = "select distinct survey, source, time from answers where user_id = 'u8'"
    (row,) = warehouse.run(query).to_pylist()
    assert (row["survey"], row["source"], row["time"].isoformat()) == ("pulse", "surveymonkey", "2025-04-18T11:05:00")
    assert load(warehouse, path, **how, columns={"Custom Data 1": "user_id"}).duplicates == result.added


def test_a_question_that_is_not_there(tmp_path: Path) -> None:
    """A kind for a question that the export does not have is refused with a did-you-mean."""
    path = tmp_path / "pulse.csv"
    path.write_text(EXPORT, encoding="utf-8")
    with pytest.raises(RegardError, match=r'There is no question "How likly\?"\. Did you mean "How likely\?"\?'):
        load(DuckDB(), path, source="surveymonkey", questions={"How likly?": "nps"})


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A file without respondents is no export of SurveyMonkey."""
    path = tmp_path / "x.csv"
    path.write_text("a,b\nc,d\n", encoding="utf-8")
    with pytest.raises(RegardError, match='has no column "Respondent ID"'):
        load(DuckDB(), path, source="surveymonkey")
