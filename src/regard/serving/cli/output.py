"""What the command line writes: answers on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console, RenderableType
from rich.text import Text

Document = Mapping[str, object] | Sequence[object]


def say(shown: RenderableType, *, to_stderr: bool = False) -> None:
    """Write something for people; text is not folded and has no markup of its own."""
    console = Console(stderr=to_stderr, highlight=False, markup=False)
    console.print(shown, soft_wrap=isinstance(shown, str | Text))


def say_json(document: Document, *, to_stderr: bool = False) -> None:
    """Write a document for machines."""
    stream = sys.stderr if to_stderr else sys.stdout
    stream.write(json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n")


def is_terminal() -> bool:
    """Return whether a person sees standard error, where progress is shown."""
    return sys.stderr.isatty()
