"""Care: how well customers are served."""

from dataclasses import replace

from regard.metrics.kinds import Count, Mean
from regard.rows.conversations import CONVERSATIONS

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
    reads="From creation to the first public reply by a human, in calendar time; a ticket without one has none.",
    formula="mean of first public human reply minus creation",
    of=CONVERSATIONS,
    value=lambda ticket: ticket.first_response_seconds,
    unit="seconds",
    better="lower",
    counts=("total", "n"),
    dated="first_response_at",
    since="0.1",
)

resolution_time = Mean(
    name="resolution_time",
    asks="How long until a ticket is resolved?",
    reads="From creation to the last time it came to rest, in calendar time, dated by that moment.",
    formula="mean of last resolution minus creation",
    of=CONVERSATIONS,
    value=lambda ticket: ticket.resolution_seconds,
    unit="seconds",
    better="lower",
    counts=("total", "n"),
    dated="resolved_at",
    since="0.1",
)
resolution_time = replace(
    resolution_time,
    variants={
        "full": resolution_time,
        "first": replace(
            resolution_time,
            reads="From creation to the first time it came to rest, in calendar time, dated by that moment.",
            formula="mean of first resolution minus creation",
            value=lambda ticket: ticket.first_resolution_seconds,
            dated="first_resolved_at",
        ),
    },
)

METRICS = (tickets, first_response_time, resolution_time)
