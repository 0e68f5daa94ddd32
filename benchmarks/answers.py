"""What the sides of a contest found, kept in a file so that counting it is not timed."""

import json
from pathlib import Path
from typing import Any


def write(folder: Path, found: Any) -> None:
    """Keep what was found."""
    (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")


def read(folder: Path) -> Any:
    """Return what was found."""
    return json.loads((folder / "found.json").read_text(encoding="utf-8"))
