"""Every metric of tickets against its plain statement, on tickets and questions by chance."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.asking.plain_question import check_reply
from tests.asking.yearly_log import FEW, YearlyLog
from tests.naive.records import CONVERSATIONS, conversations
from tests.worked.care.random_tickets import ticket_logs, ticket_questions

LOG = YearlyLog()


@given(data=st.data())
@FEW
def test_tickets_as_counted_plainly(data: st.DataObject) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement, for every variant."""
    year = LOG.take_year()
    tickets, happened = data.draw(ticket_logs(year))
    question = data.draw(ticket_questions(year))
    workspace = LOG.add(ticket=tickets, ticket_event=happened)
    told = conversations(tickets, happened)
    names = ["tickets", "first_response_time", "resolution_time"]
    for name, reply in workspace.ask(names, **question.arguments()).items():
        check_reply(reply, question, CONVERSATIONS[name], told)
    first = replace(question, own={"variant": "first"})
    reply = workspace.ask("resolution_time", **first.arguments())
    check_reply(reply, first, CONVERSATIONS["resolution_time first"], told)
