"""`regard load`: files become records."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regard.serving.cli.arguments import Argument, read_arguments, signature_with
from regard.serving.cli.locate import open_workspace
from regard.serving.cli.options import AsJson
from regard.serving.cli.output import say, say_json
from regard.serving.cli.preview import preview_view
from regard.serving.cli.progress import Loading
from regard.serving.cli.reading import read_kinds, read_targets, read_text, read_values
from regard.serving.cli.refusals import refusal_lines
from regard.showing.terminal.columns import Column, aligned, quiet_lines, texts
from regard.showing.words import number_text

if TYPE_CHECKING:
    from regard.intake.loaded import Loaded

_Into = Annotated[
    Path | None,
    typer.Option(
        "--into",
        "--workspace",
        "-w",
        metavar="DIR",
        help="The workspace. [default: this folder, else the nearest above]",
    ),
]

ARGUMENTS = (
    Argument("source", read_text, "NAME", "Who wrote the file, such as zendesk."),
    Argument("record", read_text, "KIND", "What a row is: event, order, answer ..."),
    Argument("columns", read_targets, "THEIRS=OURS", "A column and its field; several.", many=True, option="--column"),
    Argument("values", read_values, "FIELD=VALUE", "What holds for every row; several.", many=True, option="--value"),
    Argument("questions", read_kinds, "TEXT=KIND", "A survey's question and its kind.", many=True, option="--question"),
    Argument("keep", read_text, "WHERE", "properties: keep columns that have no field."),
    Argument("zone", read_text, "NAME", "The zone of times without offset, such as Europe/Rome."),
    Argument("date_order", read_text, "ORDER", "dmy, mdy or ymd, where the dates do not say."),
    Argument("decimal", read_text, "SIGN", "The decimal sign, where the numbers do not say."),
    Argument("delimiter", read_text, "SIGN", "What stands between columns."),
    Argument("encoding", read_text, "NAME", "How characters are written, such as cp1252."),
    Argument("sheet", read_text, "NAME", "The sheet of an Excel file."),
)
"""What may be told about files; what is not told is found out, or refused."""


def load(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, or patterns such as 'in/*.csv'.")],
    into: _Into = None,
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Show how the file would be read; add nothing.")] = False,
    as_json: AsJson = False,
    **options: Any,
) -> None:
    """Load CSV, TSV, JSON lines, Parquet or Excel, plain or gzipped.

    What cannot be read goes to the quarantine with its reason; nothing is lost. Loading a file again adds nothing.
    """
    how = read_arguments(ARGUMENTS, options)
    with open_workspace(into) as workspace:
        if preview:
            _preview(workspace, paths, how, as_json=as_json)
            return
        loaded: dict[str, Loaded] = {}
        for path in paths:
            with Loading(path, quiet=as_json) as loading:
                loaded[path] = workspace.load(path, **how, progress=loading.progress)
    if as_json:
        say_json({path: asdict(result) for path, result in loaded.items()})
    else:
        _tell(loaded)


def _tell(loaded: "dict[str, Loaded]") -> None:
    """Say what became of each file, and why rows were refused."""
    counts = list(loaded.values())
    names = (Path(path).name or path for path in loaded)
    columns = (
        Column(texts(names), "File"),
        Column(texts((number_text(each.added) for each in counts), "bold"), "Added", "right"),
        Column(texts(number_text(each.duplicates) for each in counts), "Known already", "right"),
        Column(texts(number_text(each.quarantined) for each in counts), "Quarantined", "right"),
    )
    say(aligned(*columns, margin=0))
    problems = [problem for result in counts for problem in result.problems]
    if problems:
        say("")
        say(quiet_lines(refusal_lines(problems, sum(result.quarantined for result in counts)), margin=0))
        say("All of them are in the quarantine; nothing is lost.")


def _preview(workspace: Any, paths: list[str], how: dict[str, Any], *, as_json: bool) -> None:
    """Show how each file would be read."""
    previews = {path: workspace.preview(path, **how) for path in paths}
    if as_json:
        say_json({path: asdict(preview) for path, preview in previews.items()})
        return
    for preview in previews.values():
        say(preview_view(preview))


load.__signature__ = signature_with(load, ARGUMENTS)  # type: ignore[attr-defined]  # read by inspect, unknown to typeshed
