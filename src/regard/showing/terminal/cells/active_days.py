"""Active days as a histogram of text."""

from collections.abc import Sequence

from regard.showing.cells.active_days import active_days_words, reached
from regard.showing.cells.table import TERMINAL
from regard.showing.terminal.cells.bars import FULL, bar_scale, stacked_bar
from regard.showing.terminal.cells.drawn import Drawn
from regard.showing.terminal.columns import Column, Fitted, quiet_lines, texts
from regard.showing.words import JSON

_WIDTHS = (40, 30, 20, 12, 0)


def active_days_view(cells: Sequence[JSON], reply: JSON) -> Drawn:
    """Return the histogram with its counts and shares."""
    words = active_days_words(cells, reply, TERMINAL)
    if not words.rows:
        return Drawn(quiet_lines(words.notes))
    people = [cell["people"] for cell in reached(cells, TERMINAL)]
    layouts = []
    for width in _WIDTHS:
        scale = bar_scale(people, width)
        bars = Column(tuple(stacked_bar([(size, *FULL)], scale) for size in people))
        first, *counts = (
            Column(texts(words.column(place), "bold" if place == 1 else ""), heading, "right")
            for place, heading in enumerate(words.headings)
        )
        layouts.append([first, bars, *counts])
    return Drawn(Fitted(layouts), words.notes)
