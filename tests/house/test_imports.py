"""The rooms: who may import whom, and what `import regard` costs."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, SRC, python_files, shown, syntax

HEAVY = ("altair", "openpyxl", "pandas", "polars", "scipy.stats", "typer")
"""Libraries that a program pays for only when it uses them."""

COMPILERS = ("ibis", "sqlglot", "scipy", "pyarrow.compute", "rich", "tomlkit")
"""What an answer from totals does without, where its statement is known."""

NOT_IMPORTED = {
    "pandas": "imported by name in showing, for those who have it",
    "polars": "imported by name in showing, for those who have it",
    "tzdata": "zoneinfo reads it where the system has no zones",
}
"""Libraries that are declared and that no file imports. One that is imported needs a wall in pyproject.toml instead."""


@pytest.fixture(scope="module")
def declared() -> set[str]:
    """Return the names of the libraries that the package may use, extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(file)} imports relative to itself"
            names.add((node.module or "").partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"regard"}


def test_the_rooms_keep_their_order() -> None:
    """Every contract of import-linter holds."""
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", told.stdout), told.stdout


def _loaded_by(program: str, names: tuple[str, ...]) -> list[str]:
    """Return which of some libraries a program loads."""
    program = f"import json, sys; {program}; print(json.dumps([name for name in {names!r} if name in sys.modules]))"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded: list[str] = json.loads(told.stdout)
    return loaded


def test_import_regard_is_light() -> None:
    """Importing the package loads none of the heavy libraries."""
    assert _loaded_by("import regard", (*HEAVY, *COMPILERS, "numpy", "pyarrow", "duckdb")) == []


def test_opening_a_workspace_loads_no_compiler() -> None:
    """Everything that an answer needs is imported with the workspace, and no compiler and no statistics with it."""
    assert _loaded_by("import regard; regard.open()", (*HEAVY, *COMPILERS)) == []


def test_every_import_is_declared(declared: set[str]) -> None:
    """What the package imports is among its dependencies, and nothing else is."""
    distributions = packages_distributions()
    imported = {name for file in python_files(SRC) for name in _imported(file)}
    brought = {canonicalize_name(distribution) for name in imported for distribution in distributions.get(name, [name])}
    assert brought - declared == set(), "imported, and not declared in pyproject.toml"
    assert declared - brought == set(NOT_IMPORTED), "declared in pyproject.toml, and not imported"
