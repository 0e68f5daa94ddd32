"""Journeys as transitions by depth, and the commonest whole paths."""

from collections.abc import Sequence

from regard.showing.cells.journeys import journeys_words, kept_transitions, paths_words
from regard.showing.cells.table import TERMINAL, Words
from regard.showing.terminal.cells.bars import FULL, bar_scale, stacked_bar
from regard.showing.terminal.cells.drawn import Drawn, cut_names
from regard.showing.terminal.columns import Column, Fitted, texts
from regard.showing.words import JSON

_LAYOUTS = ((28, 24), (24, 14), (20, 8), (20, 0), (14, 0), (10, 0))
"""Widths of the names of stops and of the bars, richest first."""

_PATH_WIDTHS = (70, 52, 36, 24)
_FROM, _TO, _PEOPLE = 1, 2, 3


def journeys_view(cells: Sequence[JSON], reply: JSON) -> Drawn:
    """Return the transitions as a table in which each depth is said once."""
    words = journeys_words(cells, reply, TERMINAL)
    people = [cell["people"] for cell in kept_transitions(cells, TERMINAL)]
    table = Fitted([_columns(words, people, *layout) for layout in _LAYOUTS])
    return Drawn(table, words.notes)


def paths_view(reply: JSON) -> Drawn | None:
    """Return the commonest whole paths as a table, `None` where there are none."""
    words = paths_words(reply, TERMINAL)
    if words is None:
        return None
    counts = [Column(texts(words.column(place)), words.headings[place], "right") for place in (1, 2)]
    table = Fitted([[Column(cut_names(words.column(0), width), words.headings[0]), *counts] for width in _PATH_WIDTHS])
    return Drawn(table, words.notes)


def _columns(words: Words, people: Sequence[int], names: int, bars: int) -> list[Column]:
    """Return the columns of a layout."""
    depths = words.column(0)
    once = ["" if place and depths[place - 1] == depth else depth for place, depth in enumerate(depths)]
    scale = bar_scale(people, bars)
    return [
        Column(texts(once), words.headings[0]),
        Column(cut_names(words.column(_FROM), names), words.headings[_FROM]),
        Column(cut_names(words.column(_TO), names), words.headings[_TO]),
        Column(tuple(stacked_bar([(size, *FULL)], scale) for size in people)),
        *(
            Column(texts(words.column(place), "bold" if place == _PEOPLE else ""), words.headings[place], "right")
            for place in range(_PEOPLE, len(words.headings))
        ),
    ]
