"""Care: what becomes of tickets, how often they are resolved and come back, and how many are open."""

from regard.metrics.kinds import Count, Mean, Watch
from regard.rows.grains.conversations import CONVERSATIONS, Conversation
from regard.rows.grains.openings import OPEN_TICKETS, OPENINGS, RESTED_TICKETS, RestedTicket

_AT_THE_END = "Tickets that came to rest in the period and rest at its end"

resolutions = Count(
    name="resolutions",
    asks="How often was a ticket resolved?",
    reads="Each time that a ticket came to rest, once more after each reopening; from solved to closed is no new one.",
    formula="moves to rest from not resting",
    of=OPENINGS,
    unit="count",
    better="neither",
    dated="closed_at",
    since="0.2",
)

resolved_tickets = Count(
    name="resolved_tickets",
    asks="How many tickets were resolved and stayed so?",
    reads=f"{_AT_THE_END}; the parts of a series do not add up, for one may be opened again in the next.",
    formula="tickets resolved in the period and still so at its end",
    of=RESTED_TICKETS,
    unit="count",
    better="higher",
    since="0.2",
)

reopens = Count(
    name="reopens",
    asks="How often did resolved tickets come back?",
    reads=(
        "Each resolution after a ticket's first tells of one, dated by the moment it was opened again; one that is "
        "not resolved again yet is not counted yet."
    ),
    formula="resolutions - 1 of each ticket",
    of=OPENINGS.where(lambda opening: opening.is_again & opening.closed_at.notnull()),
    unit="count",
    better="lower",
    dated="opened_at",
    since="0.2",
)

reopen_rate = Mean(
    name="reopen_rate",
    asks="What share of the resolved tickets had come back?",
    reads=f"{_AT_THE_END}: those that had been resolved before and opened again.",
    formula="resolved tickets that were reopened / resolved tickets",
    of=RESTED_TICKETS,
    value=lambda ticket: ticket.is_reopened,
    unit="share",
    interval="wilson",
    better="lower",
    counts=("reopened_tickets", "resolved_tickets"),
    since="0.2",
)

_UNCOUNTED_RESTED: Watch[RestedTicket] = Watch(
    "left_out", "{n} tickets whose replies are not known were left out.", lambda ticket: ticket.is_uncounted
)

one_touch_rate = Mean(
    name="one_touch_rate",
    asks="What share of the resolved tickets took one reply?",
    reads=f"{_AT_THE_END}: those with exactly one public reply by a human until then.",
    formula="resolved tickets with one public human reply / resolved tickets",
    of=RESTED_TICKETS,
    value=lambda ticket: ticket.is_one_touch,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("one_touch_tickets", "resolved_tickets"),
    watch=(_UNCOUNTED_RESTED,),
    since="0.2",
)

_UNCOUNTED: Watch[Conversation] = Watch(
    "left_out", "{n} tickets whose replies are not known were left out.", lambda ticket: ticket.replies.isnull()
)

replies_per_ticket = Mean(
    name="replies_per_ticket",
    asks="How many replies does a ticket take?",
    reads="All public replies by humans to the tickets that came in, whenever they were given; 0 where there is none.",
    formula="public human replies / tickets created",
    of=CONVERSATIONS,
    value=lambda ticket: ticket.replies,
    unit="ratio",
    better="lower",
    counts=("replies", "tickets"),
    watch=(_UNCOUNTED,),
    since="0.2",
)

backlog = Count(
    name="backlog",
    asks="How many tickets are open?",
    reads=(
        "At the end of the period, and of each bucket: a ticket is open from its creation until it comes to rest, "
        "and again from each reopening."
    ),
    formula="tickets open at the end",
    of=OPEN_TICKETS,
    unit="count",
    better="lower",
    since="0.2",
)

METRICS = (resolutions, resolved_tickets, reopens, reopen_rate, one_touch_rate, replies_per_ticket, backlog)
