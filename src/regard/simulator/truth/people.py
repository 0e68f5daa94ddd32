"""The truth about people: what share of them ever does something, once or again."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from regard.simulator import steps
from regard.simulator.arrays import Flags, Floats
from regard.simulator.baskets import KEPT_SHARE
from regard.simulator.calendar import SLOTS_PER_DAY, Calendar
from regard.simulator.habits import script_shares
from regard.simulator.traits import (
    ACTIVITY_SHARES,
    EXISTING,
    GUEST,
    MOOD_SHARES,
    PLATFORM_SHARES,
    SEGMENT_SHARES,
    STANDING_SHARES,
    leaving_chances,
)
from regard.simulator.truth.attention import Values
from regard.simulator.truth.flow import MEMBER_OF_STANDING, Flow, visit_chances

_VISITS, _BUYS, _KEEPS, _EXPORTS = range(4)


@dataclass(frozen=True, eq=False)
class Doers:
    """Shares of all people, by standing; the first axis is what they do: visit, buy, keep what they bought, export."""

    some: Floats
    """Who do it at least once."""
    again: Floats
    """Who do it at least twice."""
    some_by_mood: Floats
    """As `some`, with moods as a third axis."""


def people_truth(flow: Flow) -> Values:
    """Return the metrics whose rows are people, by name."""
    doers = count_doers(flow.calendar)
    some, again = doers.some.sum(axis=1), doers.again.sum(axis=1)
    kept = float((flow.scripts() * steps.BUYS).sum()) * KEPT_SHARE
    return {
        "new_visitor_share": float(1 - doers.some[_VISITS, EXISTING] / some[_VISITS]),
        "conversion_rate": float(some[_BUYS] / some[_VISITS]),
        "feature_usage": float(some[_EXPORTS] / some[_VISITS]),
        "repeat_purchase_rate": float(again[_KEEPS] / some[_KEEPS]),
        "purchase_frequency": kept / float(some[_KEEPS]),
    }


def visitors_by_standing(calendar: Calendar) -> Floats:
    """Return by standing the share of all people who have a visit."""
    return np.asarray(count_doers(calendar).some[_VISITS])


def kept_buyers(calendar: Calendar) -> float:
    """Return the share of all people who buy and keep something."""
    return float(count_doers(calendar).some[_KEEPS].sum())


def buyers_first_by(calendar: Calendar, entry_counts: Flags) -> float:
    """Return the share of all people whose first order that is kept comes about by one of those entries."""
    keeps, wanted = (
        (script_shares(entries)[:, MEMBER_OF_STANDING] * steps.BUYS).sum(axis=-1)[..., None, :] * KEPT_SHARE
        for entries in (None, entry_counts)
    )
    visiting, joining = visit_chances(calendar), calendar.joining
    stays = 1 - leaving_chances(SLOTS_PER_DAY)[:, None, None, None, :]
    first, first_joining = np.zeros(1), np.zeros(1)
    for slot in reversed(range(calendar.slots)):
        comes, going_on = visiting[:, None, :, slot, None], calendar.going_on[slot]
        first = comes * wanted[going_on] + (1 - comes * keeps[going_on]) * stays * first
        first_joining = first_joining + joining[slot] * first
    is_existing = (np.arange(len(STANDING_SHARES)) == EXISTING)[:, None, None, None, None]
    return float(_over_traits(np.where(is_existing, first, first_joining)[None]).sum())


def members_by_mood(calendar: Calendar) -> Floats:
    """Return by mood the share of all people who make themselves known on a visit."""
    is_member = np.arange(len(STANDING_SHARES)) != GUEST
    return np.asarray(count_doers(calendar).some_by_mood[_VISITS, is_member].sum(axis=0))


@lru_cache(maxsize=16)
def count_doers(calendar: Calendar) -> Doers:
    """Return how many people ever do something.

    Slot by slot from the last to the first: whoever is there in a slot does it there or not, and then leaves for
    good or is there in the next. Axes: what, standings, segments, platforms, activities, moods.
    """
    chances, visiting = _chances_per_visit(), visit_chances(calendar)
    leaves = leaving_chances(SLOTS_PER_DAY)[:, None, None, None, :]
    joining = calendar.joining
    never, once = np.ones(1), np.zeros(1)
    never_joining, once_joining = np.zeros(1), np.zeros(1)
    for slot in reversed(range(calendar.slots)):
        does = visiting[:, None, :, slot, None] * chances[:, calendar.going_on[slot]]
        never, once = leaves + (1 - leaves) * never, (1 - leaves) * once
        once = does * never + (1 - does) * once
        never = (1 - does) * never
        never_joining = never_joining + joining[slot] * never
        once_joining = once_joining + joining[slot] * once
    is_existing = (np.arange(len(STANDING_SHARES)) == EXISTING)[:, None, None, None, None]
    never, once = np.where(is_existing, never, never_joining), np.where(is_existing, once, once_joining)
    some, again = _over_traits(1 - never), _over_traits(1 - never - once)
    return Doers(some.sum(axis=-1), again.sum(axis=-1), some)


def _chances_per_visit() -> Floats:
    """Return what x windows x standings x segments x platforms x 1 x moods: the chance that a visit does it."""
    scripts = script_shares()[:, MEMBER_OF_STANDING]
    buys = (scripts * steps.BUYS).sum(axis=-1)
    what = np.stack([np.ones_like(buys), buys, buys * KEPT_SHARE, (scripts * steps.EXPORTS).sum(axis=-1)])
    return what[..., None, :]


def _over_traits(shares: Floats) -> Floats:
    """Return what x standings x moods: shares of all people."""
    weights = (STANDING_SHARES, SEGMENT_SHARES, PLATFORM_SHARES, ACTIVITY_SHARES, MOOD_SHARES)
    return np.asarray(np.einsum("ekspam,k,s,sp,a,m->ekm", shares, *weights, optimize=True))
