"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, and nothing else, on standard output.")]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", metavar="DIR", help="The workspace. [default: this folder, else the nearest above]"
    ),
]
Zone = Annotated[str | None, typer.Option(metavar="NAME", help="IANA time zone, such as Europe/Rome.")]
WeekStart = Annotated[str | None, typer.Option(metavar="DAY", help="monday or sunday.")]
