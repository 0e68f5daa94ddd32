"""`regard init`: a workspace in a folder."""

from pathlib import Path
from typing import Annotated

import typer

from regard.errors import RegardError
from regard.serving.cli.options import AsJson, WeekStart, Zone
from regard.serving.cli.output import say, say_json
from regard.workspace.settings import FILE, read_settings


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the workspace will be.")],
    *,
    zone: Zone = None,
    week_start: WeekStart = None,
    visit_timeout: Annotated[
        str | None, typer.Option(metavar="TIME", help="How long without an event ends a visit, such as 30m.")
    ] = None,
    keep_events: Annotated[
        str | None, typer.Option(metavar="TIME", help="How long events stay in the log, such as 400d; for good.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a workspace: a folder that holds records and settings.

    Zone, week and visit timeout are fixed from then on. Without a zone, days are those of UTC.
    """
    import regard

    if (folder / FILE).exists():
        raise RegardError("workspace_exists", f'"{folder}" holds a workspace already.', "Choose another folder.")
    regard.open(folder, zone=zone, week_start=week_start, visit_timeout=visit_timeout, keep_events=keep_events).close()
    made = read_settings(folder)
    if as_json:
        document = {"workspace": str(folder), "zone": made.zone.key, "week_start": made.week_start}
        say_json(document | {"visit_timeout": made.visit_timeout})
        return
    say(f'Made a workspace in "{folder}": zone {made.zone.key}, weeks from {made.week_start.capitalize()}.')
    say(f"Next: regard load FILES --into {folder}")
