"""Formats that are read from any place in the file need it unpacked on disk."""

import shutil
import tempfile
import weakref
from pathlib import Path

from regard.intake.files.stream import FileBytes


class Unpacked:
    """The path of a file that is not gzipped: its own, or that of a copy which is gone when this object is."""

    def __init__(self, file: FileBytes) -> None:
        """Unpack the file where it is packed."""
        self.path: Path = file.path
        if file.is_packed:
            folder = Path(tempfile.mkdtemp(prefix="regard-unpacked-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            self.path = folder / file.path.stem
            with file.opened() as packed, self.path.open("wb") as target:
                shutil.copyfileobj(packed, target)
