"""Tickets: what becomes of the visits that asked for help, as far as the period shows it."""

from dataclasses import dataclass

import numpy as np

from regard.simulator import desk, steps
from regard.simulator.arrays import Flags, Floats, Ints
from regard.simulator.calendar import SECOND, Calendar
from regard.simulator.clicks import Clicks
from regard.simulator.people import People
from regard.simulator.visits import Visits

AGENTS = ("Ada", "Bruno", "Chiara", "Dorota", "Emil", "Fatima")

_HIGH_SHARE, _RAISED_SHARE = 0.2, 0.06


@dataclass(frozen=True, eq=False)
class Tickets:
    """The tickets of visits, one place each in every array. Moments are microseconds since 1970."""

    visit: Ints
    created: Ints
    channel: Ints
    agent: Ints
    priority: Ints
    is_replied: Flags
    """Whether a human replied within the period."""
    reply: Ints
    is_resolved: Flags
    resolved: Ints
    """The first time; means something only where it is resolved."""
    came_back: Flags
    """Whether it was opened and resolved again within the period."""
    again: Ints
    by_bot: Flags
    asks_more: Flags
    """Whether the customer asked something else between the reply and the first resolution, and was answered."""
    is_raised: Flags
    """Whether it became urgent only after it was opened."""
    is_slow: Flags
    """Whether the first reply was among the slowest quarter of its kind."""
    can_ask: Flags
    """Whether the period has time for a question after the last resolution."""
    number: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.visit)

    @property
    def last_resolved(self) -> Ints:
        """Return when each was resolved for the last time; means something only where it is resolved."""
        return np.where(self.came_back, self.again, self.resolved)

    @property
    def replies(self) -> Ints:
        """Return how many replies each got from an agent."""
        return self.is_replied.astype(np.int64) + self.asks_more + self.came_back

    @property
    def waits(self) -> Ints:
        """Return for how long the customers of each waited for a reply by an agent, all waits together."""
        first = np.where(self.is_replied, self.reply - self.created, 0)
        second = np.where(self.asks_more, self.answered - self.asked, 0)
        return first + second + np.where(self.came_back, self.reminded_of - self.reminded, 0)

    @property
    def asked(self) -> Ints:
        """Return when each customer asked something else; means something only where one did."""
        return self.reply + (self.resolved - self.reply) // 3

    @property
    def answered(self) -> Ints:
        """Return when that was answered."""
        return self.reply + (self.resolved - self.reply) * 2 // 3

    @property
    def reminded(self) -> Ints:
        """Return when each customer came back; means something only where one did."""
        return self.resolved + (self.again - self.resolved) // 3

    @property
    def reminded_of(self) -> Ints:
        """Return when an agent replied to those who came back."""
        return self.resolved + (self.again - self.resolved) // 2


def draw_tickets(
    rng: np.random.Generator, people: People, visits: Visits, clicks: Clicks, calendar: Calendar
) -> Tickets:
    """Return the tickets of visits, in their order."""
    further = rng.spawn(1)[0]
    visit, created = clicks.at(np.equal(steps.NAME, steps.NAMES.index("contact_support")))
    count, segment = len(visit), people.segment[visits.person[visit]]
    channel = desk.CHANNEL_ODDS.draw(rng, segment)
    course = desk.COURSE_ODDS.draw(rng, np.zeros(count, dtype=np.int64))
    luck = rng.integers(0, desk.LENGTHS, (3, count))
    by_bot = course == desk.BOT
    reply = np.where(by_bot, desk.BOT_SECONDS[luck[0]], desk.REPLY_SECONDS[segment, channel, luck[0]])
    resolved = np.where(by_bot, reply, reply + desk.WORK_SECONDS[luck[1]])
    again = resolved + desk.RETURN_SECONDS[luck[2]]
    stretch = rng.uniform(1 - desk.STRETCH, 1 + desk.STRETCH, count)
    left = calendar.slots - 1 - visits.slot[visit]
    came_back = (course == desk.REOPENED) & (desk.slots_needed(again) <= left)
    is_resolved, is_replied = (desk.slots_needed(end) <= left for end in (resolved, reply))
    lasted = np.where(came_back, again, resolved)

    def moment(seconds: Floats) -> Ints:
        """Return the moment so many seconds after creation, with the ticket's stretch."""
        return created + (seconds * stretch * SECOND).astype(np.int64)

    return Tickets(
        visit=visit,
        created=created,
        channel=channel,
        agent=rng.integers(0, len(AGENTS), count),
        priority=(rng.random(count) < _HIGH_SHARE).astype(np.int64),
        is_replied=~by_bot & is_replied,
        reply=moment(reply),
        is_resolved=is_resolved,
        resolved=moment(resolved),
        came_back=came_back,
        again=moment(again),
        by_bot=by_bot,
        asks_more=~by_bot & is_resolved & (further.random(count) < desk.ASKING_MORE),
        is_raised=~by_bot & is_replied & (further.random(count) < _RAISED_SHARE),
        is_slow=~by_bot & (luck[0] >= desk.SLOW_FROM),
        can_ask=desk.slots_needed(lasted) + desk.ASKING_SLOTS <= left,
        number=people.record_numbers(count),
    )
