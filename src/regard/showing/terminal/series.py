"""The buckets of a reply as a table, and its bins."""

from collections.abc import Sequence

from rich.console import Group, RenderableType

from regard.showing.dates import bucket_text
from regard.showing.terminal.columns import STYLES, Column, aligned, quiet_lines, texts
from regard.showing.verdicts import change_words
from regard.showing.words import JSON, half_width_text, number_text, value_text

SHOWN = 40
"""How many buckets a terminal shows: the latest."""


def series_view(reply: JSON) -> RenderableType:
    """Return the table of buckets, and a note on those that are not whole or not shown."""
    points = reply["series"][-SHOWN:]
    notes = []
    if any(not point.get("is_complete", True) for point in points):
        notes.append("* not whole: the period cuts it, or it is not over.")
    if len(reply["series"]) > SHOWN:
        notes.append(f"{len(reply['series']) - SHOWN} earlier ones are not shown; --json has all.")
    table = aligned(*_columns(reply, points))
    return Group(table, quiet_lines(notes)) if notes else table


def bins_view(reply: JSON) -> RenderableType:
    """Return the table of bins: from, to, how many, which share."""
    bins, unit, currency = reply["bins"], reply["unit"], reply.get("currency")
    total = sum(bucket["n"] for bucket in bins)
    ends = ["and more" if bucket["to"] is None else f"to {value_text(bucket['to'], unit, currency)}" for bucket in bins]
    return aligned(
        Column(texts(value_text(bucket["from"], unit, currency) for bucket in bins), "From", "right"),
        Column(texts(ends)),
        Column(texts((number_text(bucket["n"]) for bucket in bins), "bold"), "n", "right"),
        Column(texts(value_text(bucket["n"] / total if total else None, "share") for bucket in bins), "Share", "right"),
    )


def change_column(rows: Sequence[JSON], reply: JSON) -> Column:
    """Return the changes of buckets or groups as a column."""
    words = [change_words(row.get("change"), reply["unit"], reply["definition"].get("better")) for row in rows]
    cells = (texts([word.text], STYLES[word.tone])[0] if word else texts([""])[0] for word in words)
    return Column(tuple(cells), "Change")


def _columns(reply: JSON, points: Sequence[JSON]) -> list[Column]:
    """Return the columns of the buckets."""
    unit, currency, every = reply["unit"], reply.get("currency"), reply["period"].get("every")
    before = [
        value_text(point["previous"], unit, currency) if point.get("previous") is not None else "" for point in points
    ]
    names = [
        f"{bucket_text(point['start'], every)}{'' if point.get('is_complete', True) else ' *'}" for point in points
    ]
    return [
        Column(texts(names), (every or "").capitalize()),
        Column(texts((value_text(point["value"], unit, currency) for point in points), "bold"), "Value", "right"),
        Column(texts((half_width_text(point["interval"], unit) for point in points), "dim"), gap=1),
        Column(texts((number_text(point["n"]) for point in points), "dim"), "n", "right"),
        Column(texts(before, "dim"), "Before", "right"),
        change_column(points, reply),
    ]
