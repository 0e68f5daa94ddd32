"""The truth about the help desk: waits that end within the period, and what can be asked after them."""

import numpy as np

from regard.simulator import desk, steps
from regard.simulator.arrays import Flags, Floats, Ints
from regard.simulator.calendar import Calendar
from regard.simulator.traits import SEGMENTS
from regard.simulator.truth.attention import Values
from regard.simulator.truth.flow import Flow


def care_truth(flow: Flow) -> Values:
    """Return the metrics of tickets, by name: means over those replied to, or resolved, within the period."""
    calendar = flow.calendar

    def tickets(fit: Floats) -> float:
        """Return expected tickets, each weighed by the slot of its creation."""
        return float((flow.scripts(fit) * steps.ASKS).sum())

    replies, replied = _replies(calendar)
    resolutions, first_resolutions, resolved = _resolutions(calendar)
    return {
        "first_response_time": tickets(replies) / tickets(replied),
        "resolution_time": tickets(resolutions) / tickets(resolved),
        "resolution_time.first": tickets(first_resolutions) / tickets(resolved),
        **_conversations(flow, tickets(replies), tickets(replied), tickets(resolved)),
    }


def asking_chances(calendar: Calendar) -> Floats:
    """Return paces (swift, slow) x segments x slots: the chance that a ticket can be followed by a question."""
    by_segment = []
    for segment in range(len(SEGMENTS)):
        cases = desk.cases(segment)
        first = desk.slots_needed(cases.resolved) + desk.ASKING_SLOTS
        again = desk.slots_needed(cases.again)
        paces = []
        for pace in (~cases.is_slow, cases.is_slow):
            back = pace & cases.comes_back
            # Who comes back is asked after the second resolution; too late for that, nobody came back.
            in_time = _within(calendar, again + desk.ASKING_SLOTS, cases.chance, back)
            as_if_never = _within(calendar, first, cases.chance, pace)
            spoilt = _within(calendar, np.maximum(first, again), cases.chance, back)
            paces.append(in_time + as_if_never - spoilt)
        by_segment.append(paces)
    return np.asarray(by_segment).swapaxes(0, 1)


def _conversations(flow: Flow, waited: float, replied: float, resolved: float) -> Values:
    """Return the metrics of all replies, from the expected seconds and number of first ones and of resolutions."""
    calendar, tickets = flow.calendar, flow.scripts() * steps.ASKS
    solved, back, work, away = (float((flow.scripts(fit) * steps.ASKS).sum()) for fit in _further_replies(calendar))
    replies = replied + desk.ASKING_MORE * solved + back
    # A further question waits for a third of the work on the ticket, a reminder for a sixth of the time away.
    seconds = waited + desk.ASKING_MORE * work / 3 + away / 6
    only_one = (1 - desk.ASKING_MORE) * (solved - back)
    return {
        "reply_time": seconds / replies,
        "reopen_rate": back / resolved,
        "one_touch_rate": only_one / resolved,
        "replies_per_ticket": replies / float(tickets.sum()),
    }


def _further_replies(calendar: Calendar) -> list[Floats]:
    """Return segments x slots, four times, of what happens within the period.

    The chance that an agent resolves a ticket, and that it comes back and is resolved again; expected seconds from the
    reply to the resolution, and from that to the next one.
    """
    found: list[list[Floats]] = [[], [], [], []]
    for segment in range(len(SEGMENTS)):
        cases = desk.cases(segment)
        first, again = desk.slots_needed(cases.resolved), desk.slots_needed(cases.again)
        work, away = cases.resolved - cases.reply, cases.again - cases.resolved
        found[0].append(_within(calendar, first, cases.chance, cases.has_reply))
        found[1].append(_within(calendar, again, cases.chance, cases.comes_back))
        found[2].append(_within(calendar, first, cases.chance * work, cases.has_reply))
        found[3].append(_within(calendar, again, cases.chance * away, cases.comes_back))
    return [np.array(rows) for rows in found]


def _replies(calendar: Calendar) -> tuple[Floats, Floats]:
    """Return segments x slots: expected seconds to a first reply within the period, and its chance."""
    seconds, chances = [], []
    for segment in range(len(SEGMENTS)):
        cases = desk.cases(segment)
        needs = desk.slots_needed(cases.reply)
        seconds.append(_within(calendar, needs, cases.chance * cases.reply, cases.has_reply))
        chances.append(_within(calendar, needs, cases.chance, cases.has_reply))
    return np.array(seconds), np.array(chances)


def _resolutions(calendar: Calendar) -> tuple[Floats, Floats, Floats]:
    """Return segments x slots: expected seconds to the last and to the first resolution, and the chance of one."""
    last, first, chances = [], [], []
    for segment in range(len(SEGMENTS)):
        cases = desk.cases(segment)
        needs, everyone = desk.slots_needed(cases.resolved), np.ones(len(cases.chance), dtype=np.bool_)
        longer = cases.chance * (cases.again - cases.resolved)
        first.append(_within(calendar, needs, cases.chance * cases.resolved, everyone))
        last.append(first[-1] + _within(calendar, desk.slots_needed(cases.again), longer, cases.comes_back))
        chances.append(_within(calendar, needs, cases.chance, everyone))
    return np.array(last), np.array(first), np.array(chances)


def _within(calendar: Calendar, needs: Ints, weights: Floats, counts: Flags) -> Floats:
    """Return by slot of creation the weights of the cases that count and need no more slots than are left."""
    left = calendar.slots - 1 - np.arange(calendar.slots)
    reached = np.cumsum(np.bincount(needs[counts], weights=weights[counts], minlength=1))
    return np.asarray(reached[np.minimum(left, len(reached) - 1)])
