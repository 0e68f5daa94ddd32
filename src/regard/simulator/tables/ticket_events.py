"""What happened to tickets: messages and changes of status, by customers, agents and a bot."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.arrays import Ints
from regard.simulator.calendar import SECOND
from regard.simulator.lives import Lives
from regard.simulator.tables.columns import always, flags, instants, numbered, record_table, texts
from regard.simulator.tables.receipt import receive
from regard.simulator.tables.tickets import OPEN, PRIORITIES, SOLVED, URGENT, ticket_ids
from regard.simulator.tickets import AGENTS, Tickets

_KINDS = ("status", "comment", "assignment", "priority")
_ACTORS = ("customer", "agent", "bot")
_MESSAGES = (
    "My parcel is not here yet.",
    "We got your message and will write soon.",
    "I ask the warehouse.",
    "It leaves today, sorry for the wait.",
    "It is still not here.",
    "We sent another one.",
    "Is anybody there?",
    "Can I also return the lamp?",
    "Yes, within thirty days.",
)
_VALUES = (OPEN, SOLVED, *_MESSAGES, PRIORITIES[URGENT], *AGENTS)
_PARCEL, _RECEIPT, _NOTE, _REPLY, _REMINDER, _SECOND_REPLY, _NUDGE, _QUESTION, _ANSWER = range(2, 2 + len(_MESSAGES))
_URGENT = 2 + len(_MESSAGES)
_AGENT = _URGENT + 1
_UNSAID = -1

_LATE_SHARE = 0.02


@dataclass(frozen=True)
class _Kind:
    """What is the same of all events of one kind."""

    kind: str
    value: int
    actor: str
    is_public: int = _UNSAID


def ticket_event_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return what happened to tickets."""
    tickets = lives.tickets
    happened = _happened(tickets)
    ticket = np.concatenate([which for _, which, _ in happened])
    time = np.concatenate([when for _, _, when in happened])
    counts = [len(which) for _, which, _ in happened]

    def by_kind(codes: list[int]) -> Ints:
        """Return by event what is given by kind."""
        return np.repeat(np.array(codes), counts)

    value = by_kind([kind.value for kind, _, _ in happened])
    value = np.where(value == _AGENT, value + tickets.agent[ticket], value)
    return record_table(
        record_type("ticket_event"),
        {
            "id": numbered("te", lives.people.record_numbers(len(ticket))),
            "source": always("helpdesk", len(ticket)),
            "properties": always("{}", len(ticket)),
            "received_at": instants(receive(rng, time, _LATE_SHARE, lives.calendar.closes)),
            "time": instants(time),
            "ticket_id": texts(ticket, ticket_ids(tickets)),
            "kind": texts(by_kind([_KINDS.index(kind.kind) for kind, _, _ in happened]), _KINDS),
            "value": texts(value, _VALUES),
            "actor": texts(by_kind([_ACTORS.index(kind.actor) for kind, _, _ in happened]), _ACTORS),
            "public": flags(by_kind([kind.is_public for kind, _, _ in happened])),
        },
    )


def _happened(tickets: Tickets) -> list[tuple[_Kind, Ints, Ints]]:
    """Return each kind of event with the tickets that it happened to, and when."""
    everyone = np.arange(len(tickets))
    replied, resolved = np.flatnonzero(tickets.is_replied), np.flatnonzero(tickets.is_resolved)
    botted, back = np.flatnonzero(tickets.by_bot & tickets.is_resolved), np.flatnonzero(tickets.came_back)
    created, until_reply = tickets.created, tickets.reply - tickets.created
    more, raised = np.flatnonzero(tickets.asks_more), np.flatnonzero(tickets.is_raised)
    return [
        (_Kind("comment", _PARCEL, "customer", 1), everyone, created),
        (_Kind("status", 0, "customer"), everyone, created),
        (_Kind("comment", _RECEIPT, "bot", 1), everyone, created + 4 * SECOND),
        (_Kind("assignment", _AGENT, "bot"), replied, (created + until_reply // 3)[replied]),
        (_Kind("comment", _NOTE, "agent", 0), replied, (created + until_reply // 2)[replied]),
        (_Kind("comment", _REPLY, "agent", 1), replied, tickets.reply[replied]),
        (_Kind("comment", _REPLY, "bot", 1), botted, tickets.resolved[botted] - SECOND),
        (_Kind("status", 1, "agent"), resolved, tickets.resolved[resolved]),
        (_Kind("comment", _REMINDER, "customer", 1), back, tickets.reminded[back]),
        (_Kind("status", 0, "customer"), back, tickets.reminded[back]),
        (_Kind("comment", _SECOND_REPLY, "agent", 1), back, tickets.reminded_of[back]),
        (_Kind("status", 1, "agent"), back, tickets.again[back]),
        (_Kind("comment", _NUDGE, "customer", 1), raised, (created + until_reply // 4)[raised]),
        (_Kind("priority", _URGENT, "agent"), raised, (created + until_reply // 4 + 60 * SECOND)[raised]),
        (_Kind("comment", _QUESTION, "customer", 1), more, tickets.asked[more]),
        (_Kind("comment", _ANSWER, "agent", 1), more, tickets.answered[more]),
    ]
