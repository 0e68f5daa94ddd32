"""One reply in full: the question, the value and how sure it is, its change, its band, its course, its groups."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from regard.showing.cells.meaning import meaning_text
from regard.showing.dates import period_text
from regard.showing.sparkline import sparkline
from regard.showing.terminal.board import change_text
from regard.showing.terminal.breakdown import breakdown_view
from regard.showing.terminal.cells import CellViews
from regard.showing.terminal.columns import quiet_lines
from regard.showing.terminal.facts import Facts
from regard.showing.terminal.heading import WIDTH, heading_line
from regard.showing.terminal.series import bins_view, series_view
from regard.showing.verdicts import band_verdict, bands_text, change_words, compared_text, difference_text
from regard.showing.words import (
    JSON,
    half_width_text,
    interval_text,
    label_text,
    number_text,
    percent_text,
    range_text,
    value_text,
)

_WARNINGS = 4
"""How many warnings are told in full."""

_BUCKETS = 31
"""How many buckets the sparkline shows, the latest: a month of days."""


class Tile:
    """One reply as text for a terminal: what it says, then its tables, then notes in grey."""

    def __init__(self, reply: JSON) -> None:
        """Keep the reply as JSON."""
        self._reply = reply

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the parts, an empty line between them."""
        reply = self._reply
        yield _head(reply, min(options.max_width, WIDTH))
        yield ""
        yield Facts(list(_facts(reply)))
        for view in _views(reply):
            yield ""
            yield view
        if notes := list(_notes(reply)):
            yield ""
            yield quiet_lines(notes)


def _views(reply: JSON) -> Iterator[RenderableType]:
    """Yield the tables of a reply: what is told of everybody, then of groups."""
    cells = CellViews(reply)
    yield from cells.whole()
    for key, view in (("breakdown", breakdown_view), ("series", series_view), ("bins", bins_view)):
        if reply[key]:
            yield view(reply)
    yield from cells.of_groups()


def _head(reply: JSON, width: int) -> Text:
    """Return the title line and the question under it."""
    variant = f" ({reply['variant']})" if reply.get("variant") else ""
    title = f"{label_text(reply['metric'])}{variant}"
    head = heading_line(title, period_text(reply["period"]), width)
    asks = reply["definition"].get("asks")
    return head.append(f"\n{asks}", style="not bold") if asks else head


def _facts(reply: JSON) -> Iterator[tuple[Text, str]]:
    """Yield what the tile tells, each with its explanation: value, change, band, course."""
    unit, currency = reply["unit"], reply.get("currency")
    value = Text(value_text(reply["value"], unit, currency), style="bold")
    yield value.append(f"  {half_width_text(reply['interval'], unit)}".rstrip(), style="not bold dim"), _sureness(reply)
    words = change_words(reply.get("change"), unit, reply["definition"].get("better"))
    if reply.get("previous"):
        yield change_text(words) if words else Text("no change known", style="dim"), _before(reply)
    band = reply.get("band")
    if band:
        yield Text(band_verdict(band) or "for scale"), bands_text(band, unit)
    line = sparkline(reply["series"], _BUCKETS)
    if line:
        yield Text(line, style="cyan"), _course(reply)


def _sureness(reply: JSON) -> str:
    """Return what the value of a curve means, the interval in words, and what is behind the value."""
    interval = reply["interval"]
    said = interval_text(interval, reply["unit"], reply.get("currency"))
    if said not in {"", "exact"}:
        level = percent_text(interval["level"]).removesuffix(".0")
        said = f"{said} ({level} %, {str(interval['method']).replace('_', ' ')})"
    behind = f"n {number_text(reply['n'])}" if reply["n"] or reply["value"] is None else ""
    return ", ".join(filter(None, (meaning_text(reply), said, behind)))


def _before(reply: JSON) -> str:
    """Return the value before and the days it is of."""
    before = value_text(reply["previous"].get("value"), reply["unit"], reply.get("currency"))
    difference = difference_text(reply.get("change"), reply["unit"])
    was = before if reply["previous"].get("value") is None else f"was {before}"
    return f"{was} in {compared_text(reply)}{difference and f'; difference {difference}'}"


def _course(reply: JSON) -> str:
    """Return how many buckets the sparkline shows, and between which values."""
    points = reply["series"][-_BUCKETS:]
    values = [point["value"] for point in points if point["value"] is not None and point.get("is_complete", True)]
    ends = range_text({"low": min(values), "high": max(values)}, reply["unit"], reply.get("currency"))
    last = "last " if len(reply["series"]) > len(points) else ""
    return f"{last}{len(points)} {reply['period'].get('every') or 'bucket'}s, {ends}"


def _notes(reply: JSON) -> Iterator[str]:
    """Yield the warnings, then how the value is made."""
    warnings = reply.get("warnings") or []
    yield from (warning["message"] for warning in warnings[:_WARNINGS])
    if len(warnings) > _WARNINGS:
        yield f"{len(warnings) - _WARNINGS} more warnings; --json has all."
    counts = {name: count for name, count in reply["parts"].items() if not isinstance(count, list | dict)}
    parts = ", ".join(f"{name.replace('_', ' ')} {_part(count)}" for name, count in counts.items())
    formula = reply["definition"].get("formula")
    if formula:
        yield f"{label_text(reply['metric'])} = {formula}{f' ({parts})' if parts else ''}"
    elif parts:
        yield parts


def _part(count: object) -> str:
    """Return a part of a value as text."""
    if isinstance(count, bool) or not isinstance(count, int | float):
        return "no data" if count is None else str(count)
    return number_text(count, 0 if float(count).is_integer() else 2)
