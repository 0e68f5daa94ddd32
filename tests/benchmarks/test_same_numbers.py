"""Regard and SQL written by hand give the same numbers: the questions of `make bench`, on a small log."""

from pathlib import Path

import pytest
from benchmarks.contest import check_same
from benchmarks.data import Data, make_data
from benchmarks.question import Question
from benchmarks.run import QUESTIONS
from benchmarks.sides import Side, answers, available, opened

from benchmarks import arriving, loading

pytestmark = pytest.mark.slow

_EVENTS = 20_000
_RIVALS: tuple[Side, ...] = ("DuckDB", "kept tables")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Return a small log that both sides have loaded; it is checked that their tables hold the same."""
    made = make_data(tmp_path_factory.mktemp("benchmark"), _EVENTS, None)
    loading.load(made)
    return made


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
@pytest.mark.parametrize("turn", [0, 5])
def test_the_rivals_agree(question: Question, turn: int, data: Data) -> None:
    """Each rival that has an answer gives that of Regard, whatever the dates."""
    dates = question.dates(turn)
    with opened("Regard", data) as workspace:
        ours = workspace.ask(question, dates)
    assert any(ours)
    for side in _RIVALS:
        if side in available() and answers(side, question):
            with opened(side, data) as rival:
                check_same(question.name, ours, rival.ask(question, dates), side)


def test_new_events_give_what_a_rebuild_gives(tmp_path: Path) -> None:
    """Late events, merges and identified strangers change the rows to what the script makes of all of them."""
    made = make_data(tmp_path, _EVENTS, None)
    loading.load(made)
    arriving.arrive(made)
