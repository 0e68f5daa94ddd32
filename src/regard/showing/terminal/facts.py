"""Facts on the left, what explains them in grey on the right."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from regard.showing.terminal.columns import QUIET


class Facts:
    """Pairs of a fact and its explanation in two columns; explanations fold between words, facts never."""

    def __init__(self, facts: Sequence[tuple[Text, str]]) -> None:
        """Keep the pairs in their order."""
        self._facts = facts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the two columns."""
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(width=0)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for fact, explanation in self._facts:
            table.add_row("", fact, Text(explanation, style=QUIET))
        yield table
