"""What becomes of tickets against its plain statement, on tickets and questions by chance."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.asking.plain_question import check_reply
from tests.asking.yearly_log import FEW, YearlyLog
from tests.naive.records import Statement, mean
from tests.naive.tickets import AT_THE_END, BY_ROW, rated, replies, rows_of
from tests.worked.care.end_question import EndQuestion
from tests.worked.care.random_tickets import long_questions, ticket_logs

LOG = YearlyLog()


@given(data=st.data())
@FEW
def test_what_happened_as_counted_plainly(data: st.DataObject) -> None:
    """Waits, messages, replies, resolutions and reopenings, each dated by itself: some of them, for time's sake."""
    year = LOG.take_year()
    tickets, happened = data.draw(ticket_logs(year))
    question = data.draw(long_questions(year))
    workspace = LOG.add(ticket=tickets, ticket_event=happened)
    names = data.draw(st.lists(st.sampled_from(list(BY_ROW)), min_size=2, max_size=3, unique=True))
    for name, reply in workspace.ask(names, **question.arguments()).items():
        kind, statement = BY_ROW[name]
        check_reply(reply, question, statement, rows_of(tickets, happened, kind))


@given(data=st.data())
@FEW
def test_what_tickets_say_as_counted_plainly(data: st.DataObject) -> None:
    """Replies by ticket where they are known, and ratings."""
    year = LOG.take_year()
    tickets, happened = data.draw(ticket_logs(year))
    question = data.draw(long_questions(year))
    workspace = LOG.add(ticket=tickets, ticket_event=happened)
    told = [{**ticket, "replies": replies(ticket, happened)} for ticket in tickets]
    per_ticket = Statement(
        "created_at",
        lambda rows: mean([len(row["replies"]) for row in rows if row["replies"] is not None], ("replies", "tickets")),
    )
    check_reply(workspace.ask("replies_per_ticket", **question.arguments()), question, per_ticket, told)
    by_rating = replace(question, own={"variant": "good_bad"})
    reply = workspace.ask("service_satisfaction", **by_rating.arguments())
    check_reply(reply, by_rating, Statement("created_at", rated), tickets)


@given(data=st.data())
@FEW
def test_what_is_at_the_end_as_counted_plainly(data: st.DataObject) -> None:
    """Open tickets, tickets that rest, of those the ones reopened and the ones with one reply: at each bucket's end.

    The logs before it are of later years, so that none of their tickets is open yet.
    """
    year = LOG.take_year()
    tickets, happened = data.draw(ticket_logs(year))
    asked = data.draw(long_questions(year))
    workspace = LOG.add(ticket=tickets, ticket_event=happened)
    question = EndQuestion.of(asked, happened)
    for name, reply in workspace.ask(list(AT_THE_END), **asked.arguments()).items():
        check_reply(reply, question, AT_THE_END[name], tickets)
