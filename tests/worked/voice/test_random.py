"""Every metric of answers against its plain statement, on answers and questions by chance."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.errors import RegardError
from tests.asking.plain_question import PlainQuestion, check_reply
from tests.asking.yearly_log import FEW, YearlyLog
from tests.naive.records import ANSWERS, Record
from tests.worked.voice.random_answers import answer_logs, answer_questions

LOG = YearlyLog()


@given(data=st.data(), names=st.sets(st.sampled_from(sorted(ANSWERS)), min_size=4, max_size=6))
@FEW
def test_answers_as_counted_plainly(data: st.DataObject, names: set[str]) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement; what is mixed is refused."""
    year = LOG.take_year()
    answers = data.draw(answer_logs(year))
    question = data.draw(answer_questions(year))
    workspace = LOG.add(answer=answers)
    refused = {name for name in names if question.by is None and _is_mixed(name, question, answers)}
    for name, reply in workspace.ask(sorted(names - refused), **question.arguments()).items():
        check_reply(reply, question, ANSWERS[name], answers)
    for name in sorted(refused)[:1]:
        with pytest.raises(RegardError, match="several scales") as caught:
            workspace.ask(name, **question.arguments())
        assert caught.value.code == "mixed_scales"


def _is_mixed(name: str, question: PlainQuestion, answers: Sequence[Record]) -> bool:
    """Return whether the answers of a period must not be put together."""
    spans = [(question.first, question.last), *([question.before()] if question.compare else [])]
    return any(ANSWERS[name].of(question.chosen(ANSWERS[name], answers, span)).is_mixed for span in spans)
