"""The project's own files, as the tests of the house read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "regard"
TESTS = ROOT / "tests"

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file that git keeps or would keep, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = sorted(ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(file for file in files if file.is_file())


def python_files(folder: Path) -> list[Path]:
    """Return the Python files under a folder; there is always one."""
    found = [file for file in project_files() if file.suffix == ".py" and file.is_relative_to(folder)]
    assert found, f"no Python file under {folder}"
    return found


def room_of(file: Path) -> str:
    """Return the room that a source file is in: `rows` for `src/regard/rows/visits.py`, `errors` for `errors.py`."""
    return file.relative_to(SRC).parts[0].removesuffix(".py")


def shown(file: Path) -> str:
    """Return a file's path as the project says it."""
    return file.relative_to(ROOT).as_posix()


@cache
def syntax(file: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def functions(tree: ast.AST) -> Iterator[FunctionNode]:
    """Yield every function and method of a syntax tree."""
    return (node for node in ast.walk(tree) if isinstance(node, FunctionNode))
