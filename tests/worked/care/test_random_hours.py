"""Business hours and promises against a walk through the minutes, on tickets and questions by chance."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from regard.asking.reply import Reply
from tests.asking.plain_question import PlainQuestion, check_reply
from tests.asking.yearly_log import FEW
from tests.naive.records import Record, Statement, conversations, mean
from tests.naive.tickets import rows_of
from tests.worked.care.promises import CareLog, in_hours, kept, targets
from tests.worked.care.random_tickets import long_questions, ticket_logs

LOG = CareLog()
TIMES = [
    ("first_response_time", ("created_at", "first_response_at"), None),
    ("resolution_time", ("created_at", "resolved_at"), None),
    ("resolution_time", ("created_at", "first_resolved_at"), "first"),
    ("reply_time", ("began", "time"), None),
]


def check_hours(
    reply: Reply, question: PlainQuestion, rows: Sequence[Record], moments: tuple[str, str], name: str | None
) -> None:
    """Compare a time in business hours with the plain one, and how many rows were left out."""
    timed, left = in_hours(rows, *moments, name)
    statement = Statement(moments[1], lambda some: mean([row["seconds"] for row in some]))
    check_reply(reply, question, statement, timed)
    out = len(question.chosen(statement, left, (question.first, question.last)))
    said = [warning["message"].split()[0] for warning in reply.warnings if warning["code"] == "left_out"]
    assert said == ([str(out)] if out else [])


@given(data=st.data(), name=st.sampled_from([None, "office", "night"]))
@FEW
def test_times_in_business_hours(data: st.DataObject, name: str | None) -> None:
    """A first reply, a wait or a resolution, in a named schedule or in that of each ticket."""
    year = LOG.take_year()
    tickets, happened = data.draw(ticket_logs(year))
    question = data.draw(long_questions(year))
    question = replace(question, own={"hours": "business", "schedule": name})
    workspace = LOG.add(ticket=tickets, ticket_event=happened)
    told = conversations(tickets, happened)
    metric, moments, variant = data.draw(st.sampled_from(TIMES))
    rows = rows_of(tickets, happened, "waits") if metric == "reply_time" else told
    reply = workspace.ask(metric, variant=variant, **question.arguments())
    check_hours(reply, question, rows, moments, name)


@given(data=st.data(), hours=st.integers(0, 23))
@FEW
def test_promises_as_walked(data: st.DataObject, hours: int) -> None:
    """Every target in force, met in time or missed as of a moment of the last day, dated by what decided it."""
    year = LOG.take_year()
    tickets, happened = data.draw(ticket_logs(year))
    question = data.draw(long_questions(year))
    midnight = datetime(question.last.year, question.last.month, question.last.day, tzinfo=question.zone)
    as_of = datetime.fromtimestamp(
        midnight.timestamp() + timedelta(hours=min(hours, 22)).total_seconds(), question.zone
    )
    question = replace(question, own={"as_of": as_of.isoformat()})
    workspace = LOG.add(ticket=tickets, ticket_event=happened)
    found = targets(tickets, happened, as_of)
    reply = workspace.ask("sla_met_share", **question.arguments())
    check_reply(reply, question, Statement("time", kept), found)
    split = replace(question, by="sla", fields={"sla": lambda row: row["sla"]})
    check_reply(workspace.ask("sla_met_share", **split.arguments()), split, Statement("time", kept), found)
