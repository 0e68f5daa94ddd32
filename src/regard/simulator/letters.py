"""Letters: the newsletter and reminders of carts left behind, and what people did with them."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import numpy as np

from regard.simulator import reading, steps
from regard.simulator.accounts import Accounts
from regard.simulator.arrays import Flags, Ints
from regard.simulator.calendar import DAY, SECOND, SLOT, Calendar
from regard.simulator.marks import Marks, mark
from regard.simulator.people import People
from regard.simulator.visits import Visits

CAMPAIGNS = ("weekly", "cart")
NEWSLETTER, REMINDER = range(2)
LETTER_CHANNELS = ("email", "push")
EMAIL, PUSH = range(2)

KINDS = ("sent", "delivered", "bounced", "opened", "clicked", "unsubscribed")
SENT, DELIVERED, BOUNCED, OPENED, CLICKED, UNSUBSCRIBED = range(6)

_TURNS = 4
"""Each issue goes to one reader in so many, in turns."""

_TUESDAY, _SENT_AT = 1, 9 * 3600 * SECOND
_KEPT_ON = 60 * DAY
"""Who has not come for so long gets no newsletter any more."""

_ROOM = 3 * DAY
"""Nothing is sent so shortly before the end of the period: whatever follows from a letter lies within it."""


@dataclass(frozen=True, eq=False)
class Letters:
    """Letters that were sent, and all that became of them. Moments are microseconds since 1970."""

    person: Ints
    campaign: Ints
    channel: Ints
    issue: Ints
    """Of the newsletter: which week's; -1 for a reminder, which is a message of its own."""
    number: Ints
    letter: Ints
    """By mark, as the two that follow: the place of the letter."""
    kind: Ints
    time: Ints

    def of_kind(self, kind: int) -> Ints:
        """Return the letters of the marks of a kind."""
        return np.asarray(self.letter[self.kind == kind])


@dataclass(frozen=True, eq=False)
class _Sent:
    """Letters as they go out."""

    person: Ints
    campaign: Ints
    channel: Ints
    issue: Ints
    time: Ints


@lru_cache(maxsize=16)
def issues(calendar: Calendar) -> Marks:
    """Return the Tuesdays of the period, on each of which an issue of the newsletter is sent."""
    tuesday = calendar.start + timedelta(days=(_TUESDAY - calendar.start.weekday()) % 7)
    count = max(0, (calendar.end - tuesday).days // 7 + 1)
    return mark(calendar, [tuesday + timedelta(days=7 * place) for place in range(count)])


def draw_letters(
    rng: np.random.Generator, people: People, visits: Visits, accounts: Accounts, calendar: Calendar
) -> Letters:
    """Return the letters sent to people and what they did with them."""
    parts = _newsletters(rng, people, accounts, calendar), _reminders(rng, visits, calendar)
    names = _Sent.__dataclass_fields__
    sent = _Sent(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
    habit = reading.HABIT_ODDS.draw(rng, np.zeros(len(people), dtype=np.int64))
    return _read(rng, sent, habit, people)


def _newsletters(rng: np.random.Generator, people: People, accounts: Accounts, calendar: Calendar) -> _Sent:
    """Return the issues that readers get, from their account on until they leave, or have left the list."""
    reader = np.flatnonzero(accounts.exists & (rng.random(len(people)) < reading.READERS))
    turn = rng.integers(0, _TURNS, len(reader))
    left = calendar.opens + people.leaves[reader] * SLOT + _KEPT_ON
    issue_time = issues(calendar).instants + _SENT_AT
    gets = (
        (np.arange(len(issue_time)) % _TURNS == turn[:, None])
        & (issue_time > accounts.created[reader][:, None])
        & (issue_time < left[:, None])
        & (issue_time + _ROOM < calendar.closes)
    )
    at, issue = np.nonzero(gets)
    nothing: Ints = np.zeros(len(at), dtype=np.int64)
    time = issue_time[issue] + rng.integers(0, 1_200 * SECOND, len(at))
    return _Sent(reader[at], nothing + NEWSLETTER, nothing + EMAIL, issue, time)


def _reminders(rng: np.random.Generator, visits: Visits, calendar: Calendar) -> _Sent:
    """Return reminders some hours after visits of known people that left a cart behind."""
    introduced = visits.introduced[visits.person]
    known = (introduced >= 0) & (visits.order >= introduced)
    visit = np.flatnonzero(steps.LEAVES_CART[visits.script] & known)
    visit = visit[rng.random(len(visit)) < reading.REMINDED]
    time = visits.start[visit] + rng.integers(7_200 * SECOND, 10_800 * SECOND, len(visit))
    in_time = time + _ROOM < calendar.closes
    visit, time = visit[in_time], time[in_time]
    nothing: Ints = np.zeros(len(visit), dtype=np.int64)
    return _Sent(visits.person[visit], nothing + REMINDER, visits.is_app[visit].astype(np.int64), nothing - 1, time)


def _read(rng: np.random.Generator, sent: _Sent, habit: Ints, people: People) -> Letters:
    """Return letters with all marks: who leaves the list of the newsletter gets no later issue."""
    bounces = rng.random(len(sent.person)) < reading.BOUNCING
    leaves = ~bounces & (rng.random(len(bounces)) < reading.LEAVING) & (sent.campaign == NEWSLETTER)
    kept = np.flatnonzero(_not_after_leaving(sent, leaves, len(people)))
    sent = _Sent(**{name: getattr(sent, name)[kept] for name in _Sent.__dataclass_fields__})
    marks = _marks(rng, sent.time, habit[sent.person], bounces[kept], leaves[kept])
    return Letters(
        person=sent.person,
        campaign=sent.campaign,
        channel=sent.channel,
        issue=sent.issue,
        number=people.record_numbers(len(kept)),
        letter=np.concatenate([letter for _, letter, _ in marks]),
        kind=np.repeat([kind for kind, _, _ in marks], [len(letter) for _, letter, _ in marks]),
        time=np.concatenate([time for _, _, time in marks]),
    )


def _not_after_leaving(sent: _Sent, leaves: Flags, people: int) -> Flags:
    """Return whether each letter comes no later than that with which its reader left the list, if any."""
    last = np.full(people, np.iinfo(np.int64).max)
    np.minimum.at(last, sent.person[leaves], sent.time[leaves])
    return np.asarray((sent.campaign == REMINDER) | (sent.time <= last[sent.person]))


def _marks(
    rng: np.random.Generator, time: Ints, habit: Ints, bounces: Flags, leaves: Flags
) -> list[tuple[int, Ints, Ints]]:
    """Return kind, letters and moments of everything that became of letters sent at those times."""
    everyone = np.arange(len(time))
    reached = np.flatnonzero(~bounces)
    arrived = time + rng.integers(SECOND, 60 * SECOND, len(time))
    opener = reached[rng.random(len(reached)) < reading.OPENING[habit[reached]]]
    seconds = reading.OPENING_SECONDS[rng.integers(0, len(reading.OPENING_SECONDS), len(opener))]
    opened = arrived[opener] + (seconds * SECOND).astype(np.int64)
    clicks = np.flatnonzero(rng.random(len(opener)) < reading.CLICKING[habit[opener]])
    clicked = opened[clicks] + rng.integers(5 * SECOND, 120 * SECOND, len(clicks))
    again = np.flatnonzero(rng.random(len(opener)) < reading.OPENING_AGAIN)
    twice = np.flatnonzero(rng.random(len(clicks)) < reading.CLICKING_AGAIN)
    leaver = np.flatnonzero(leaves)
    later = [rng.integers(600 * SECOND, DAY // 3, len(which)) for which in (again, twice, leaver)]
    return [
        (SENT, everyone, time),
        (DELIVERED, reached, arrived[reached]),
        (BOUNCED, np.flatnonzero(bounces), arrived[bounces]),
        (OPENED, opener, opened),
        (CLICKED, opener[clicks], clicked),
        (OPENED, opener[again], opened[again] + later[0]),
        (CLICKED, opener[clicks][twice], clicked[twice] + later[1]),
        (UNSUBSCRIBED, leaver, arrived[leaver] + later[2]),
    ]
