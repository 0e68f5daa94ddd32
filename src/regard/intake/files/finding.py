"""Which files a path means, and how each is opened."""

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from regard.errors import RegardError
from regard.intake.files.delimited import Delimited
from regard.intake.files.excel import Excel
from regard.intake.files.lines import Limits
from regard.intake.files.ndjson import Ndjson
from regard.intake.files.parquet import Parquet
from regard.intake.files.stream import FileBytes, unreadable
from regard.intake.files.table import Table

_DELIMITED = frozenset({".csv", ".tsv", ".txt", ".tab"})
_NDJSON = frozenset({".ndjson", ".jsonl", ".json"})
_PARQUET = frozenset({".parquet", ".pq"})
_EXCEL = frozenset({".xlsx", ".xlsm"})
READ = _DELIMITED | _NDJSON | _PARQUET | _EXCEL


@dataclass(frozen=True)
class Layout:
    """What is told of a file's layout; what is not is found out."""

    encoding: str | None = None
    delimiter: str | None = None
    header: Sequence[str] | None = None
    sheet: str | None = None
    paths: Sequence[str] = ()
    limits: Limits | None = None


def find_files(path: str | Path) -> list[Path]:
    """Return the files that a path means, in the order of their names: one, those of a folder, or those of a pattern.

    Of a folder and its folders, those whose ending is of a kind that is read; hidden files are left out.
    Raises `RegardError` with code `no_file`.
    """
    place = Path(path)
    if place.is_file():
        return [place]
    if place.is_dir():
        found = [file for file in sorted(place.rglob("*")) if file.is_file() and file_kind(file) in READ]
        found = [file for file in found if not any(part.startswith(".") for part in file.relative_to(place).parts)]
        if not found:
            raise RegardError("no_file", f'The folder "{path}" has no file to load.', f"Endings read: {_endings()}.")
        return found
    named = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    found = [Path(name) for name in named if Path(name).is_file()]
    if not found:
        raise RegardError("no_file", f'There is no file "{path}".', "Check the path.")
    return found


def open_table(file: FileBytes, layout: Layout) -> Table:
    """Return a file as a table, by the ending of its name.

    Raises `RegardError` when the file is empty, damaged, or of a kind that is not read.
    """
    kind = file_kind(file.path)
    try:
        return _opened(kind, file, layout)
    except OSError as problem:
        raise unreadable(file.path, problem) from problem


def file_kind(path: Path) -> str:
    """Return the ending that says what a file is, without that of its packing."""
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower()


def _opened(kind: str, file: FileBytes, layout: Layout) -> Table:
    """Return the table of a file of that kind."""
    if kind in _DELIMITED:
        delimiter = layout.delimiter or ("\t" if kind in (".tsv", ".tab") else None)
        return Delimited(
            file, encoding=layout.encoding, delimiter=delimiter, header=layout.header, limits=layout.limits
        )
    if kind in _NDJSON:
        return Ndjson(file, encoding=layout.encoding, paths=layout.paths, limits=layout.limits)
    if kind in _PARQUET:
        return Parquet(file)
    if kind in _EXCEL:
        return Excel(file, sheet=layout.sheet, header=layout.header)
    old = " The old .xls is not read: save it as .xlsx." if kind == ".xls" else ""
    raise RegardError("unknown_format", f'"{file.path}" ends in "{kind}".{old}', f"Endings read: {_endings()}.")


def _endings() -> str:
    """Return the endings that are read, in words."""
    return f"{', '.join(sorted(READ))}, and each with .gz"
