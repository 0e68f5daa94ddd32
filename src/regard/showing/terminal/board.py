"""Several replies as one table, a metric a row: what a page of a family shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from regard.showing.dates import period_text
from regard.showing.sparkline import sparkline
from regard.showing.terminal.columns import STYLES, Column, Fitted, quiet_lines, texts
from regard.showing.terminal.heading import WIDTH, heading_line
from regard.showing.verdicts import Change, band_verdict, band_words, change_words, compared_text
from regard.showing.words import JSON, half_width_text, label_text, value_text

_NAMED = 3
"""How many metrics a note names."""


@dataclass(frozen=True)
class _Layout:
    """How much a row tells."""

    change: Literal["text", "short", "shortest"]
    full_band: bool
    buckets: int


_LAYOUTS = (
    _Layout("text", full_band=True, buckets=12),
    _Layout("text", full_band=False, buckets=12),
    _Layout("short", full_band=False, buckets=12),
    _Layout("short", full_band=False, buckets=6),
    _Layout("shortest", full_band=False, buckets=6),
    _Layout("short", full_band=False, buckets=0),
)


class Board:
    """Replies as aligned rows under a title: metric, value, interval, change, band, sparkline; then their warnings."""

    def __init__(self, replies: Iterable[JSON], title: str | None = None) -> None:
        """Keep the replies as JSON and the title; without a title the period stands alone."""
        self._replies = list(replies)
        self._title = title

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield title, table and notes."""
        if not self._replies:
            yield Text("Nothing was asked.", style="dim")
            return
        first = self._replies[0]
        compared = compared_text(first)
        days = ", ".join(filter(None, (period_text(first.get("period")), compared and f"vs {compared}")))
        yield heading_line(self._title, days, min(options.max_width, WIDTH))
        yield Fitted([_columns(self._replies, layout) for layout in _LAYOUTS])
        if notes := list(_notes(self._replies)):
            yield quiet_lines(notes)


def change_text(words: Change | None, form: Literal["text", "short", "shortest"] = "text") -> Text:
    """Return a change with the colour of its tone."""
    return Text(getattr(words, form), style=STYLES[words.tone]) if words else Text("")


def _columns(replies: Sequence[JSON], layout: _Layout) -> list[Column]:
    """Return the columns of a layout."""
    return [
        Column(texts(_name(reply) for reply in replies)),
        Column(texts((_value(reply) for reply in replies), "bold"), side="right"),
        Column(texts((half_width_text(reply["interval"], reply["unit"]) for reply in replies), "dim"), gap=1),
        Column(tuple(change_text(_change(reply), layout.change) for reply in replies)),
        Column(texts(_band(reply, full=layout.full_band) for reply in replies)),
        Column(texts((_course(reply, layout.buckets) for reply in replies), "cyan")),
    ]


def _name(reply: JSON) -> str:
    """Return the metric's title, with its variant."""
    variant = f" ({reply['variant']})" if reply.get("variant") else ""
    return f"{label_text(reply['metric'])}{variant}"


def _value(reply: JSON) -> str:
    """Return the reply's value in words."""
    return value_text(reply["value"], reply["unit"], reply.get("currency"))


def _course(reply: JSON, buckets: int) -> str:
    """Return the reply's latest buckets as a sparkline."""
    return sparkline(reply["series"], buckets) if buckets else ""


def _change(reply: JSON) -> Change | None:
    """Return the words for the reply's change."""
    return change_words(reply.get("change"), reply["unit"], reply["definition"].get("better"))


def _band(reply: JSON, *, full: bool) -> str:
    """Return the verdict, with its limit where there is room."""
    if full:
        return band_words(reply.get("band"), reply["unit"])
    return band_verdict(reply.get("band"))


def _notes(replies: Sequence[JSON]) -> Iterator[str]:
    """Yield the first warning of each reply, with the names of all that it is about; what holds for all needs none."""
    named: dict[str, list[str]] = {}
    for reply in replies:
        for warning in reply["warnings"][:1]:
            named.setdefault(warning["message"], []).append(_name(reply))
    for message, names in named.items():
        yield message if len(names) == len(replies) > 1 else f"{_names(names)}: {message}"
    more = sum(max(len(reply["warnings"]) - 1, 0) for reply in replies)
    if more:
        yield f"{more} more {'warning' if more == 1 else 'warnings'}; ask for one metric to see them."


def _names(names: Sequence[str]) -> str:
    """Return a few names, or how many there are."""
    return ", ".join(names) if len(names) <= _NAMED else f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
