"""Lifecycle as rows with bars: who came to the right of a line, who stayed away to its left."""

from collections.abc import Sequence

from rich.text import Text

from regard.showing.cells.lifecycle import CAME, LOST, latest, lifecycle_words
from regard.showing.cells.table import TERMINAL
from regard.showing.terminal.cells.bars import bar_scale, stacked_bar
from regard.showing.terminal.cells.drawn import Drawn
from regard.showing.terminal.columns import Column, Fitted, texts
from regard.showing.theme import PALETTE
from regard.showing.words import JSON

_FILLS = {"new": ("█", PALETTE[2]), "returning": ("▓", PALETTE[0]), "resurrecting": ("▒", PALETTE[5])}
_LOST = ("░", PALETTE[1])
_LEGEND = "█ new, ▓ returning, ▒ resurrecting; left of the line ░ dormant: lost."
_WIDTHS = (40, 32, 24, 16, 0)


def lifecycle_view(cells: Sequence[JSON], reply: JSON) -> Drawn:
    """Return the table of buckets and what its bars mean."""
    words = lifecycle_words(cells, reply, TERMINAL)
    columns = [Column(texts(words.column(0)), words.headings[0])]
    columns += [
        Column(texts(words.column(place)), words.headings[place], "right") for place in range(1, len(words.headings))
    ]
    kept = latest(cells, TERMINAL)
    layouts = [[*columns, Column(_bars(kept, width))] for width in _WIDTHS]
    return Drawn(Fitted(layouts), (_LEGEND, *words.notes))


def _bars(cells: Sequence[JSON], width: int) -> tuple[Text, ...]:
    """Return a bar for each bucket, all on one scale; nothing without room or people."""
    came = [sum(cell[kind] or 0 for kind in CAME) for cell in cells]
    lost = [cell[LOST] or 0 for cell in cells]
    scale = bar_scale([max(came, default=0) + max(lost, default=0)], width - 1)
    if not scale or width < 1:
        return tuple(Text("") for _ in cells)
    left = round(max(lost) * scale)
    return tuple(_bar(cell, scale, left) for cell in cells)


def _bar(cell: JSON, scale: float, left: int) -> Text:
    """Return the bar of one bucket: the lost to the left of the line, those who came to its right."""
    lost = stacked_bar([(cell[LOST] or 0, *_LOST)], scale)
    bar = Text(" " * (left - lost.cell_len)).append_text(lost).append("│", style="dim")
    return bar.append_text(stacked_bar([(cell[kind] or 0, *_FILLS[kind]) for kind in CAME], scale))
