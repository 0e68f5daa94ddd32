"""The line over a table: a title on the left, the days on the right."""

from rich.text import Text

from regard.showing.terminal.columns import QUIET

WIDTH = 100
"""Beyond this a line is not read at a glance."""


def heading_line(title: str | None, days: str, width: int) -> Text:
    """Return title and days on one line of the given width, or on two where they do not fit."""
    if not title:
        return Text(days, style=QUIET)
    space = width - Text(title).cell_len - len(days)
    line = Text(title, style="bold")
    line.append(" " * space if space >= 2 else "\n", style="")  # noqa: PLR2004 (a gap that shows)
    return line.append(days, style="not bold dim")
