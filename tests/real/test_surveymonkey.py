import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import regard

ASKED: dict[str, Any] = {"period": "2014", "as_of": "2014-12-31"}
SEEN = "Which of the following Star Wars films have you seen? Please select all that apply."
FAN = "Do you consider yourself to be a fan of the Star Wars film franchise?"


@pytest.fixture(scope="module")
def file(shared_data: Path) -> Path:
    """Return the export as it is."""
    return shared_data / "surveymonkey" / "StarWars_first40.csv"


@pytest.fixture(scope="module")
def survey(file: Path) -> regard.Workspace:
    """Return a workspace with the answers; the export has no dates, so one is told."""
    workspace = regard.open(zone="UTC")
    loaded = workspace.load(file, source="surveymonkey", values={"time": "2014-06-06T12:00:00Z"})
    assert (loaded.added, loaded.duplicates, loaded.quarantined) == (1_092, 0, 0)
    return workspace


@pytest.fixture(scope="module")
def counted(file: Path) -> Counter[str]:
    """Return the answers to each question, counted cell by cell.

    A column without a name goes on with the question before it. Boxes to tick, of which the export repeats the label,
    are one answer for each respondent who ticked any; the rows of a matrix are an answer each.
    """
    with file.open(encoding="cp1252", newline="") as lines:
        names, labels, *respondents = csv.reader(lines)
    questions: list[str] = []
    for name in names:
        questions.append(name or questions[-1])
    answers: set[tuple[int, str]] = set()
    for number, cells in enumerate(respondents):
        for question, label, cell in list(zip(questions, labels, cells, strict=True))[1:]:
            is_matrix = label != "Response" and question != SEEN
            if cell:
                answers.add((number, f"{question} [{' '.join(label.split())}]" if is_matrix else question))
    return Counter(question for _, question in answers)


def test_answers_by_question(survey: regard.Workspace, counted: Counter[str]) -> None:
    """The 32 questions, rows of a matrix taken one by one, have the answers that the file's cells have."""
    found = survey.ask("answers", by="question", **ASKED)
    assert {row["group"]["question"]: row["value"] for row in found.breakdown} == counted
    assert (len(counted), found.value, counted.total()) == (32, 1_092, 1_092)
    assert (counted[SEEN], counted[FAN], counted["Household Income"]) == (35, 35, 25)


def test_everybody_is_a_person(survey: regard.Workspace, file: Path) -> None:
    """Forty respondents answered; of the 35 who were asked whether they are fans 28 said yes."""
    answers = survey.rows("answer")
    assert len({answer["user_id"] for answer in answers}) == 40
    fans = Counter(answer["choices"][0] for answer in answers if answer["question"] == FAN)
    with file.open(encoding="cp1252", newline="") as lines:
        cells = [row[2] for row in list(csv.reader(lines))[2:]]
    assert fans == Counter(cell for cell in cells if cell) == {"Yes": 28, "No": 7}


def test_options_ticked_are_one_answer(survey: regard.Workspace, file: Path) -> None:
    """Who ticked several films gave one answer with as many choices."""
    with file.open(encoding="cp1252", newline="") as lines:
        ticked = [sum(cell != "" for cell in row[3:9]) for row in list(csv.reader(lines))[2:]]
    chosen = [len(answer["choices"]) for answer in survey.rows("answer") if answer["question"] == SEEN]
    assert sorted(chosen) == sorted(number for number in ticked if number)
    assert sum(chosen) == sum(ticked) == 190


def test_response_rate(survey: regard.Workspace) -> None:
    """The export has no trace of what was shown and passed over: all there is was answered, and the rate says so."""
    found = survey.ask(["response_rate", "completion_rate"], **ASKED)
    assert found["response_rate"].parts == {"answered": 1_092, "shown": 1_092, "dismissed": 0}
    assert [reply.value for reply in found.values()] == [1, 1]


def test_the_encoding_is_found(file: Path) -> None:
    """The file is not UTF-8: two bytes at the end of a question are read as signs, and the preview says how."""
    with pytest.raises(UnicodeDecodeError):
        file.read_text(encoding="utf-8")
    found = regard.open().preview(file, source="surveymonkey")
    assert (found.record, found.layout["encoding"], found.layout["questions"]) == ("answer", "cp1252", "14")


def test_without_dates_answers_are_of_the_day_they_came(file: Path) -> None:
    """Nothing in the export is dated, so its answers are those of the load."""
    workspace = regard.open(zone="UTC")
    workspace.load(file, source="surveymonkey")
    answers = workspace.rows("answer")
    assert {answer["time"] for answer in answers} == {answer["received_at"] for answer in answers}
    assert len({answer["time"] for answer in answers}) == 1
