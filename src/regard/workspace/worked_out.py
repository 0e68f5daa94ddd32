"""What was worked out before and depends on nothing but the program: the SQL of statements, how metrics are summed.

Each workspace keeps it in a file, so that a fresh process answers without loading the compiler. The file is trusted
only by the very program that wrote it, and only whole: one that is missing, foreign or damaged costs time, no more.
"""

import os
import zoneinfo
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from sys import hexversion
from typing import Any

import msgspec

FILE = "worked_out.json"
NOTHING = object()
"""What is found for what was not worked out; a value may be `None`."""

_MOST = 1024
_MOST_BYTES = 2_000_000
"""How large the file becomes at most; what was used last stays."""

_COMPILERS = ("ibis", "sqlglot", "duckdb")
_ADDRESS = " at 0x"
"""What shows that a key names an object by its place in memory, which means another one in another process."""

_KNOWN: OrderedDict[str, Any] = OrderedDict()
_learned = 0


def recall(key: str) -> Any:
    """Return what was worked out under a key, `NOTHING` where nothing was; the key tells all that it depends on."""
    digest = _digest(key)
    found = _KNOWN.get(digest, NOTHING)
    if found is not NOTHING:
        with suppress(KeyError):  # another thread has let go of it
            _KNOWN.move_to_end(digest)
    return found


def learn(key: str, value: Any) -> None:
    """Keep what was worked out under a key: text, numbers, or mappings and lists of them; what JSON cannot say is not.

    Half a pair of surrogates, which a filter may hold, is what JSON cannot say.
    """
    global _learned  # noqa: PLW0603 - one count of what there is to write, beside the one memory of it
    if _ADDRESS in key or not _is_json(value):
        return
    _KNOWN[_digest(key)] = value
    _learned += 1
    while len(_KNOWN) > _MOST:
        _KNOWN.popitem(last=False)


class WorkedOut:
    """The file of one workspace."""

    def __init__(self, folder: Path) -> None:
        """Read what the file holds; nothing where there is none, or one that is not to be trusted."""
        self._path = folder / FILE
        for digest, value in _read(self._path).items():
            _KNOWN.setdefault(digest, value)
        self._written = _learned

    def write(self) -> None:
        """Write what is known now, if anything was learned; a folder that cannot be written is left as it is."""
        if _learned == self._written:
            return
        self._written = _learned
        body = msgspec.json.encode(dict(reversed(list(_latest()))))
        written = self._path.with_name(f"{FILE}.{os.getpid()}")
        with suppress(OSError):
            try:
                written.write_bytes(b"\n".join((_head(body), body)))
                written.replace(self._path)
            finally:
                written.unlink(missing_ok=True)


def _is_json(value: Any) -> bool:
    """Return whether a value can be written."""
    try:
        msgspec.json.encode(value)
    except ValueError:
        return False
    return True


def _latest() -> Iterator[tuple[str, Any]]:
    """Yield what is known, what was used last first, as far as the file may grow."""
    left = _MOST_BYTES
    for digest, value in reversed(list(_KNOWN.items())):
        left -= len(value if isinstance(value, str) else repr(value)) + len(digest)
        if left < 0:
            return
        yield digest, value


def _read(path: Path) -> dict[str, Any]:
    """Return what a file holds, nothing where it is missing, of another program, or not as it was written."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        found: dict[str, Any] = msgspec.json.decode(body, type=dict[str, Any]) if head == _head(body) else {}
    except (OSError, msgspec.DecodeError):
        return {}
    return found


def _head(body: bytes) -> bytes:
    """Return the first line of a file: the program that writes it, and the check of what follows."""
    return f"{_PROGRAM} {blake2b(body, digest_size=16).hexdigest()}".encode()


def _digest(key: str) -> str:
    """Return a key in short."""
    return blake2b(key.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _program() -> str:
    """Return what tells this program from any other: its own files, the libraries beside it, the rules of zones."""
    told = [str(hexversion), *sorted(_stamps(str(Path(__file__).parents[1])))]
    for library in _COMPILERS:
        spec = find_spec(library)
        site = Path(spec.origin).parents[1] if spec and spec.origin else None
        told += sorted(entry.name for entry in site.iterdir() if entry.name.endswith("-info")) if site else []
    for place in zoneinfo.TZPATH:
        with suppress(OSError):
            told.append(f"{place} {Path(place).stat().st_mtime_ns}")
    return _digest("\n".join(told))


def _stamps(folder: str) -> Iterator[str]:
    """Yield the path, the size and the time of change of each source file below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _stamps(entry.path)
            elif entry.name.endswith(".py"):
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"


_PROGRAM = _program()
"""Told when the program is loaded: what is changed in its files afterwards is another program."""
