"""Clicks: the events of visits, one after the other, with their times."""

from dataclasses import dataclass

import numpy as np

from regard.simulator import steps
from regard.simulator.arrays import Flags, Floats, Ints
from regard.simulator.people import People
from regard.simulator.visits import Visits
from regard.simulator.waits import ATTENTION_MS, LENGTHS, WAIT_MS

_DEPTHS = 64
"""Equally likely depths per reader."""

_REACH: Floats = np.array([0.55, 1.0, 1.6])
"""By reader: above 1 leans to the end of the page."""


def _scroll_percents() -> Floats:
    """Return percent of a page: readers x depths, in fives, so that halves are exact."""
    evenly = (np.arange(_DEPTHS) + 0.5) / _DEPTHS
    return np.maximum(np.round(20 * evenly ** (1 / _REACH[:, None])) * 5, 5.0)


SCROLL_PERCENTS = _scroll_percents()

_PAGE_STEP = 23
"""Sets the depths on different pages of one visit apart; the same page has one best depth, however often it is seen."""


@dataclass(frozen=True, eq=False)
class Clicks:
    """The events of visits, one place each in every array."""

    visit: Ints
    row: Ints
    """Which step of which script; see `steps`."""
    time: Ints
    attention_ms: Ints
    """0 where the event is no attention."""
    scroll: Floats
    """Percent; not a number where it is not measured."""

    def at(self, is_wanted: Flags) -> tuple[Ints, Ints]:
        """Return visit and time of the events of wanted rows; `is_wanted` is by row."""
        found = np.flatnonzero(is_wanted[self.row])
        return self.visit[found], self.time[found]


def draw_clicks(rng: np.random.Generator, people: People, visits: Visits) -> Clicks:
    """Return the events of visits, in their order."""
    lengths = steps.LENGTH[visits.script]
    begins = np.cumsum(lengths) - lengths
    visit = np.repeat(np.arange(len(visits)), lengths)
    row = np.arange(len(visit)) + np.repeat(steps.FIRST[visits.script] - begins, lengths)
    mood = people.mood[visits.person]
    kind = steps.WAIT[row]
    cell = (kind * WAIT_MS.shape[1] + np.repeat(mood, lengths)) * LENGTHS + rng.integers(0, LENGTHS, len(row))
    passed = np.cumsum(WAIT_MS.ravel()[cell])
    before = np.concatenate([[0], passed])[begins]
    return Clicks(
        visit=visit,
        row=row,
        time=np.repeat(visits.start - before * 1000, lengths) + passed * 1000,
        attention_ms=ATTENTION_MS.ravel()[cell],
        scroll=_scrolls(rng, people.reader[visits.person], visit, row),
    )


def _scrolls(rng: np.random.Generator, reader: Ints, visit: Ints, row: Ints) -> Floats:
    """Return how far each event's page was scrolled."""
    scroll = np.full(len(row), np.nan)
    luck = rng.integers(0, _DEPTHS, len(reader))
    measured = np.flatnonzero(steps.SCROLLED[row] != steps.UNMEASURED)
    on, rows = visit[measured], row[measured]
    depth = (luck[on] + steps.PAGE[rows] * _PAGE_STEP) % _DEPTHS
    best = SCROLL_PERCENTS[reader[on], depth]
    scroll[measured] = np.where(steps.SCROLLED[rows] == steps.HALF, best / 2, best)
    return scroll
