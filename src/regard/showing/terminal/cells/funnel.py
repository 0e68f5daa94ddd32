"""A funnel as bars by step: who came so far, and hatched who is still in time to come."""

from collections.abc import Sequence

from regard.showing.cells.funnel import (
    MEDIAN,
    OF_ACTIVE,
    OF_FIRST,
    OF_PREVIOUS,
    PEOPLE,
    STILL,
    SURENESS,
    funnel_words,
)
from regard.showing.cells.table import TERMINAL, Words
from regard.showing.terminal.cells.bars import FULL, LIGHT, bar_scale, stacked_bar
from regard.showing.terminal.cells.drawn import Drawn, cut_names
from regard.showing.terminal.columns import QUIET, Column, Fitted, texts
from regard.showing.words import JSON

_ALL = (PEOPLE, STILL, OF_FIRST, SURENESS, OF_PREVIOUS, OF_ACTIVE, MEDIAN)
_MOST = (PEOPLE, STILL, OF_FIRST, SURENESS, OF_PREVIOUS, MEDIAN)
_SOME = (PEOPLE, STILL, OF_FIRST, OF_PREVIOUS, MEDIAN)
_FEW = (PEOPLE, STILL, OF_FIRST, MEDIAN)
_LAYOUTS = (
    (36, 28, _ALL),
    (36, 20, _MOST),
    (28, 16, _MOST),
    (28, 12, _SOME),
    (20, 12, _SOME),
    (20, 8, _SOME),
    (24, 6, _FEW),
    (16, 6, _FEW),
    (12, 0, (PEOPLE, OF_FIRST)),
)
"""Widths of the names and of the bars, and the columns, richest first."""


def funnel_view(cells: Sequence[JSON], reply: JSON) -> Drawn:
    """Return the steps as a table with bars."""
    words = funnel_words(cells, reply, TERMINAL)
    kept = cells[: len(words.rows)]
    table = Fitted([_columns(kept, words, *layout) for layout in _LAYOUTS])
    notes = list(words.notes)
    if any(cell.get("in_progress") for cell in kept):
        notes.insert(0, "░ and + still in time: they did the step before, and their window is open.")
    return Drawn(table, notes)


def _columns(cells: Sequence[JSON], words: Words, names: int, bars: int, places: Sequence[int]) -> list[Column]:
    """Return the columns of a layout."""
    scale = bar_scale([cell["people"] + (cell.get("in_progress") or 0) for cell in cells], bars)
    drawn = [stacked_bar([(cell["people"], *FULL), (cell.get("in_progress") or 0, *LIGHT)], scale) for cell in cells]
    return [
        Column(cut_names(words.column(0), names), words.headings[0]),
        Column(tuple(drawn)),
        *(_column(words, place) for place in places),
    ]


def _column(words: Words, place: int) -> Column:
    """Return one column of numbers; what only adds to the one before stands close to it."""
    if place == STILL:
        return Column(texts((f"+{still}" if still else "" for still in words.column(place)), QUIET), gap=1)
    if place == SURENESS:
        return Column(texts(words.column(place), QUIET), gap=1)
    return Column(texts(words.column(place), "bold" if place == PEOPLE else ""), words.headings[place], "right")
