"""`regard load`: files become records."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regard.errors import RegardError
from regard.serving.cli.locate import open_workspace
from regard.serving.cli.options import AsJson, Folder, Zone
from regard.serving.cli.output import say, say_json
from regard.serving.cli.progress import Loading
from regard.showing.terminal.columns import Column, aligned, quiet_lines, texts
from regard.showing.words import number_text

if TYPE_CHECKING:
    from regard.intake.loaded import Loaded, Problem

PROBLEMS = 5
"""How many refused rows are told one by one."""

_Pairs = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="THEIRS=OURS", help="A column of the file and its field; several times."),
]
_DateOrder = Annotated[
    str | None, typer.Option(metavar="ORDER", help="dmy, mdy or ymd, where the dates of the file do not say.")
]


def load(  # noqa: PLR0913 (an option each)
    paths: Annotated[
        list[str], typer.Argument(metavar="PATHS...", help="Files, folders, or patterns such as 'in/*.csv'.")
    ],
    into: Folder = None,
    *,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Who wrote the file, such as zendesk.")] = None,
    record: Annotated[str | None, typer.Option(metavar="KIND", help="What a row is: event, order, answer ...")] = None,
    columns: _Pairs = None,
    zone: Zone = None,
    date_order: _DateOrder = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show how the file would be read; add nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load CSV, TSV, JSON lines, Parquet or Excel, plain or gzipped.

    What cannot be read goes to the quarantine with its reason; nothing is lost. Loading a file again adds nothing.
    """
    how = {"source": source, "record": record, "zone": zone, "date_order": date_order, "columns": read_pairs(columns)}
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


def read_pairs(pairs: list[str] | None) -> dict[str, str] | None:
    """Return columns and their fields from `THEIRS=OURS`; a name may hold `=` itself, a field never does.

    Raises `RegardError` with code `bad_usage`.
    """
    if not pairs:
        return None
    found = {}
    for pair in pairs:
        theirs, sign, ours = pair.rpartition("=")
        if not sign or not theirs or not ours:
            raise RegardError("bad_usage", f'"{pair}" is not a pair.', 'Write --column "Their name=our_field".')
        found[theirs] = ours
    return found


def problem_text(problem: "Problem") -> str:
    """Return why a row was refused, as one line: where, which field, why."""
    place = f"{Path(problem.file).name} line {problem.line}" if problem.file else f"row {problem.line}"
    field = f"{problem.field}: " if problem.field and problem.field not in problem.reason else ""
    return f"{place}: {field}{problem.reason}"


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
    lines = list(_refusals(loaded))
    if lines:
        say("")
        say(quiet_lines(lines, margin=0))


def _refusals(loaded: "dict[str, Loaded]") -> Iterator[str]:
    """Yield the first refused rows, and what can be done about the rest."""
    problems = [problem for result in loaded.values() for problem in result.problems]
    yield from (problem_text(problem) for problem in problems[:PROBLEMS])
    refused = sum(result.quarantined for result in loaded.values())
    if refused > PROBLEMS:
        yield f"{number_text(refused - PROBLEMS)} more are in the quarantine, each with its reason."


def _preview(workspace: Any, paths: list[str], how: dict[str, Any], *, as_json: bool) -> None:
    """Show how each file would be read."""
    previews = {path: workspace.preview(path, **how) for path in paths}
    if as_json:
        say_json({path: asdict(preview) for path, preview in previews.items()})
        return
    for path, preview in previews.items():
        say(path)
        say(preview)
