"""What a terminal of a given width shows, as lines of text."""

from io import StringIO

from rich.console import Console, RenderableType


def screen(shown: RenderableType, width: int = 80, *, colour: bool = False) -> list[str]:
    """Return the lines without spaces at their ends."""
    out = StringIO()
    Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None).print(shown)
    return [line.rstrip() for line in out.getvalue().splitlines()]
