"""What goes wrong with a DuckDB file, in sentences."""

import re
from pathlib import Path

import duckdb

from regard.errors import RegardError

_HOLDER = re.compile(r"held in (?:(\S+) )?\(PID (\d+)\)")


_DISK_FULL = ("No space left", "File too large", "Disk quota", "not enough disk space")
_NOT_WRITABLE = ("Permission denied", "read-only", "Read-only", "Cannot open file")
_NO_PLACE = ("No such file or directory", "Is a directory")
_OTHER_VERSION = ("newer version", "older version")


def refusal(problem: Exception, path: Path | None) -> RegardError | None:
    """Return the refusal that tells a problem of the file or its disk, or nothing when it is none of them."""
    text = str(problem)
    name = f'The warehouse "{path}"' if path else "The warehouse in memory"
    told: tuple[str, str, str] | None = None
    if "set lock" in text:
        holder = _HOLDER.search(text)
        who = f"another process (number {holder[2]})" if holder else "another process"
        told = ("warehouse_in_use", f"is open in {who}.", "Close that program first, or ask through it.")
    elif _has(text, _DISK_FULL):
        told = ("disk_full", "could not be written: its disk is full. Nothing of this batch was kept.", _MAKE_ROOM)
    elif _has(text, _NO_PLACE):
        told = ("no_folder", "cannot be made: its folder is missing, or it is a folder itself.", "Name a file.")
    elif _has(text, _NOT_WRITABLE):
        told = ("not_writable", "cannot be written: its folder or file is read-only.", "Choose a folder of yours.")
    elif "not a valid DuckDB" in text or isinstance(problem, duckdb.SerializationException):
        told = ("not_a_warehouse", "is no DuckDB file.", "Name another file, or move it away.")
    elif _has(text, _OTHER_VERSION):
        told = ("other_version", "was written by another version of DuckDB.", "Install the version that wrote it.")
    elif isinstance(problem, duckdb.OutOfMemoryException):
        told = ("out_of_memory", "needs more memory than it may use; nothing of this batch was kept.", _MORE_MEMORY)
    return RegardError(told[0], f"{name} {told[1]}", told[2]) if told else None


def check_file(path: Path) -> None:
    """Refuse a file that DuckDB did not write: it would open a table of text, too, and keep nothing in it.

    Raises `RegardError` with code `not_a_warehouse`. A file that cannot be looked at is left for DuckDB to refuse.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_MARK_ENDS)
    except OSError:
        return
    if start[_MARK_BEGINS:] != b"DUCK":
        raise RegardError(
            "not_a_warehouse", f'The warehouse "{path}" is no DuckDB file.', "Name another file, or move it away."
        )


_MARK_BEGINS, _MARK_ENDS = 8, 12
"""Where a DuckDB file says that it is one."""

_MAKE_ROOM = "Free some space and load it again; what was loaded before is untouched."
_MORE_MEMORY = 'Raise its limit, such as memory_limit="4GB", or load fewer files at once.'


def _has(text: str, signs: tuple[str, ...]) -> bool:
    """Return whether any of the signs is in the text."""
    return any(sign in text for sign in signs)
