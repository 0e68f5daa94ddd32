"""Care: how well customers are served. Times are here, what becomes of tickets in a file of its own."""

from dataclasses import replace
from typing import Any

from regard.metrics.catalogue import care_outcomes
from regard.metrics.catalogue.voice import SATISFACTION
from regard.metrics.kinds import Count, Mean, Watch
from regard.rows.grains.answers import AskedAnswer
from regard.rows.grains.conversations import CONVERSATIONS
from regard.rows.grains.sla_targets import SLA_TARGETS
from regard.rows.grains.waits import MESSAGES, WAITS

_HOURS = ("hours", "schedule")
_WHOSE_HOURS = 'in calendar time, or with hours="business" in that of a schedule'
_UNSCHEDULED: Watch[Any] = Watch(
    "left_out", "{n} that no schedule applies to were left out.", lambda row: row.is_unscheduled
)
_OTHER_SCALE: Watch[AskedAnswer] = Watch(
    "mixed_scales",
    "{n} answers on another scale than 1 to 5 or 0 to 5 were left out.",
    lambda answer: (
        answer.is_answered
        & (answer.kind == "csat")
        & (answer.touchpoint == "support")
        & answer.score.notnull()
        & ~((answer.scale_max == 5) & ((answer.scale_min == 1) | (answer.scale_min == 0)))
    ),
)

tickets = Count(
    name="tickets",
    asks="How many tickets came in?",
    reads="Dated by their creation.",
    formula="tickets created",
    of=CONVERSATIONS,
    unit="count",
    better="lower",
    since="0.1",
)

first_response_time = Mean(
    name="first_response_time",
    asks="How long do customers wait for a first answer?",
    reads=f"From creation to the first public reply by a human, {_WHOSE_HOURS}; a ticket without one has none.",
    formula="mean of first public human reply minus creation",
    of=CONVERSATIONS,
    value=lambda ticket: ticket.first_response_seconds,
    unit="seconds",
    better="lower",
    counts=("total", "n"),
    dated="first_response_at",
    takes=_HOURS,
    watch=(_UNSCHEDULED,),
    since="0.1",
)

resolution_time = Mean(
    name="resolution_time",
    asks="How long until a ticket is resolved?",
    reads=f"From creation to the last time it came to rest, {_WHOSE_HOURS}, dated by that moment.",
    formula="mean of last resolution minus creation",
    of=CONVERSATIONS,
    value=lambda ticket: ticket.resolution_seconds,
    unit="seconds",
    better="lower",
    counts=("total", "n"),
    dated="resolved_at",
    takes=_HOURS,
    watch=(_UNSCHEDULED,),
    since="0.1",
)
resolution_time = replace(
    resolution_time,
    variants={
        "full": resolution_time,
        "first": replace(
            resolution_time,
            reads=f"From creation to the first time it came to rest, {_WHOSE_HOURS}, dated by that moment.",
            formula="mean of first resolution minus creation",
            value=lambda ticket: ticket.first_resolution_seconds,
            dated="first_resolved_at",
        ),
    },
)

reply_time = Mean(
    name="reply_time",
    asks="How long do customers wait for each next answer?",
    reads=(
        "From a customer's first unanswered public message to the next public reply by a human, the first wait of a "
        f"ticket included, {_WHOSE_HOURS}, dated by the reply. Where nobody wrote before the first reply, the ticket "
        "itself is the message."
    ),
    formula="mean of public human reply minus first unanswered public message of the customer",
    of=WAITS,
    value=lambda wait: wait.reply_seconds,
    unit="seconds",
    better="lower",
    counts=("total", "n"),
    takes=_HOURS,
    watch=(_UNSCHEDULED,),
    since="0.2",
)

ticket_messages = Count(
    name="ticket_messages",
    asks="How many messages were written in tickets?",
    reads='Public ones, by customers, agents and bots: split by="actor". Notes among colleagues are out.',
    formula="public comments on tickets",
    of=MESSAGES,
    unit="count",
    better="neither",
    since="0.2",
)

replies = Count(
    name="replies",
    asks="How many replies did agents give?",
    reads="Public comments by humans; bots and notes among colleagues are out.",
    formula="public comments by agents",
    of=MESSAGES.where(lambda message: message.actor == "agent"),
    unit="count",
    better="neither",
    since="0.2",
)

sla_met_share = Mean(
    name="sla_met_share",
    asks="What share of what we promised did we keep?",
    reads=(
        "Each target that was in force when its ticket was created, or its wait began, counts once: met when it was "
        "done in time, missed when it was not or its time is over; what still has time is out. Dated by the moment "
        "that decided it: the act in time, else the end of the time."
    ),
    formula="met / (met + missed)",
    of=SLA_TARGETS.where(lambda target: ~target.is_unscheduled),
    value=lambda target: target.is_met,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("met", "tickets"),
    parts={"missed": lambda target: target.is_missed},
    watch=(_UNSCHEDULED,),
    since="0.2",
)

service_satisfaction = Mean(
    name="service_satisfaction",
    asks="What share of the customers is satisfied with support?",
    reads=(
        "The top two points of 1 to 5, or of 0 to 5 where that is declared, of satisfaction questions asked at the "
        'touchpoint "support"; other scales are left out and said so.'
    ),
    formula="answers of 4 and 5 at support / answers at support",
    of=SATISFACTION.where(lambda answer: answer.touchpoint == "support"),
    value=lambda answer: answer.score >= 4,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("satisfied", "answers"),
    parts={
        "neutral": lambda answer: (answer.score > 2) & (answer.score < 4),
        "dissatisfied": lambda answer: answer.score <= 2,
    },
    watch=(_OTHER_SCALE,),
    since="0.2",
)
_rated = Mean(
    name="service_satisfaction",
    asks=service_satisfaction.asks,
    reads="The rating that the ticket itself carries, good or bad, as help desks count it; dated by its creation.",
    formula="good / (good + bad)",
    of=CONVERSATIONS.where(lambda ticket: ticket.is_rated),
    value=lambda ticket: ticket.is_rated_good,
    unit="share",
    interval="wilson",
    better="higher",
    parts={"good": lambda ticket: ticket.is_rated_good, "bad": lambda ticket: ~ticket.is_rated_good},
    since="0.2",
)
service_satisfaction = replace(service_satisfaction, variants={"good_bad": _rated})

METRICS = (
    tickets,
    first_response_time,
    resolution_time,
    reply_time,
    ticket_messages,
    replies,
    *care_outcomes.METRICS,
    sla_met_share,
    service_satisfaction,
)
