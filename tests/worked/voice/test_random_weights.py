"""Weighted answers against answers that are there as many times as they weigh."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.asking.yearly_log import FEW, YearlyLog
from tests.naive.records import ANSWERS, Record
from tests.worked.voice.random_answers import answer_logs, answer_questions

LOG = YearlyLog()
WEIGHED = ("nps", "csat", "csat_net", "csat_good_bad", "csat_mean", "ces", "ces_top_box", "high_effort_share", "rating")


@given(data=st.data(), names=st.sets(st.sampled_from(WEIGHED), min_size=2, max_size=2))
@FEW
def test_an_answer_of_weight_three_is_three_answers(data: st.DataObject, names: set[str]) -> None:
    """Value and parts are those of repeated answers, n that of the answers, in the whole and in each group."""
    year = LOG.take_year()
    answers = data.draw(answer_logs(year))
    weights = data.draw(st.lists(st.sampled_from([None, 0, 1, 2, 3]), min_size=len(answers), max_size=len(answers)))
    weighed = [{**answer, "weight": weight} for answer, weight in zip(answers, weights, strict=True)]
    question = data.draw(answer_questions(year))
    workspace = LOG.add(answer=weighed)
    asked = {"period": question.arguments()["period"], "weights": "weight", "by": "kind"}
    for name, reply in workspace.ask(sorted(names), **asked).items():
        inside = question.chosen(ANSWERS[name], weighed, (question.first, question.last))
        for row in (reply.to_dict(), *reply.breakdown):
            _check(row, name, inside)


def _check(row: Record, name: str, answers: Sequence[Record]) -> None:
    """Compare a value with that of repeated answers."""
    statement = ANSWERS[name]
    counting = [answer for answer in answers if answer["weight"] and statement.of([answer]).n]
    repeated = [answer for answer in counting for _ in range(answer["weight"])]
    plain: Any = statement.of(repeated)
    weights = [answer["weight"] for answer in counting]
    assert row["n"] == len(counting)
    assert row["value"] == pytest.approx(plain.value)
    if plain.is_mixed or not counting:
        return
    shrunk = len(counting) / len(repeated)
    assert row["parts"].pop("effective_n") == pytest.approx(sum(weights) ** 2 / sum(one * one for one in weights))
    for part, number in plain.parts.items():
        assert row["parts"][part] == pytest.approx(number if part == "ease" else number * shrunk)
