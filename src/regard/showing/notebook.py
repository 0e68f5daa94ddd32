"""Replies in a notebook: accessible tables of plain HTML, their course a small picture. No scripts, no hosts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from regard.showing.dates import period_text
from regard.showing.notebook_cells import group_grids, whole_grids
from regard.showing.notebook_line import Line, notebook_line
from regard.showing.verdicts import Change, band_words, bands_text, change_words, compared_text
from regard.showing.words import JSON, group_text, half_width_text, interval_text, label_text, number_text, value_text

if TYPE_CHECKING:
    from jinja2 import Template

GROUPS = 50
"""How many groups a notebook shows: those with the most behind them."""


@dataclass(frozen=True)
class _Row:
    """One metric or one group in words."""

    name: str
    n: str
    value: str
    half_width: str
    ends: str
    change: Change | None
    band: str
    bands: str
    line: Line | None


@dataclass(frozen=True)
class _Table:
    """A table with its caption and the heading of its first column."""

    title: str
    said: str
    first: str
    rows: list[_Row]
    is_grid: bool = False

    @property
    def is_judged(self) -> bool:
        """Return whether any row has a band."""
        return any(row.band or row.bands for row in self.rows)

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings of the columns."""
        return (self.first, "Value", "Interval", "Change", *(("Band",) if self.is_judged else ()), "Course")


def reply_html(reply: JSON) -> str:
    """Return one reply as HTML: its row, its cells, its groups, its warnings, and the question it answers."""
    groups = [_group_table(reply)] if reply["breakdown"] else []
    tables = [_reply_table([reply], label_text(reply["metric"])), *whole_grids(reply), *groups, *group_grids(reply)]
    notes = [warning["message"] for warning in reply["warnings"]]
    return _template().render(tables=tables, notes=[*notes, *filter(None, [reply["definition"].get("asks")])])


def replies_html(replies: Iterable[JSON]) -> str:
    """Return several replies as HTML, a metric a row, then their warnings."""
    replies = list(replies)
    table = _reply_table(replies, f"{len(replies)} metrics")
    return _template().render(tables=[table], notes=list(_named_warnings(replies)))


@cache
def _template() -> "Template":
    """Return the page's template, which escapes what it is given."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("regard.showing", "."), autoescape=True)
    return environment.get_template("notebook.html.jinja")


def _reply_table(replies: list[JSON], title: str) -> _Table:
    """Return the table of replies: a metric a row."""
    compared = compared_text(replies[0]) if replies else ""
    days = period_text(replies[0]["period"]) if replies else ""
    said = ", ".join(filter(None, (days, compared and f"vs {compared}")))
    return _Table(title, said, "Metric", [_row(label_text(reply["metric"]), reply, reply) for reply in replies])


def _group_table(reply: JSON) -> _Table:
    """Return the table of the groups with the most behind them, the greatest value first."""
    rows = sorted(reply["breakdown"], key=lambda row: -row["n"])[:GROUPS]
    rows.sort(key=lambda row: (row["value"] is None, -(row["value"] or 0)))
    names = ", ".join(label_text(name.removeprefix("properties.")) for name in rows[0]["group"])
    left_out = len(reply["breakdown"]) - len(rows)
    said = f"{left_out} groups with less behind them are not shown" if left_out else ""
    return _Table(f"By {names.lower()}", said, names, [_row(group_text(row["group"]), row, reply) for row in rows])


def _row(name: str, row: JSON, reply: JSON) -> _Row:
    """Return a reply or one of its groups in words; unit and direction are those of the reply."""
    unit, currency, interval = reply["unit"], reply.get("currency"), row.get("interval") or {}
    return _Row(
        name=name,
        n=number_text(row["n"]),
        value=value_text(row["value"], unit, currency),
        half_width=half_width_text(interval, unit),
        ends=interval_text(interval, unit, currency),
        change=change_words(row.get("change"), unit, reply["definition"].get("better")),
        band=band_words(row.get("band"), unit),
        bands=bands_text(row.get("band"), unit),
        line=notebook_line(row["series"], reply),
    )


def _named_warnings(replies: Iterable[JSON]) -> Iterator[str]:
    """Yield the warnings of several replies, each with its metric."""
    for reply in replies:
        yield from (f"{label_text(reply['metric'])}: {warning['message']}" for warning in reply["warnings"])
