"""Every metric of messages against its plain statement, on deliveries and questions by chance."""

from hypothesis import given
from hypothesis import strategies as st

from tests.asking.plain_question import check_reply
from tests.asking.yearly_log import FEW, YearlyLog
from tests.worked.attention.random_deliveries import DELIVERIES, delivery_logs, delivery_questions, messages

LOG = YearlyLog()


@given(data=st.data())
@FEW
def test_messages_as_counted_plainly(data: st.DataObject) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement."""
    year = LOG.take_year()
    records = data.draw(delivery_logs(year))
    question = data.draw(delivery_questions(year))
    workspace = LOG.add(delivery=records)
    told = messages(records)
    for name, reply in workspace.ask(sorted(DELIVERIES), **question.arguments()).items():
        check_reply(reply, question, DELIVERIES[name], told)
