"""The groups of a reply as a table, sorted by value, with dots on one scale."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from regard.showing.sparkline import sparkline
from regard.showing.terminal.columns import Column, Fitted, quiet_lines, texts
from regard.showing.terminal.dots import dot_rows
from regard.showing.terminal.series import change_column
from regard.showing.words import JSON, group_text, half_width_text, label_text, number_text, percent_text, value_text

SHOWN = 25
"""How many groups a terminal shows: those with the most behind them."""

_GROUP_WIDTH = 32
_LAYOUTS = ((24, 12), (16, 12), (16, 0), (0, 0))
"""Widths of the dots and of the sparkline, richest first."""


def breakdown_view(reply: JSON) -> RenderableType:
    """Return the table of groups, the greatest value first, and a note on those that are not shown."""
    rows = reply["breakdown"]
    kept = sorted(rows, key=lambda row: -row["n"])[:SHOWN]
    kept.sort(key=lambda row: (row["value"] is None, -(row["value"] or 0)))
    table = Fitted([_columns(reply, kept, dots, buckets) for dots, buckets in _LAYOUTS])
    if len(rows) <= SHOWN:
        return table
    return Group(
        table, quiet_lines([f"{len(rows) - SHOWN} groups with less behind them are not shown; --json has all."])
    )


def _columns(reply: JSON, rows: Sequence[JSON], dots: int, buckets: int) -> list[Column]:
    """Return the columns for the given widths of dots and sparkline."""
    unit, currency = reply["unit"], reply.get("currency")
    heading = ", ".join(label_text(name.removeprefix("properties.")) for name in rows[0]["group"])
    shares = [f"{percent_text(row['share'])} %" if row.get("share") is not None else "" for row in rows]
    return [
        Column(tuple(_name(row) for row in rows), heading),
        Column(texts(dot_rows(rows, unit, dots), "cyan")),
        Column(texts((value_text(row["value"], unit, currency) for row in rows), "bold"), "Value", "right"),
        Column(texts((half_width_text(row["interval"], unit) for row in rows), "dim"), gap=1),
        Column(texts(shares), "Share", "right"),
        Column(texts((number_text(row["n"]) for row in rows), "dim"), "n", "right"),
        change_column(rows, reply),
        Column(texts((sparkline(row["series"], buckets) if buckets else "" for row in rows), "cyan")),
    ]


def _name(row: JSON) -> Text:
    """Return the group's name, cut where it is very long."""
    name = Text(group_text(row["group"]))
    name.truncate(_GROUP_WIDTH, overflow="ellipsis")
    return name
