"""Tickets as records."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.desk import TICKET_CHANNELS
from regard.simulator.lives import Lives
from regard.simulator.tables.columns import always, instants, numbered, record_table, texts
from regard.simulator.tables.customers import TIERS, tier_of
from regard.simulator.tables.names import account_of, name_people
from regard.simulator.tickets import AGENTS, Tickets

OPEN, SOLVED = "open", "solved"

PRIORITIES = ("normal", "high", "urgent")
URGENT = PRIORITIES.index("urgent")
_DESKS = ("shop desk", "business desk")


def ticket_ids(tickets: Tickets) -> pa.Array:
    """Return the ids of tickets."""
    return numbered("t", tickets.number)


def ticket_table(lives: Lives) -> pa.Table:
    """Return the states of tickets: as opened, and again as they were at the end."""
    people, visits, tickets = lives.people, lives.visits, lives.tickets
    names = name_people(people)
    moved = np.flatnonzero(tickets.is_replied | tickets.is_resolved)
    last = np.where(tickets.is_resolved, tickets.last_resolved, tickets.reply)[moved]
    at = np.concatenate([np.arange(len(tickets)), moved])
    is_later = np.arange(len(at)) >= len(tickets)
    visit = tickets.visit[at]
    person = visits.person[visit]
    is_resolved = is_later & tickets.is_resolved[at]
    is_replied = is_later & tickets.is_replied[at]
    return record_table(
        record_type("ticket"),
        {
            "id": ticket_ids(tickets).take(pa.array(at)),
            "source": always("helpdesk", len(at)),
            "properties": always("{}", len(at)),
            "as_of": instants(np.concatenate([tickets.created, last])),
            "created_at": instants(tickets.created[at]),
            "user_id": texts(names.user(person, account_of(people, visits)[visit]), names.users),
            "channel": texts(tickets.channel[at], TICKET_CHANNELS),
            "group": texts(np.minimum(people.segment[person], 1), _DESKS),
            "assignee": texts(np.where(is_replied, tickets.agent[at], -1), AGENTS),
            "tier": texts(tier_of(people)[person], TIERS),
            "priority": texts(np.where(is_later & tickets.is_raised[at], URGENT, tickets.priority[at]), PRIORITIES),
            "status": texts(is_resolved.astype(np.int64), [OPEN, SOLVED]),
            "first_response_at": instants(tickets.reply[at], is_replied),
            "resolved_at": instants(tickets.last_resolved[at], is_resolved),
        },
    )
