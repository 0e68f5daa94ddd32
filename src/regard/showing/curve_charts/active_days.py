"""Active days as bars; groups as lines of the share that was active on at least so many days."""

import altair as alt

from regard.showing.cells.active_days import base_of
from regard.showing.cells.shapes import whole_cells
from regard.showing.cells.table import every_word
from regard.showing.curve_charts.drawing import Drawing, drawn_groups, group_colour, layered, rows_of, told
from regard.showing.theme import ACCENT
from regard.showing.words import JSON, number_text, value_text

_HEIGHT = 240


def active_days_chart(reply: JSON) -> Drawing:
    """Return the bars of everybody, or the lines of groups where only groups are told."""
    if not whole_cells(reply):
        return _lines(reply)
    chart = rows_of(_rows("", whole_cells(reply), reply))
    said = told(("days", _title(reply)), ("people", "People"), ("share", "Share"), ("more", "At least"), ("n", "n"))
    bars = chart.mark_bar(color=ACCENT).encode(_days(reply), alt.Y("drawn:Q", title="people"), tooltip=said)
    return Drawing(layered(bars), _HEIGHT)


def _lines(reply: JSON) -> Drawing:
    """Return a line for each group."""
    groups, left_out = drawn_groups(reply)
    chart = rows_of([row for group, cells in groups.items() for row in _rows(group, cells, reply)])
    said = told(("group", "Group"), ("days", _title(reply)), ("more", "At least"), ("n", "n"))
    line = chart.mark_line(point=True, strokeWidth=2).encode(
        _days(reply),
        alt.Y("at_least:Q", title="% active on at least so many"),
        color=group_colour(list(groups), reply),
        tooltip=said,
    )
    return Drawing(layered(line), _HEIGHT, left_out)


def _rows(group: str, cells: list[JSON], reply: JSON) -> list[JSON]:
    """Return the data behind a group, or behind everybody."""
    base = base_of(cells, reply)
    return [
        {
            "group": group,
            "days": cell["active"],
            "drawn": cell["people"],
            "at_least": 100 * cell["at_least"] / base if base else None,
            "people": number_text(cell["people"]),
            "share": value_text(cell["people"] / base if base else None, "share"),
            "more": value_text(cell["at_least"] / base if base else None, "share"),
            "n": number_text(base),
        }
        for cell in cells
    ]


def _title(reply: JSON) -> str:
    """Return what is counted: active days."""
    return f"Active {every_word(reply, 'day')}s"


def _days(reply: JSON) -> alt.X:
    """Return the axis of days, one place for each number."""
    return alt.X("days:O", title=_title(reply).lower(), axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=False))
