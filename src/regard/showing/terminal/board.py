"""Several replies as one table, a metric a row: what a page of a family shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from regard.showing.dates import period_text
from regard.showing.sparkline import sparkline
from regard.showing.terminal.columns import STYLES, Column, Fitted, quiet_lines, texts
from regard.showing.terminal.heading import WIDTH, heading_line
from regard.showing.verdicts import MERITS, Change, band_words, change_words, compared_text
from regard.showing.words import JSON, half_width_text, label_text, value_text


@dataclass(frozen=True)
class _Layout:
    """How much a row tells."""

    full_change: bool
    full_band: bool
    buckets: int


_LAYOUTS = (
    _Layout(full_change=True, full_band=True, buckets=12),
    _Layout(full_change=True, full_band=False, buckets=12),
    _Layout(full_change=False, full_band=False, buckets=12),
    _Layout(full_change=False, full_band=False, buckets=6),
    _Layout(full_change=False, full_band=False, buckets=0),
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
        notes = [note for reply in self._replies if (note := _note(reply))]
        if notes:
            yield quiet_lines(notes)


def change_text(words: Change | None, *, full: bool = True) -> Text:
    """Return a change with the colour of its tone."""
    return Text((words.text if full else words.short), style=STYLES[words.tone]) if words else Text("")


def _columns(replies: Sequence[JSON], layout: _Layout) -> list[Column]:
    """Return the columns of a layout."""
    return [
        Column(texts(_name(reply) for reply in replies)),
        Column(texts((_value(reply) for reply in replies), "bold"), side="right"),
        Column(texts((half_width_text(reply["interval"], reply["unit"]) for reply in replies), "dim"), gap=1),
        Column(tuple(change_text(_change(reply), full=layout.full_change) for reply in replies)),
        Column(texts(_band(reply, full=layout.full_band) for reply in replies)),
        Column(texts(sparkline(reply["series"], layout.buckets) if layout.buckets else "" for reply in replies)),
    ]


def _name(reply: JSON) -> str:
    """Return the metric's title, with its variant."""
    variant = f" ({reply['variant']})" if reply.get("variant") else ""
    return f"{label_text(reply['metric'])}{variant}"


def _value(reply: JSON) -> str:
    """Return the reply's value in words."""
    return value_text(reply["value"], reply["unit"], reply.get("currency"))


def _change(reply: JSON) -> Change | None:
    """Return the words for the reply's change."""
    return change_words(reply.get("change"), reply["unit"], reply["definition"].get("better"))


def _band(reply: JSON, *, full: bool) -> str:
    """Return the verdict, with its limit where there is room."""
    if full:
        return band_words(reply.get("band"), reply["unit"])
    verdict = str((reply.get("band") or {}).get("verdict") or "")
    return verdict if verdict in MERITS or not verdict else "outside"


def _note(reply: JSON) -> str:
    """Return the first warning of a reply, and how many more there are."""
    warnings = reply.get("warnings") or []
    if not warnings:
        return ""
    more = f" ({len(warnings) - 1} more)" if len(warnings) > 1 else ""
    return f"{_name(reply)}: {warnings[0]['message']}{more}"
