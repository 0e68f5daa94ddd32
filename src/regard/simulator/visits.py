"""Visits: when people come, how, and which script the visit follows."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.arrays import Flags, Floats, Ints, row_of
from regard.simulator.calendar import ARRIVAL, SLOT, Calendar
from regard.simulator.habits import APP, ENTRY_ODDS, ENTRY_WEIGHTS, IS_BROKEN, SCRIPT_ODDS, SCRIPT_WEIGHTS
from regard.simulator.people import People
from regard.simulator.steps import ASKS, BUYS
from regard.simulator.surveys import RECOMMEND_SHOWN
from regard.simulator.traits import SEGMENT_ACTIVITY, VISITS_PER_DAY


@dataclass(frozen=True, eq=False)
class Visits:
    """The visits of some people, by person and time, one place each in every array."""

    person: Ints
    """Counted from the first of these people."""
    slot: Ints
    start: Ints
    """Microseconds since 1970."""
    entry: Ints
    script: Ints
    weather: Ints
    order: Ints
    """0 for a person's first visit."""
    is_asked: Flags
    """Whether the person was asked for a recommendation after it."""
    introduced: Ints
    """By person: the `order` of the visit in which it makes itself known; -1 for those who never do."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.person)

    @property
    def is_app(self) -> Flags:
        """Return whether each happens in the app."""
        return np.equal(self.entry, APP)


def draw_visits(rng: np.random.Generator, people: People, calendar: Calendar) -> Visits:
    """Return the visits of people."""
    person, slot = _occasions(rng, people, calendar)
    member = people.is_member[person].astype(np.int64)
    segment, platform, mood = people.segment[person], people.platform[person], people.mood[person]
    window = calendar.going_on[slot]
    entry = ENTRY_ODDS.draw(rng, row_of(ENTRY_WEIGHTS.shape[:-1], window, member, segment, platform))
    weather = IS_BROKEN[window, platform]
    script = SCRIPT_ODDS.draw(rng, row_of(SCRIPT_WEIGHTS.shape[:-1], entry, member, segment, mood, weather))
    order = np.arange(len(person)) - np.searchsorted(person, person)
    is_asked = (rng.random(len(person)) < RECOMMEND_SHOWN) & (member == 1)
    return Visits(
        person=person,
        slot=slot,
        start=calendar.opens + people.phase[person] + slot * SLOT + rng.integers(0, ARRIVAL, len(person)),
        entry=entry,
        script=script,
        weather=weather,
        order=order,
        is_asked=is_asked,
        introduced=_introductions(people, person, order, is_asked | BUYS[script] | ASKS[script]),
    )


def _occasions(rng: np.random.Generator, people: People, calendar: Calendar) -> tuple[Ints, Ints]:
    """Return person and slot of each visit, in order.

    A Poisson number of wishes to come falls on slots by how busy they are; several in one slot are one visit.
    """
    before: Floats = calendar.busy_before
    begins, ends = before[people.segment, people.joins], before[people.segment, people.leaves]
    wishes = rng.poisson(visiting_rates()[people.segment, people.activity] * (ends - begins))
    person = np.repeat(np.arange(len(people)), wishes)
    # The rows are laid end to end, so that one search serves all segments.
    length = before[:, -1].max() + 1
    ladder = (before + np.arange(len(before))[:, None] * length).ravel()
    height = begins[person] + rng.random(len(person)) * (ends - begins)[person]
    found = np.searchsorted(ladder, height + people.segment[person] * length, side="right") - 1
    slot = found - people.segment[person] * before.shape[1]
    slot = np.clip(slot, people.joins[person], people.leaves[person] - 1)
    kept = np.unique(person * calendar.slots + slot)
    return kept // calendar.slots, kept % calendar.slots


def visiting_rates() -> Floats:
    """Return wishes to come per day in an ordinary season, by segment and activity."""
    return SEGMENT_ACTIVITY[:, None] * VISITS_PER_DAY


def _introductions(people: People, person: Ints, order: Ints, is_forced: Flags) -> Ints:
    """Return by person the visit in which it makes itself known.

    That is when its patience ends, or before when it must (to buy, to ask for help, to be asked), or on its last visit.
    """
    introduced = np.minimum(people.patience, np.bincount(person, minlength=len(people)) - 1)
    np.minimum.at(introduced, person[is_forced], order[is_forced])
    return np.where(people.is_member, introduced, -1)
