"""Links: the statements that make several ids one person, with some that are taken back."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.accounts import introductions
from regard.simulator.arrays import Ints
from regard.simulator.calendar import DAY, Calendar
from regard.simulator.lives import Lives
from regard.simulator.people import People
from regard.simulator.tables.columns import always, instants, numbered, record_table, texts
from regard.simulator.tables.names import BROWSER, OLD_NUMBER, PHONE, SECOND_ACCOUNT, Names, name_people
from regard.simulator.tables.receipt import receive
from regard.simulator.visits import Visits

_KINDS = ("identify", "alias", "merge", "unmerge")
_IDENTIFY, _ALIAS, _MERGE, _UNMERGE = range(4)

_LATE_SHARE = 0.1


@dataclass(frozen=True, eq=False)
class _Statements:
    """Links of one kind that are to be made."""

    kind: int
    person: Ints
    other: pa.Array
    """By person: the other id."""
    time: Ints


def link_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return the links of people: who was identified, who goes by an older id, who was merged, by mistake or not."""
    people, visits, calendar = lives.people, lives.visits, lives.calendar
    names = name_people(people)
    made = [*_identities(people, visits, names), *_accounts(people, visits, names, calendar)]
    person = np.concatenate([one.person for one in made])
    time = np.concatenate([one.time for one in made])
    kind = np.repeat([one.kind for one in made], [len(one.person) for one in made])
    return record_table(
        record_type("link"),
        {
            "id": numbered("l", people.record_numbers(len(person))),
            "source": always("shop", len(person)),
            "properties": always("{}", len(person)),
            "received_at": instants(receive(rng, time, _LATE_SHARE, calendar.closes)),
            "time": instants(time),
            "kind": texts(kind, _KINDS),
            "user_id": texts(person, names.users),
            "other_id": pa.concat_arrays([one.other for one in made]).dictionary_encode(),
        },
    )


def _identities(people: People, visits: Visits, names: Names) -> list[_Statements]:
    """Return that a browser, a phone is somebody's, and older ids; said when people make themselves known."""
    known = introductions(visits)
    when: Ints = np.zeros(len(people), dtype=np.int64)
    when[visits.person[known]] = visits.start[known]
    is_known = np.isin(np.arange(len(people)), visits.person[known])
    uses = np.zeros((2, len(people)), dtype=np.bool_)
    uses[visits.is_app.astype(np.int64), visits.person] = True
    made = []
    for device in (BROWSER, PHONE):
        owner = np.flatnonzero(uses[device] & is_known)
        made.append(
            _Statements(_IDENTIFY, owner, names.devices.take(pa.array(names.device(owner, device))), when[owner])
        )
    aliased = np.flatnonzero(people.is_aliased & is_known)
    old = names.users.take(pa.array(names.user(aliased, OLD_NUMBER)))
    return [*made, _Statements(_ALIAS, aliased, old, when[aliased])]


def _accounts(people: People, visits: Visits, names: Names, calendar: Calendar) -> list[_Statements]:
    """Return merges: of people with two accounts, and mistaken ones with what took them back two days later."""
    merged = np.flatnonzero(people.is_merged & (visits.introduced >= 0))
    mistaken = np.flatnonzero(people.is_mistaken)
    second = names.users.take(pa.array(names.user(merged, SECOND_ACCOUNT)))
    neighbour = names.users.take(pa.array(mistaken + 1))
    opening = np.full(len(mistaken), calendar.opens)
    return [
        _Statements(_MERGE, merged, second, np.full(len(merged), calendar.opens + 3 * DAY)),
        _Statements(_MERGE, mistaken, neighbour, opening),
        _Statements(_UNMERGE, mistaken, neighbour, opening + 2 * DAY),
    ]
