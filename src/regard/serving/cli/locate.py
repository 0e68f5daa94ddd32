"""Which workspace a command is about."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from regard.errors import RegardError
from regard.workspace.settings import FILE

if TYPE_CHECKING:
    from regard import Workspace
    from regard.metrics.kinds import Metric


def open_workspace(named: Path | None) -> "Workspace":
    """Return the workspace that was named, else that of this folder or of the nearest one above.

    Raises `RegardError` with code `no_workspace`.
    """
    import regard

    return regard.open(find_workspace(named, Path.cwd()))


def find_workspace(named: Path | None, start: Path) -> Path:
    """Return the folder of the workspace: the one named, else the nearest from `start` up that holds a regard.toml.

    Raises `RegardError` with code `no_workspace`.
    """
    if named is not None:
        if (named / FILE).is_file():
            return named
        raise RegardError("no_workspace", f'There is no workspace in "{named}".', f"Make one with: regard init {named}")
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise RegardError(
        "no_workspace",
        "There is no workspace in this folder or above it.",
        "Name one with --workspace DIR, or make one with: regard init DIR",
    )


def own_of(named: Path | None) -> "dict[str, Metric[Any]]":
    """Return the metrics that a workspace declares: the one named, else that of this folder or above, if there is one.

    Raises `RegardError` with code `no_workspace` for one that was named and is not there.
    """
    from regard.metrics.own import own_metrics
    from regard.workspace.settings import read_settings

    try:
        folder = find_workspace(named, Path.cwd())
    except RegardError:
        if named is not None:
            raise
        return {}
    return own_metrics(read_settings(folder).metrics)
