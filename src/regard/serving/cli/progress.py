"""A bar while a file is read: how much is done, how fast, how long it will take."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from regard.serving.cli.output import is_terminal
from regard.showing.words import number_text

_NAME_WIDTH = 28


class _Rows(ProgressColumn):
    """Rows so far, and rows a second."""

    def render(self, task: Task) -> Text:
        """Return the two numbers."""
        rows = int(task.fields["rows"])
        rate = rows / task.elapsed if task.elapsed else 0.0
        return Text(f"{number_text(rows)} rows, {number_text(rate)}/s")


class Loading:
    """A bar on standard error for one file; nothing where nobody sees it."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        """Prepare the bar."""
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            _Rows(),
            TimeRemainingColumn(compact=True),
            console=Console(file=sys.stderr),
            transient=True,
            disable=quiet or not is_terminal(),
        )
        shown = Text(name)
        shown.truncate(_NAME_WIDTH, overflow="ellipsis")
        self._task = self._bar.add_task(shown.plain, total=None, rows=0)

    def progress(self, rows_read: int, bytes_read: int, bytes_total: int | None) -> None:
        """Move the bar; a reader calls this as it goes."""
        self._bar.update(self._task, completed=bytes_read, total=bytes_total, rows=rows_read)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._bar.stop()
