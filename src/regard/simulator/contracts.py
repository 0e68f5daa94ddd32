"""Contracts: who pays every month for what, from when until when."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.accounts import Accounts
from regard.simulator.arrays import Flags, Ints
from regard.simulator.calendar import DAY, SECOND, Calendar
from regard.simulator.marks import months
from regard.simulator.people import People
from regard.simulator.plans import FATE_ODDS, GONE, HOLDING, MIX_ODDS, MONTHS_AWAY, WON_BACK

_TRIAL = 60 * DAY
_LATEST = 27 * DAY
"""Contracts begin and renew so long after the start of a month at the latest: every month has that moment."""

_NOTHING, _NEVER = -1, -1


@dataclass(frozen=True, eq=False)
class Contracts:
    """Contracts by person and time, one place each in every array. Moments are microseconds since 1970."""

    person: Ints
    plan: Ints
    start: Ints
    end: Ints
    """0 for those that go on."""
    number: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.person)

    @property
    def is_ended(self) -> Flags:
        """Return whether each is over."""
        return np.not_equal(self.end, 0)

    @property
    def goes_on(self) -> Flags:
        """Return whether the person's next contract begins with the end of each."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[:-1] = (self.person[1:] == self.person[:-1]) & (self.start[1:] == self.end[:-1])
        return found

    @property
    def paying_since(self) -> Ints:
        """Return for each since when its person has paid without a gap."""
        follows = np.append(False, self.goes_on[:-1]) if len(self) else np.zeros(0, dtype=np.bool_)
        begins = np.maximum.accumulate(np.where(follows, 0, np.arange(len(self))))
        return np.asarray(self.start[begins])

    def held_at(self, moment: int) -> Ints:
        """Return the contracts that are held at a moment, at most one for each person."""
        return np.flatnonzero((self.start < moment) & (~self.is_ended | (self.end >= moment)))


def draw_contracts(rng: np.random.Generator, people: People, accounts: Accounts, calendar: Calendar) -> Contracts:
    """Return the contracts of people: each lasts for whole months, and may be followed by another one."""
    count = len(people)
    holds = accounts.exists & (rng.random(count) < HOLDING[people.segment])
    starts = months(calendar).instants
    signed = accounts.created + rng.integers(DAY, _TRIAL, count)
    due = months(calendar).span_of(signed)
    moment = signed - starts[due]
    is_late = moment >= _LATEST
    due = np.where(holds, due + is_late, _NEVER)
    moment = np.maximum(np.where(is_late, moment % DAY, moment), SECOND)
    return _number(people, _run(rng, due, moment, starts[:-1], calendar.closes), starts, moment)


def _run(rng: np.random.Generator, due: Ints, moment: Ints, starts: Ints, closes: int) -> tuple[Ints, Ints]:
    """Return openings (person, month, plan) and endings (person, month), month by month."""
    due, plan = due.copy(), np.full(len(due), _NOTHING)
    opened, ended = [np.zeros((3, 0), dtype=np.int64)], [np.zeros((2, 0), dtype=np.int64)]
    known = due[due >= 0]
    for month in range(int(known.min(initial=len(starts))), len(starts)):
        in_time = starts[month] + moment < closes
        held = np.flatnonzero((plan != _NOTHING) & in_time)
        fate = FATE_ODDS.draw(rng, plan[held])
        moved = fate != plan[held]
        ended.append(np.stack([held[moved], np.full(moved.sum(), month)]))
        gone, changed = held[fate == GONE], held[moved & (fate != GONE)]
        new = np.flatnonzero((due == month) & in_time)
        plan[changed] = fate[moved & (fate != GONE)]
        plan[gone] = _NOTHING
        plan[new] = MIX_ODDS.draw(rng, np.zeros(len(new), dtype=np.int64))
        away = month + rng.choice(MONTHS_AWAY, len(gone))
        due[gone] = np.where(rng.random(len(gone)) < WON_BACK, away, _NEVER)
        begun = np.concatenate([changed, new])
        opened.append(np.stack([begun, np.full(len(begun), month), plan[begun]]))
    return np.concatenate(opened, axis=1), np.concatenate(ended, axis=1)


def _number(people: People, drawn: tuple[Ints, Ints], starts: Ints, moment: Ints) -> Contracts:
    """Return contracts from openings and endings: the n-th ending of a person is that of its n-th contract."""
    opened, ended = drawn
    opened = opened[:, np.lexsort((opened[1], opened[0]))]
    ended = ended[:, np.lexsort((ended[1], ended[0]))]
    person, month, plan = opened
    first = np.searchsorted(person, ended[0])
    rank = np.arange(ended.shape[1]) - np.searchsorted(ended[0], ended[0])
    end = np.zeros(len(person), dtype=np.int64)
    end[first + rank] = starts[ended[1]] + moment[ended[0]]
    return Contracts(person, plan, starts[month] + moment[person], end, people.record_numbers(len(person)))
