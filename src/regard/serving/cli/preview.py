"""How a file would be read, before anything is kept."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from regard.serving.cli.refusals import refusal_lines
from regard.showing.terminal.columns import Column, aligned, quiet_lines, texts

if TYPE_CHECKING:
    from regard.intake.preview import Preview

_EXAMPLE_WIDTH = 24


def preview_view(preview: "Preview") -> RenderableType:
    """Return what a file is taken for, what each column means with an example, and what would be refused."""
    parts: list[RenderableType] = [Text(f"{preview.file}: {preview.record} records", style="bold"), _columns(preview)]
    return Group(*parts, "", quiet_lines(_notes(preview)))


def _columns(preview: "Preview") -> RenderableType:
    """Return the columns of the file and what they become."""
    columns = preview.columns
    return aligned(
        Column(texts(column.column for column in columns), "Column"),
        Column(tuple(_short(column.example or "") for column in columns), "For example"),
        Column(texts((", ".join(column.fields) for column in columns), "bold"), "Becomes"),
        Column(texts((column.reason for column in columns), "dim"), "Because"),
    )


def _notes(preview: "Preview") -> Iterator[str]:
    """Yield what was found out about the file, and what would be refused."""
    yield ", ".join(f"{name} {_shown(told)}" for name, told in preview.layout.items())
    if not preview.problems:
        yield "Nothing would be refused among the first thousand rows. Without --preview the file is loaded."
    yield from refusal_lines(preview.problems, len(preview.problems))


def _short(example: str) -> Text:
    """Return an example, cut where it is long."""
    text = Text(" ".join(example.split()))
    text.truncate(_EXAMPLE_WIDTH, overflow="ellipsis")
    return text


def _shown(told: str) -> str:
    """Return what was found out; a single sign is quoted, or named where it cannot be seen."""
    if len(told) > 1 or told.isalnum():
        return told
    return {"\t": "tab", " ": "blank"}.get(told, f'"{told}"')
