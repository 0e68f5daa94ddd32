"""Writing to the terminal that is there, or to the pipe in its place."""

from rich.console import Console, RenderableType


def write(shown: RenderableType, *, width: int | None = None) -> None:
    """Write to standard output, as wide as the terminal unless told, with colour only where there is one."""
    Console(highlight=False, width=width).print(shown)
