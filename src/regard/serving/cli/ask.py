"""`regard ask`: a question, and its answer."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType

from regard.errors import unknown
from regard.serving.cli.arguments import read_arguments, signature_with
from regard.serving.cli.failures import unknown_option
from regard.serving.cli.locate import open_workspace, own_of
from regard.serving.cli.options import AsJson, Folder
from regard.serving.cli.output import say, say_json
from regard.serving.cli.question import ARGUMENTS
from regard.serving.cli.reading import free_value
from regard.serving.cli.words import option_name, split_options
from regard.showing.terminal import Board, Tile

if TYPE_CHECKING:
    from regard.metrics.kinds import Metric

_Explain = Annotated[bool, typer.Option("--explain", help="Say what was read: totals, or rows and why.")]
_Words = Annotated[list[str], typer.Argument(metavar="METRIC", help="One or more: regard metrics lists them.")]


def ask(
    words: _Words, workspace: Folder = None, *, as_json: AsJson = False, explain: _Explain = False, **options: Any
) -> None:
    """Ask for one metric or several.

    For example: regard ask nps --period 2025-03 --by channel --compare previous

    Arguments of a single metric, such as --threshold, are written like the others.
    """
    names, free = split_options(words)
    from regard.metrics.catalogue import METRICS

    question = read_question(names, options, free, {**METRICS, **own_of(workspace)})
    with open_workspace(workspace) as opened:
        replies = opened.ask(names[0] if len(names) == 1 else names, **question)
        document = replies.to_dict()
        read = opened.explain(names, **question) if explain else {}
    if as_json:
        say_json(document)
        return
    for shown in _views([document] if len(names) == 1 else list(document.values())):
        say(shown)
    for name, lines in read.items():
        say(f"{name} was read from {'; '.join(lines) or 'the questions for each goal'}")


def read_question(
    names: list[str], options: Mapping[str, Any], free: Mapping[str, str], catalogue: "Mapping[str, Metric[Any]]"
) -> dict[str, Any]:
    """Return the arguments of the question from the options, with and without an entry in `ARGUMENTS`.

    Raises `RegardError` with code `unknown_metric`, `unknown_option`, and those of reading a value.
    """
    from regard.asking.question import OWNERS

    for name in names:
        if name not in catalogue:
            raise unknown("metric", name, catalogue)
    taken = {argument for metric in catalogue.values() for argument in metric.takes} | set(OWNERS)
    for name in free:
        if name not in taken:
            known = [option_name(known) for known in (*taken, *(argument.name for argument in ARGUMENTS))]
            raise unknown_option(option_name(name), known, "regard ask")
    return read_arguments(ARGUMENTS, options) | {name: free_value(word) for name, word in free.items()}


def _views(replies: list[dict[str, Any]]) -> Sequence[RenderableType]:
    """Return one reply in full, several as a table; several with groups or bins one under the other."""
    if len(replies) == 1:
        return [Tile(replies[0])]
    if not any(reply["breakdown"] or reply["bins"] or reply["cells"] for reply in replies):
        return [Board(replies)]
    return [part for reply in replies for part in (Tile(reply), "")][:-1]


ask.__signature__ = signature_with(ask, ARGUMENTS)  # type: ignore[attr-defined]  # read by inspect, unknown to typeshed
